import { minutesWords } from '../../../ui/text/words.ts';

const minuteMs = 60_000;

/** What is left until an instant: "1 h 52 min", "23 min", "40 s", "3 days 2 h"; never less than nothing. */
export function leftWords(until: string, now: Date): string {
  const ms = Math.max(0, Date.parse(until) - now.getTime());
  if (ms < minuteMs) return `${Math.round(ms / 1000)} s`;
  const minutes = Math.floor(ms / minuteMs);
  if (minutes < 1440) return minutesWords(minutes);
  const hours = Math.floor((minutes % 1440) / 60);
  return `${minutesWords(minutes - (minutes % 1440))}${hours > 0 ? ` ${hours} h` : ''}`;
}

/** The share of a span that is still to come, from 1 at its start to 0 at its end. */
export function shareLeft(from: string, until: string, now: Date): number {
  const whole = Date.parse(until) - Date.parse(from);
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, (Date.parse(until) - now.getTime()) / whole));
}

/** How long such requests take: whole minutes up to an hour, then halves of hours, then days. */
export function usualWords(minutes: number): string {
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return minutesWords(Math.round(minutes));
  if (minutes < 1440) return minutesWords(Math.round(minutes / 30) * 30);
  const days = Math.round(minutes / 1440);
  return days === 1 ? '1 day' : `${days} days`;
}
