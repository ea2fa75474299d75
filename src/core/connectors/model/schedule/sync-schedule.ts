import type { Instant } from '../../../shared/ports.ts';
import { Refusal } from '../../../shared/refusal.ts';
import { type Cron, isDayOf, parseCron } from './cron.ts';
import { timeZoneName, type Zone, zoneOf } from './zoned-time.ts';

/** When a connector is read (CON-10): at the times of a cron expression in a time zone, or every so many minutes. */
export interface SyncSchedule {
  syncIntervalMinutes: number;
  /** Null: by the interval. */
  syncCron: string | null;
  syncTimeZone: string | null;
}

const dayMs = 86_400_000;
/** 29 February comes after eight years at the latest. */
const mostDays = 8 * 366 + 1;

/**
 * Checks a schedule before it is saved. Refuses `schedule-invalid`, also for one that never comes, and
 * `time-zone-missing`, `time-zone-unknown`, each with its field.
 */
export const validSchedule = (schedule: SyncSchedule): SyncSchedule => {
  const cron = schedule.syncCron?.trim().replace(/\s+/g, ' ') || null;
  if (cron === null) return { ...schedule, syncCron: null, syncTimeZone: null };
  if (!schedule.syncTimeZone)
    throw new Refusal('invalid', 'time-zone-missing', 'Choose the time zone that these times are in.', {
      field: 'syncTimeZone',
    });
  const timeZone = timeZoneName(schedule.syncTimeZone);
  if (nextOf(parseCron(cron), zoneOf(timeZone), 0) === null)
    throw new Refusal('invalid', 'schedule-invalid', 'This never comes: no month has such a day.', {
      field: 'syncCron',
    });
  return { ...schedule, syncCron: cron, syncTimeZone: timeZone };
};

/** The first time after this instant. */
export const nextSync = (schedule: SyncSchedule, after: Instant): Instant => {
  const afterMs = Date.parse(after);
  const { syncCron, syncTimeZone, syncIntervalMinutes } = schedule;
  const next = syncCron && syncTimeZone ? nextOf(parseCron(syncCron), zoneOf(syncTimeZone), afterMs) : null;
  return new Date(next ?? afterMs + syncIntervalMinutes * 60_000).toISOString();
};

function nextOf(cron: Cron, zone: Zone, afterMs: number): number | null {
  const today = zone.wallTime(afterMs);
  const midnight = Date.UTC(today.year, today.month - 1, today.day);
  // Where clocks are set back at midnight, yesterday's last hour comes once more.
  for (let n = -1; n < mostDays; n += 1) {
    const date = new Date(midnight + n * dayMs);
    const day = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    if (!isDayOf(cron, { ...day, weekday: date.getUTCDay() })) continue;
    const instants = cron.hours
      .flatMap((hour) => cron.minutes.map((minute) => zone.instantsOf({ ...day, hour, minute })))
      // What comes in every hour comes in the repeated one too; what comes at a time of day comes once.
      .flatMap((each) => (cron.isEveryHour ? each : each.slice(0, 1)))
      .filter((instant) => instant > afterMs);
    if (instants.length > 0) return Math.min(...instants);
  }
  return null;
}
