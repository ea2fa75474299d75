import { dayWords } from '../../../ui/text/time.tsx';

/** Days of the viewer's calendar, `2026-11-24`, both included; as they stand in the address. */
export interface Period {
  from: string | undefined;
  until: string | undefined;
}

/** The start of that day, or of one some days later, in the viewer's zone; null for what is no day. */
const startOf = (day: string | undefined, daysLater = 0): string | null => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '');
  if (!parts) return null;
  const [, year, month, date] = parts.map(Number) as [number, number, number, number];
  const at = new Date(year, month - 1, date + daysLater);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
};

/** As the API takes it: from an instant on, and before another. */
export function periodQuery({ from, until }: Period): { from?: string; until?: string } {
  const [first, end] = [startOf(from), startOf(until, 1)];
  return { ...(first ? { from: first } : {}), ...(end ? { until: end } : {}) };
}

/** "since 3 Nov 2026", "3 Nov 2026", "3 Nov 2026 to 5 Nov 2026"; undefined where nothing is narrowed. */
export function periodWords(period: Period): string | undefined {
  const [first, last] = [startOf(period.from), startOf(period.until)].map((at) => (at ? dayWords(at) : undefined));
  if (first && last) return first === last ? first : `${first} to ${last}`;
  if (first) return `since ${first}`;
  return last ? `until ${last}` : undefined;
}

/** The day some days before `now`, in the viewer's zone. */
export const daysBefore = (days: number, now = new Date()): string => {
  const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
};
