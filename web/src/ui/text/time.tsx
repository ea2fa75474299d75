import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';

const locale = 'en-GB';
const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const dayThisYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' });
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

const daysBetween = (a: Date, b: Date) =>
  Math.round((new Date(a).setHours(0, 0, 0, 0) - new Date(b).setHours(0, 0, 0, 0)) / 86_400_000);

/** "today 14:12", "yesterday 09:30", "23 Nov 18:41", "3 Feb 2025": in the viewer's zone. */
export function momentWords(instant: string, now = new Date()): string {
  const at = new Date(instant);
  const days = daysBetween(now, at);
  if (days === 0) return `today ${time.format(at)}`;
  if (days === 1) return `yesterday ${time.format(at)}`;
  if (days === -1) return `tomorrow ${time.format(at)}`;
  if (at.getFullYear() === now.getFullYear()) return `${dayThisYear.format(at)} ${time.format(at)}`;
  return day.format(at);
}

/** "3 s ago", "4 min ago", "2 h ago", then the day. */
export function agoWords(instant: string, now = new Date()): string {
  const seconds = Math.round((now.getTime() - new Date(instant).getTime()) / 1000);
  if (Math.abs(seconds) < 2) return 'just now';
  const [amount, unit] = spanOf(Math.abs(seconds));
  if (!unit) return momentWords(instant, now);
  return seconds > 0 ? `${amount} ${unit} ago` : `in ${amount} ${unit}`;
}
function spanOf(seconds: number): [number, string] {
  if (seconds < 60) return [seconds, 's'];
  if (seconds < 3600) return [Math.round(seconds / 60), 'min'];
  if (seconds < 43_200) return [Math.round(seconds / 3600), 'h'];
  return [0, ''];
}

export const dayWords = (instant: string) => day.format(new Date(instant));
export const exactWords = (instant: string) => exact.format(new Date(instant));
export const clockWords = (instant: string) => clock.format(new Date(instant));
/** "14:12" today, otherwise with the day: short enough for the foot of the navigation. */
export const shortMoment = (instant: string) => momentWords(instant).replace(/^today /, '');

/** How long something took: "7 s", "19.8 s", "2 min 5 s". */
export const durationWords = (fromInstant: string, toInstant: string): string =>
  msWords(Math.max(0, new Date(toInstant).getTime() - new Date(fromInstant).getTime()));

export function msWords(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Re-renders every `everyMs`, so that "4 min ago" stays true. */
export function useNow(everyMs: number): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

interface TimeProps {
  at: string;
  /** `moment` for tables, `ago` for what has just happened, `day` for "since". */
  as?: 'moment' | 'ago' | 'day';
}
/** A time in words; the exact instant with its zone on hover. */
export function Time({ at, as = 'moment' }: TimeProps) {
  const now = useNow(as === 'ago' ? 5_000 : 60_000);
  const words = as === 'ago' ? agoWords(at, now) : as === 'day' ? dayWords(at) : momentWords(at, now);
  return (
    <Tooltip label={exactWords(at)}>
      <time dateTime={at}>{words}</time>
    </Tooltip>
  );
}
