import type { Instant } from '../../shared/ports.ts';
import { after } from './session-limits.ts';

export interface Attempts {
  failedAttempts: number;
  lockedUntil: Instant | null;
}

/** Wrong passwords in a row before the lock, and how long it holds (SEC-1). */
export const allowedFailures = 5;
export const lockMs = 15 * 60_000;

export const isLocked = (attempts: Attempts, now: Instant): boolean =>
  attempts.lockedUntil !== null && now < attempts.lockedUntil;

/** The count after one more wrong password. A lock that has passed starts the count anew. */
export const afterFailure = (attempts: Attempts, now: Instant): Attempts => {
  const failedAttempts = (attempts.lockedUntil === null ? attempts.failedAttempts : 0) + 1;
  return { failedAttempts, lockedUntil: failedAttempts >= allowedFailures ? after(now, lockMs) : null };
};

/**
 * Checked when there is no such person, so that an unknown e-mail costs the same work as a wrong password. Argon2id with
 * the parameters of adapters/crypto; the password behind it was random and is kept nowhere.
 */
export const decoyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$F7i+jFDYg3jqlZMzSaDQkQ$pFA65OSuQvFEGuUmVZfErlwQiFi6bcqUxHIatL7aTtE';
