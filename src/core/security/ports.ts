import type { IdempotencyKeys } from '../shared/idempotency.ts';
import type { ApiTokenId, Ids, PersonId } from '../shared/ids.ts';
import type { Clock, Crypto, Instant } from '../shared/ports.ts';
import type { Transact } from '../shared/transact.ts';
import type { Attempts } from './model/lock-out.ts';
import type { Role } from './model/roles.ts';
import type { SessionTimes } from './model/session-limits.ts';
import type { Viewer } from './model/viewer.ts';

/** A person as far as sign-in and roles need one; the directory knows more. */
export interface PersonRecord {
  id: PersonId;
  name: string;
  email: string | null;
  title: string | null;
  department: string | null;
  managerId: PersonId | null;
  status: 'active' | 'inactive';
  source: 'demo' | 'identity-center' | 'csv' | 'scim' | 'manual' | 'first-run' | 'oidc';
  roles: Role[];
}
export interface PersonStore {
  byId(id: PersonId): Promise<PersonRecord | null>;
  byIds(ids: readonly PersonId[]): Promise<PersonRecord[]>;
  /** `email` in lower case. */
  byEmail(email: string): Promise<PersonRecord | null>;
  add(person: Omit<PersonRecord, 'roles'>, now: Instant): Promise<void>;
  describe(
    id: PersonId,
    facts: Pick<PersonRecord, 'title' | 'department' | 'managerId' | 'source'>,
    now: Instant,
  ): Promise<void>;
  /** By hand, also where a claim had given it: it stays when the claim goes. False when it was given by hand already. */
  grantRole(id: PersonId, role: Role, by: PersonId | null, now: Instant): Promise<boolean>;
  /** By a claim of the provider. A role that was given by hand stays one. */
  grantClaimedRole(id: PersonId, role: Role, now: Instant): Promise<void>;
  /** The roles that the person holds by a claim only. */
  claimedRoles(id: PersonId): Promise<Role[]>;
  /** False when the person did not hold it. */
  takeRole(id: PersonId, role: Role): Promise<boolean>;
  /** Until the end of the transaction nobody else changes roles by hand: what was counted stays so. */
  takeTurnWithRoles(): Promise<void>;
  /** How many active people hold the role. */
  countHolders(role: Role): Promise<number>;
  /** Only active people count: an installation whose last Super Administrator left is not locked for ever. */
  hasSuperAdministrator(): Promise<boolean>;
}

export interface NewSession {
  digest: Uint8Array;
  personId: PersonId;
  now: Instant;
  expiresAt: Instant;
  isFromProvider: boolean;
  /** Encrypted; null where there is none, or no key to encrypt it with. */
  sealedIdToken: string | null;
}
export type ClosedSession = Pick<NewSession, 'personId' | 'isFromProvider' | 'sealedIdToken'>;

export interface SessionStore {
  add(session: NewSession): Promise<void>;
  remove(digest: Uint8Array): Promise<ClosedSession | null>;
  /** Drops sessions that can never be used again. */
  removeEnded(now: Instant, idleSince: Instant): Promise<void>;
}

export interface LocalCredentialStore {
  passwordHash(personId: PersonId): Promise<string | null>;
  /** Locks the row, so that attempts made at once are counted one after the other. */
  lockAttempts(personId: PersonId): Promise<Attempts | null>;
  saveAttempts(personId: PersonId, attempts: Attempts): Promise<void>;
  setPassword(personId: PersonId, passwordHash: string): Promise<void>;
}

export interface FirstRunTokenStore {
  /** Lets one transaction at a time decide who becomes the first Super Administrator. */
  takeTurn(): Promise<void>;
  /** Replaces links that were not used. */
  replace(digest: Uint8Array, now: Instant, expiresAt: Instant): Promise<void>;
  /** Whether `use` would succeed at this moment; asked without a turn. */
  isUsable(digest: Uint8Array, now: Instant): Promise<boolean>;
  /** Marks the token as used; false when it is unknown, used or expired. */
  use(digest: Uint8Array, now: Instant): Promise<boolean>;
}

export interface ApiTokenRecord {
  id: ApiTokenId;
  name: string;
  createdAt: Instant;
  expiresAt: Instant;
  lastUsedAt: Instant | null;
}
export interface ApiTokenStore {
  add(token: ApiTokenRecord & { digest: Uint8Array; personId: PersonId }): Promise<void>;
  /** Those not revoked, newest first. */
  listOf(personId: PersonId): Promise<ApiTokenRecord[]>;
  /** Returns the token's name, or null when this person has no such token (any more). */
  revoke(id: ApiTokenId, personId: PersonId, now: Instant): Promise<string | null>;
}

export interface SecurityStores {
  people: PersonStore;
  sessions: SessionStore;
  credentials: LocalCredentialStore;
  firstRunTokens: FirstRunTokenStore;
  apiTokens: ApiTokenStore;
  idempotency: IdempotencyKeys;
}
export interface SecurityPorts {
  transact: Transact<SecurityStores>;
  clock: Clock;
  crypto: Crypto;
  ids: Ids;
}

/** A session or token as it is stored, with the moment it was looked up. Only active people's are found. */
export interface FoundSession extends SessionTimes {
  viewer: Viewer;
  now: Instant;
}
export interface FoundApiToken {
  viewer: Viewer;
  lastUsedAt: Instant | null;
  expiresAt: Instant;
  now: Instant;
}
export interface CredentialStore {
  session(digest: Uint8Array): Promise<FoundSession | null>;
  apiToken(digest: Uint8Array): Promise<FoundApiToken | null>;
  sessionSeen(digest: Uint8Array, now: Instant): Promise<void>;
  apiTokenUsed(digest: Uint8Array, now: Instant): Promise<void>;
}

/** What the page shows about whoever is signed in. */
export interface SessionView {
  person: { id: PersonId; name: string; email: string | null; title: string | null };
  roles: Role[];
  reportCount: number;
  organizationName: string | null;
  lastPublishedAt: Instant | null;
}
export interface SessionViews {
  describe(personId: PersonId): Promise<SessionView>;
}
