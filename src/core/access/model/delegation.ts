import type { Id, PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';

export type DelegationId = Id<'dlg'>;

/** Who decides in whose stead, from when until when (REQ-8). */
export interface Delegation {
  id: DelegationId;
  /** Who is away. */
  personId: PersonId;
  delegateId: PersonId;
  fromAt: Instant;
  untilAt: Instant;
  /** Before its time; null: it is over at `untilAt`. */
  endedAt: Instant | null;
}
export interface Period {
  fromAt: Instant;
  untilAt: Instant;
}

const dayMs = 24 * 3_600_000;
const longestDelegationMs = 90 * dayMs;
const latestStartMs = 365 * dayMs;
/** Clocks of callers differ from the database's. */
const graceMs = 60_000;

/**
 * The period of a new delegation; it begins now where no start is given, and never in the past, since who acted for whom
 * decides what was rightly decided. Refuses `starts-in-the-past`, `starts-too-late`, `ends-before-start`,
 * `delegation-too-long`.
 */
export const periodOf = (from: Instant | null, until: Instant, now: Instant): Period => {
  const at = { now: Date.parse(now), from: Date.parse(from ?? now), until: Date.parse(until) };
  if (at.from < at.now - graceMs)
    throw new Refusal('invalid', 'starts-in-the-past', 'The start lies in the past.', { field: 'from' });
  if (at.from > at.now + latestStartMs)
    throw new Refusal('invalid', 'starts-too-late', 'The start lies more than a year ahead.', { field: 'from' });
  const fromMs = Math.max(at.from, at.now);
  if (at.until <= fromMs)
    throw new Refusal('invalid', 'ends-before-start', 'It must end after it starts, and after now.', {
      field: 'until',
    });
  if (at.until > fromMs + longestDelegationMs)
    throw new Refusal('invalid', 'delegation-too-long', 'A delegation lasts 90 days at most.', { field: 'until' });
  return { fromAt: new Date(fromMs).toISOString(), untilAt: new Date(at.until).toISOString() };
};

export type DelegationStatus = 'upcoming' | 'in-force' | 'over';
export const statusOf = ({ fromAt, untilAt, endedAt }: Omit<Delegation, 'id'>, now: Instant): DelegationStatus => {
  if (now >= untilAt || (endedAt !== null && now >= endedAt)) return 'over';
  return now >= fromAt ? 'in-force' : 'upcoming';
};
