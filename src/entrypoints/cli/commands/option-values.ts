import { InvalidArgumentError } from 'commander';

/** A whole number from 1 on. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return value;
}

/** More than 0, and 100 at most; a decimal comes with a point. */
export function percent(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 100))
    throw new InvalidArgumentError('It must be more than 0 and 100 at most.');
  return value;
}

/** A date or an instant; a date is its first moment, in UTC. */
export const asInstant = (text: string): string => {
  const at = Date.parse(text);
  if (Number.isNaN(at) || !/^\d{4}-\d{2}-\d{2}/.test(text))
    throw new InvalidArgumentError('It must be a date such as 2026-03-01, or an instant such as 2026-03-01T09:30:00Z.');
  return new Date(at).toISOString();
};
const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** "As of 1 March" includes all of that day, in UTC. */
export const asOfInstant = (text: string): string => asInstant(isDate(text) ? `${text}T23:59:59.999Z` : text);

const unitMs: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How long, in whole minutes: `45m`, `2h`, `1h30m`, `1d`. */
export function spanMinutes(text: string): number {
  const parts = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$/.exec(text);
  const [days, hours, minutes] = (parts ?? []).slice(1).map((part) => Number(part ?? 0));
  const total = (days ?? 0) * 1440 + (hours ?? 0) * 60 + (minutes ?? 0);
  if (total === 0) throw new InvalidArgumentError('It must be a span such as 45m, 2h, 1h30m or 1d.');
  return total;
}

/** A date (from its first moment, in UTC), an instant, or how long ago: `90m`, `24h`, `7d`. */
export function sinceInstant(text: string): string {
  const ago = /^(\d+)([mhd])$/.exec(text);
  if (!ago) return asInstant(text);
  return new Date(Date.now() - Number(ago[1]) * (unitMs[ago[2] as string] ?? 0)).toISOString();
}

/** For options that may be given several times. */
export const collected = (text: string, before: string[] = []): string[] => [...before, text];
