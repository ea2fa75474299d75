import { expect, it } from 'vitest';
import { EventTrail, HISTORY_MS, KEPT_READS, KEPT_WRITES } from './event-trail.ts';
import type { TrailEvent } from './trail-event.ts';

const DAY_MS = 24 * 3600 * 1000;
const where = ['111111111111', 'us-east-1'] as const;

function event(eventId: string, at: number): TrailEvent {
  const who = { userAgent: '', userIdentity: {}, requestParameters: null, responseElements: null };
  const what = { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', eventType: 'AwsApiCall' } as const;
  return {
    ...who,
    ...what,
    eventId,
    at,
    awsAccountId: where[0],
    region: where[1],
    readOnly: false,
    requestId: eventId,
  };
}
const read = (id: string, at: number) => ({ ...event(id, at), write: () => event(id, at) });
const ids = (trail: EventTrail, since = 0) => trail.since(since, ...where).map((kept) => kept.event.requestId);

it('keeps the newest calls that only read, and no more', () => {
  const trail = new EventTrail();
  for (let index = 0; index < KEPT_READS + 3; index += 1) trail.addRead(read(`r${index}`, index));
  const kept = ids(trail);
  expect(kept).toHaveLength(KEPT_READS);
  expect(kept[0]).toBe(`r${KEPT_READS + 2}`);
  expect(kept.at(-1)).toBe('r3');
  expect(trail.toData()).toEqual([]);
});

it('keeps what changed something for 90 days, however much is read meanwhile', () => {
  const trail = new EventTrail();
  trail.add(event('old', 0));
  trail.add(event('young', 2 * DAY_MS));
  for (let index = 0; index < KEPT_READS; index += 1) trail.addRead(read(`r${index}`, 3 * DAY_MS));
  trail.add(event('new', HISTORY_MS + DAY_MS + 1));
  expect(trail.toData().map(({ eventId }) => eventId)).toEqual(['young', 'new']);
});

it('has an end whatever is written', () => {
  const trail = new EventTrail();
  const count = Math.ceil(KEPT_WRITES * 1.1) + 1;
  for (let index = 1; index <= count; index += 1) trail.add(event(`w${index}`, 0));
  expect(trail.toData().length).toBeLessThan(KEPT_WRITES * 1.1);
  expect(trail.toData().length).toBeGreaterThanOrEqual(KEPT_WRITES);
  expect(trail.toData().at(-1)?.eventId).toBe(`w${count}`);
});

it('tells what came later first, whether it wrote or read, and so again out of its data', () => {
  const trail = new EventTrail();
  trail.add(event('a', 5));
  trail.addRead(read('b', 5));
  trail.add(event('c', 5));
  expect(ids(trail)).toEqual(['c', 'b', 'a']);
  expect(ids(new EventTrail(trail.toData()))).toEqual(['c', 'a']);
  expect(ids(trail, 6)).toEqual([]);
});
