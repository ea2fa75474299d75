import type { PersonId } from './ids.ts';

/** What time it is, as the database says, so that several processes agree (SEC-6). Instants are ISO 8601 UTC strings. */
export interface Clock {
  now(): Promise<Instant>;
}
/** RFC 3339 instant in UTC with milliseconds, e.g. `2026-11-24T13:30:00.000Z`. Sorts as text. */
export type Instant = string;

export type Actor = { kind: 'person'; personId: PersonId; requestId?: string } | { kind: 'system'; requestId?: string };

/** One line of the append-only audit log (SEC-3). `detail` never holds a secret. */
export interface AuditEntry {
  at: Instant;
  actor: Actor;
  action: string;
  objectKind: string;
  objectId: string;
  detail?: Record<string, unknown>;
}

/** Names of the jobs that follow a commit. Whoever stands to the left reaches right only by such a name. */
export type JobName =
  | 'inventory.sync-connector'
  /** Looks into CloudTrail's history for what changed outside; data: { connectorId }. */
  | 'inventory.refresh-connector'
  | 'directory.match-identities'
  /** Brings AWS to what the leases and revocations of one provisioning unit want; data: { unitKey }. */
  | 'access.reconcile'
  /** Recomputes who federated groups may assume; data: {}. */
  | 'directory.map-federation'
  /** Marks revocations proven, or re-opens review items, after a publish or an upload of groups; data: {}, or { seq }. */
  | 'reviews.verify-remediation'
  | 'notifications.send-mail';

/**
 * Everything one use case changes, committed together or not at all: state, audit entry and follow-up jobs
 * ("record, then act", PRV-2). Stores are given the transaction by the adapter that opened it.
 */
export interface UnitOfWork {
  audit(entry: AuditEntry): Promise<void>;
  /** Enqueues after commit. `key` makes it single: while one with this key waits, another is not added. */
  enqueue(
    job: JobName,
    data: Record<string, unknown>,
    options?: { key?: string; startAfterSeconds?: number },
  ): Promise<void>;
}

/** Waits until `tokens` calls may be made; shared by every process (SYN-3). */
export interface RateBudget {
  /**
   * `provisioning` has a share of its own kept back, so that a sync of whatever size never delays a lease; what it
   * takes is paid back by later readings.
   */
  take(key: RateKey, tokens: number, priority?: RatePriority): Promise<void>;
  /** AWS said "too fast": the bucket is emptied, so that every process slows down. */
  throttled(key: RateKey): Promise<void>;
}
export type RatePriority = 'reading' | 'provisioning';
/** One bucket of AWS: the AWS account that owns the credentials, the region, the API family that shares a limit. */
export interface RateKey {
  awsAccountId: string;
  region: string;
  family: 'identity-center' | 'iam' | 'organizations' | 'sts' | 'cloudtrail' | 'scim';
}

/** What is encrypted at rest with the installation's key (SEC-4). `purpose` is bound to it: it opens for that only. */
export interface Secrets {
  seal(text: string, purpose: string): string;
  /** Throws when it was sealed with another key or for another purpose. */
  open(sealed: string, purpose: string): string;
}

/** Secrets and digests; core has no randomness of its own. */
export interface Crypto {
  /** At least 128 bits, from an alphabet that AWS accepts as an ExternalId. */
  externalId(): string;
  token(): string;
  sha256(text: string): Uint8Array;
  hashPassword(password: string): Promise<string>;
  verifyPassword(hash: string, password: string): Promise<boolean>;
}
