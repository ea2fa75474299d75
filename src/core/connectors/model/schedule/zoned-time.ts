import { Refusal } from '../../../shared/refusal.ts';

/** A wall clock's time, without saying where. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}
export interface Zone {
  wallTime(epochMs: number): WallTime;
  /**
   * The instants at which the clocks there show this time, earliest first: two when they are set back over it. One that
   * they skip is as much later as they are set forward.
   */
  instantsOf(time: WallTime): number[];
}

const dayMs = 86_400_000;

/** The name as the time zone database writes it. Refuses `time-zone-unknown`. */
export const timeZoneName = (name: string): string => {
  try {
    // An offset such as +02:00 is accepted too, and knows no summer time.
    if (!/^[A-Za-z]/.test(name)) throw new RangeError(name);
    const { timeZone } = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions();
    // Aliases stay as they were written: Asia/Kolkata does not become Asia/Calcutta.
    return timeZone.toLowerCase() === name.toLowerCase() ? timeZone : name;
  } catch {
    throw new Refusal(
      'invalid',
      'time-zone-unknown',
      `“${name}” is no time zone of the IANA database. Examples: Europe/Berlin, America/New_York, UTC.`,
      { field: 'syncTimeZone' },
    );
  }
};

/** The rules of a time zone, as this runtime's copy of the IANA database has them. */
export const zoneOf = (timeZone: string): Zone => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const wallTime = (epochMs: number): WallTime => {
    const parts = Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
    return { year, month, day, hour, minute };
  };
  const asIfUtc = (time: WallTime) => Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute);
  const offsetAt = (epochMs: number) => asIfUtc(wallTime(epochMs)) - Math.floor(epochMs / 60_000) * 60_000;
  return {
    wallTime,
    instantsOf(time) {
      const wanted = asIfUtc(time);
      const before = offsetAt(wanted - dayMs);
      const after = offsetAt(wanted + dayMs);
      const instants = [...new Set([wanted - before, wanted - after])]
        .filter((instant) => asIfUtc(wallTime(instant)) === wanted)
        .sort((a, b) => a - b);
      return instants.length > 0 ? instants : [wanted - before];
    },
  };
};
