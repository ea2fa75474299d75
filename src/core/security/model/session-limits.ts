import type { Instant } from '../../shared/ports.ts';

/** Without a request for this long a session ends (SEC-1). */
export const idleLimitMs = 12 * 3_600_000;
/** A session ends then at the latest, however busy. */
export const absoluteLimitMs = 7 * 24 * 3_600_000;
/** "Last seen" is exact to a minute: a write on every request would cost more than it tells. */
const seenPrecisionMs = 60_000;

export const after = (instant: Instant, ms: number): Instant => new Date(Date.parse(instant) + ms).toISOString();

export interface SessionTimes {
  lastSeenAt: Instant;
  expiresAt: Instant;
}

export const isAlive = (session: SessionTimes, now: Instant): boolean =>
  now < session.expiresAt && now < after(session.lastSeenAt, idleLimitMs);

/** True when "last seen" is a minute old or more, or was never written. */
export const isSeenDue = (lastSeenAt: Instant | null, now: Instant): boolean =>
  lastSeenAt === null || now >= after(lastSeenAt, seenPrecisionMs);
