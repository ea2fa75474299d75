import { type Cron, monthNames, parseCron, weekdayNames } from './cron.ts';
import type { SyncSchedule } from './sync-schedule.ts';

/** More times than these are no sentence any more. */
const mostTimes = 6;

/** "every 30 minutes", "every day at 06:00 Europe/Berlin": a schedule as a person would say it. */
export const scheduleSentence = ({ syncCron, syncTimeZone, syncIntervalMinutes }: SyncSchedule): string => {
  if (syncCron === null || syncTimeZone === null) return `every ${spanWords(syncIntervalMinutes)}`;
  const cron = parseCron(syncCron);
  const days = dayWords(cron);
  const times = timeWords(cron);
  if (days === null || times === null) return `at the times of ${syncCron}, ${syncTimeZone}`;
  return `${[days, times].filter(Boolean).join(' ')} ${syncTimeZone}`;
};

function timeWords({ minutes, hours, isEveryHour }: Cron): string | null {
  const two = (value: number) => String(value).padStart(2, '0');
  if (isEveryHour) {
    const step = 60 / minutes.length;
    if (minutes.length > 1 && minutes.every((minute, n) => minute === n * step)) return `every ${step} minutes,`;
    return minutes.length > mostTimes ? null : `in every hour at ${listed(minutes.map((minute) => `:${two(minute)}`))}`;
  }
  if (hours.length * minutes.length > mostTimes) return null;
  return `at ${listed(hours.flatMap((hour) => minutes.map((minute) => `${two(hour)}:${two(minute)}`)))}`;
}

/** Null where day and weekday are alternatives, or it takes too many words. */
function dayWords(cron: Cron): string | null {
  const inMonths =
    cron.months.length === 12 ? '' : ` in ${listed(cron.months.map((month) => monthNames[month - 1] ?? ''))}`;
  const isEveryDay = cron.days.length === 31;
  const isEveryWeekday = cron.weekdays.length === 7;
  if (isEveryDay && isEveryWeekday) return cron.isEveryHour && inMonths === '' ? '' : `every day${inMonths}`;
  if (isEveryDay) return `${weekdayWords(cron.weekdays)}${inMonths}`;
  if (!isEveryWeekday || cron.days.length > mostTimes) return null;
  return `on day ${listed(cron.days.map(String))} of ${inMonths === '' ? 'every month' : inMonths.slice(4)}`;
}

function weekdayWords(days: readonly number[]): string {
  const [first = 0] = days;
  const isRun = days.length > 2 && days.every((day, n) => day === first + n);
  const name = (day: number) => weekdayNames[day] ?? '';
  return isRun ? `${name(first)} to ${name(days.at(-1) ?? 0)}` : `every ${listed(days.map(name))}`;
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

function spanWords(minutes: number): string {
  const unit = minutes % 1440 === 0 ? ['day', 1440] : minutes % 60 === 0 ? ['hour', 60] : ['minute', 1];
  const [name, size] = unit as [string, number];
  return minutes === size ? name : `${minutes / size} ${name}s`;
}
