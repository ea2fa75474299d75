import { Refusal } from '../../../shared/refusal.ts';

/** The five fields of a cron expression, as the values that each allows. */
export interface Cron {
  minutes: number[];
  hours: number[];
  days: number[];
  months: number[];
  /** 0 is Sunday. */
  weekdays: number[];
  isEveryHour: boolean;
  /** `*` restricts no day; where neither field is that, either one is enough (POSIX crontab). */
  isAnyDay: boolean;
  isAnyWeekday: boolean;
}

export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
export const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** `jan`, `sun`: as crontab has them. */
const short = (names: readonly string[]) => names.map((name) => name.slice(0, 3).toLowerCase());

interface Field {
  what: string;
  from: number;
  to: number;
  names?: readonly string[];
}
const fields: readonly [Field, Field, Field, Field, Field] = [
  { what: 'minute', from: 0, to: 59 },
  { what: 'hour', from: 0, to: 23 },
  { what: 'day of the month', from: 1, to: 31 },
  { what: 'month', from: 1, to: 12, names: ['', ...short(monthNames)] },
  // 7 is Sunday too.
  { what: 'weekday', from: 0, to: 7, names: short(weekdayNames) },
];

/** AWS's rate limits are shared: more often than this a sync would follow on the heels of the last. */
const fewestMinutesApart = 5;

const invalid = (message: string): Refusal =>
  new Refusal('invalid', 'schedule-invalid', message, { field: 'syncCron' });

/**
 * Reads `minute hour day month weekday` as POSIX's crontab has it: numbers, `*`, lists, ranges, steps, names
 * of months and weekdays in English. Refuses `schedule-invalid` naming the field at fault.
 */
export const parseCron = (text: string): Cron => {
  const parts = text.trim().toLowerCase().split(/\s+/);
  if (parts.length !== fields.length || parts[0] === '')
    throw invalid(
      'A schedule has five fields: minute, hour, day of the month, month, weekday. Every day at 06:00 is 0 6 * * *.',
    );
  const [minutes, hours, days, months, weekdays] = fields.map((field, n) => valuesOf(parts[n] ?? '', field)) as [
    number[],
    number[],
    number[],
    number[],
    number[],
  ];
  requireRest(minutes);
  return {
    minutes,
    hours,
    days,
    months,
    weekdays: [...new Set(weekdays.map((day) => day % 7))].sort((a, b) => a - b),
    isEveryHour: hours.length === 24,
    isAnyDay: parts[2] === '*',
    isAnyWeekday: parts[4] === '*',
  };
};

function valuesOf(text: string, field: Field): number[] {
  const values = text.split(',').flatMap((part) => rangeOf(part, field));
  return [...new Set(values)].sort((a, b) => a - b);
}

function rangeOf(part: string, field: Field): number[] {
  const [, range = '', stepText] = /^([^/]+)(?:\/(\d{1,2}))?$/.exec(part) ?? [];
  const step = stepText === undefined ? 1 : Number(stepText);
  const [first = '', last, ...more] = range.split('-');
  const from = first === '*' ? field.from : numberOf(first, field);
  // `5/15` is every 15 from 5 on.
  const open = first === '*' || (stepText !== undefined && last === undefined);
  const to = last !== undefined ? numberOf(last, field) : open ? field.to : from;
  if (range === '' || step === 0 || more.length > 0 || (first === '*' && last !== undefined) || from > to)
    throw invalid(`“${part}” is no ${field.what}: ${example(field)}`);
  const values = [];
  for (let value = from; value <= to; value += step) values.push(value);
  return values;
}

function numberOf(text: string, field: Field): number {
  const named = text === '' ? -1 : (field.names?.indexOf(text) ?? -1);
  const value = named >= 0 ? named : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= field.from && value <= field.to) return value;
  throw invalid(`“${text}” is no ${field.what}: ${example(field)}`);
}

const example = ({ from, to, names }: Field): string =>
  `a number from ${from} to ${to}${names ? `, or a name such as ${names.at(-1)}` : ''}, *, a list 1,2, a range 1-5 or a step */15.`;

function requireRest(minutes: readonly number[]): void {
  if (minutes.length < 2) return;
  const apart = minutes.map((minute, n) => (minutes[n + 1] ?? (minutes[0] ?? 0) + 60) - minute);
  const least = Math.min(...apart);
  if (least < fewestMinutesApart)
    throw invalid(`Syncs come at least ${fewestMinutesApart} minutes apart; this asks for them ${least} min apart.`);
}

/** Does it come on this day? A day and a weekday that are both given are alternatives, as POSIX has it. */
export const isDayOf = (cron: Cron, day: { day: number; month: number; weekday: number }): boolean => {
  if (!cron.months.includes(day.month)) return false;
  const fitsDay = cron.days.includes(day.day);
  const fitsWeekday = cron.weekdays.includes(day.weekday);
  return cron.isAnyDay || cron.isAnyWeekday ? fitsDay && fitsWeekday : fitsDay || fitsWeekday;
};
