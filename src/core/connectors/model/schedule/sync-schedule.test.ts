import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../shared/refusal.ts';
import { scheduleSentence } from './schedule-sentence.ts';
import { nextSync, type SyncSchedule, validSchedule } from './sync-schedule.ts';

const at = (syncCron: string | null, syncTimeZone: string | null = 'Europe/Berlin'): SyncSchedule => ({
  syncIntervalMinutes: 30,
  syncCron,
  syncTimeZone,
});
const following = (schedule: SyncSchedule, after: string, count: number): string[] => {
  const found: string[] = [];
  for (let n = 0; n < count; n += 1) found.push(nextSync(schedule, found.at(-1) ?? after));
  return found.map((instant) => instant.slice(0, 16));
};

describe('the next sync', () => {
  it('comes at the same time of day there, summer and winter', () => {
    expect(following(at('0 6 * * *'), '2026-10-24T00:00:00.000Z', 3)).toEqual([
      '2026-10-24T04:00',
      '2026-10-25T05:00',
      '2026-10-26T05:00',
    ]);
    expect(following(at('0 6 * * *'), '2026-03-28T00:00:00.000Z', 2)).toEqual(['2026-03-28T05:00', '2026-03-29T04:00']);
  });

  it('is as much later as the clocks are set forward, when they skip its time', () => {
    expect(following(at('30 2 * * *'), '2026-03-28T12:00:00.000Z', 2)).toEqual([
      '2026-03-29T01:30',
      '2026-03-30T00:30',
    ]);
  });

  it('comes once when the clocks show its time twice, and in every hour also in the repeated one', () => {
    expect(following(at('30 2 * * *'), '2026-10-24T12:00:00.000Z', 2)).toEqual([
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ]);
    expect(following(at('30 * * * *'), '2026-10-25T00:00:00.000Z', 3)).toEqual([
      '2026-10-25T00:30',
      '2026-10-25T01:30',
      '2026-10-25T02:30',
    ]);
  });

  it('is always after the instant that is asked about', () => {
    expect(nextSync(at('0 6 * * *', 'UTC'), '2026-11-24T06:00:00.000Z')).toBe('2026-11-25T06:00:00.000Z');
    expect(nextSync(at(null, null), '2026-11-24T06:00:00.000Z')).toBe('2026-11-24T06:30:00.000Z');
  });

  it('takes day and weekday as alternatives, and Sunday as 0, 7 and its name', () => {
    expect(following(at('0 0 13 * fri', 'UTC'), '2026-11-10T00:00:00.000Z', 3)).toEqual([
      '2026-11-13T00:00',
      '2026-11-20T00:00',
      '2026-11-27T00:00',
    ]);
    for (const sunday of ['0', '7', 'SUN'])
      expect(nextSync(at(`0 0 * * ${sunday}`, 'UTC'), '2026-11-24T00:00:00.000Z')).toBe('2026-11-29T00:00:00.000Z');
  });

  it('may be years away', () => {
    expect(nextSync(at('0 0 29 2 *', 'UTC'), '2026-11-24T00:00:00.000Z')).toBe('2028-02-29T00:00:00.000Z');
  });
});

describe('a schedule is refused', () => {
  const refusal = (schedule: SyncSchedule) => {
    try {
      validSchedule(schedule);
    } catch (error) {
      if (error instanceof Refusal) return [error.code, error.field, error.message];
    }
    return null;
  };
  it.each([
    ['0 6 * *', 'five fields'],
    ['0 24 * * *', '“24” is no hour'],
    ['0 6 * * monday', '“monday” is no weekday'],
    ['5-1 6 * * *', '“5-1” is no minute'],
    ['*/0 6 * * *', '“*/0” is no minute'],
    ['0,3 6 * * *', '3 min apart'],
    ['* * * * *', '1 min apart'],
    ['0 6 31 2 *', 'never comes'],
  ])('%s, with the reason at its field', (cron, message) => {
    expect(refusal(at(cron))).toEqual(['schedule-invalid', 'syncCron', expect.stringContaining(message)]);
  });

  it('without a time zone, or with one that is none', () => {
    expect(refusal(at('0 6 * * *', null))?.slice(0, 2)).toEqual(['time-zone-missing', 'syncTimeZone']);
    for (const zone of ['Europe/Bonn', '+02:00'])
      expect(refusal(at('0 6 * * *', zone))?.slice(0, 2)).toEqual(['time-zone-unknown', 'syncTimeZone']);
  });

  it('and is kept as it is meant otherwise', () => {
    expect(validSchedule(at('  0  6 * * * ', 'europe/berlin'))).toEqual(at('0 6 * * *', 'Europe/Berlin'));
    expect(validSchedule(at('', 'Europe/Berlin'))).toEqual(at(null, null));
  });
});

it.each([
  [null, 'every 30 minutes'],
  ['0 6 * * *', 'every day at 06:00 Europe/Berlin'],
  ['0 6,18 * * *', 'every day at 06:00 and 18:00 Europe/Berlin'],
  ['30 7 * * 1-5', 'Monday to Friday at 07:30 Europe/Berlin'],
  ['0 7 * * 1,4', 'every Monday and Thursday at 07:00 Europe/Berlin'],
  ['0 7 1 * *', 'on day 1 of every month at 07:00 Europe/Berlin'],
  ['0 7 1 1,7 *', 'on day 1 of January and July at 07:00 Europe/Berlin'],
  ['*/15 * * * *', 'every 15 minutes, Europe/Berlin'],
  ['0 * * * *', 'in every hour at :00 Europe/Berlin'],
  ['0 0 13 * 5', 'at the times of 0 0 13 * 5, Europe/Berlin'],
])('%s reads as “%s”', (cron, sentence) => {
  expect(scheduleSentence(at(cron, cron === null ? null : 'Europe/Berlin'))).toBe(sentence);
});
