import type { ConnectorId, Id, PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import type { Right } from './right.ts';

export type LeaseStatus = 'scheduled' | 'activating' | 'active' | 'ending' | 'ended' | 'failed';
export type LeaseEndReason = 'expired' | 'given-back' | 'revoked' | 'cancelled' | 'failed';

/** A time-boxed right that the product keeps true in AWS. */
export interface Lease {
  id: Id<'lse'>;
  requestId: Id<'req'>;
  personId: PersonId;
  connectorId: ConnectorId;
  unitKey: string;
  right: Right;
  startsAt: Instant;
  endsAt: Instant;
  status: LeaseStatus;
  endReason: LeaseEndReason | null;
  /** What whoever ended it said. */
  endNote: string | null;
  activatedAt: Instant | null;
}
export interface LeaseEnd {
  reason: LeaseEndReason;
  by: PersonId | null;
  note: string | null;
}

/** It can still be given back, revoked or cancelled. */
export const isOpen = ({ status }: Pick<Lease, 'status'>): boolean =>
  status === 'scheduled' || status === 'activating' || status === 'active';

/** AWS is to hold the right for this lease. Only of leases that have begun: `advance` decides what time decides. */
export const isWanting = ({ status }: Pick<Lease, 'status'>): boolean => status === 'activating' || status === 'active';

/** Whole minutes that are left of it, or all of it where it has not begun. */
export const remainingMinutes = ({ startsAt, endsAt }: Pick<Lease, 'startsAt' | 'endsAt'>, now: Instant): number =>
  Math.max(0, Math.ceil((Date.parse(endsAt) - Math.max(Date.parse(now), Date.parse(startsAt))) / 60_000));

/** When people are told that a lease is about to end: 15 minutes before, of a short one a fifth of it (NOT). */
export const endingSoonAt = ({ startsAt, endsAt }: Pick<Lease, 'startsAt' | 'endsAt'>): Instant => {
  const [from, to] = [Date.parse(startsAt), Date.parse(endsAt)];
  return new Date(to - Math.min(15 * 60_000, (to - from) / 5)).toISOString();
};

/** Milliseconds of an ISO 8601 duration as Identity Center writes it (PT1H, PT4H30M); null when it is none. */
export const durationMs = (text: unknown): number | null => {
  if (typeof text !== 'string') return null;
  const [all, days, hours, minutes, seconds] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text) ?? [];
  if (!all || all === 'P') return null;
  const number = (digits: string | undefined) => Number(digits ?? 0);
  return (((number(days) * 24 + number(hours)) * 60 + number(minutes)) * 60 + number(seconds)) * 1000;
};

/**
 * Until when a session that was opened in the last moment of the lease may still work (PRV-7): taking an assignment
 * away does not end sessions. Null where AWS does not say how long they are: group memberships give what they give.
 */
export const sessionsMayLastUntil = (endsAt: Instant, sessionDuration: unknown): Instant | null => {
  const ms = durationMs(sessionDuration);
  return ms === null ? null : new Date(Date.parse(endsAt) + ms).toISOString();
};
