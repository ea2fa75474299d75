import type { PersonId } from '../../shared/ids.ts';
import type { Instant, Secrets } from '../../shared/ports.ts';
import type { Transact } from '../../shared/transact.ts';
import type { MemberStores } from '../members/ports.ts';
import type { ClaimRules } from '../model/oidc-claims.ts';
import type { RequestSecrets } from '../model/oidc-request.ts';
import type { SecurityPorts, SecurityStores } from '../ports.ts';

/** What the provider sent back with the browser. */
export interface ProviderAnswer {
  state: string;
  code?: string | undefined;
  iss?: string | undefined;
  error?: string | undefined;
  errorDescription?: string | undefined;
}
/** Who came back, as the provider says with its signature. */
export interface Identified {
  /** As the ID token says it: with the tenant, where a provider has many. */
  issuer: string;
  subject: string;
  /** Of the ID token and, for what is wanted and not in there, of the UserInfo endpoint. */
  claims: Record<string, unknown>;
  idToken: string;
}

/**
 * One provider of OpenID Connect. Every way it can fail is a Refusal that says what to mend, and none is remembered: the
 * next sign-in asks the provider anew.
 */
export interface OidcProvider {
  /** What people call it: "Sign in with …". */
  readonly name: string;
  /** Where the browser goes to sign in: authorization code with PKCE (S256), state and nonce. */
  authorizationUrl(secrets: RequestSecrets): Promise<string>;
  /** Exchanges the code and checks signature, issuer, audience, nonce and times of the ID token. */
  identify(answer: ProviderAnswer, secrets: RequestSecrets, wanted: readonly string[]): Promise<Identified>;
  /** Where the browser goes to sign out there as well; null where the provider does not offer it or does not answer. */
  signOutUrl(idToken: string | null): Promise<string | null>;
}

export interface PendingSignInStore {
  add(pending: { digest: Uint8Array; nextPath: string; now: Instant; expiresAt: Instant }): Promise<void>;
  /** Single use: whoever takes it is the only one. Null when it is unknown, was taken, or has expired. */
  take(digest: Uint8Array, now: Instant): Promise<{ nextPath: string } | null>;
  removeExpired(now: Instant): Promise<void>;
}
export interface OidcSubjectStore {
  /** Lets one transaction at a time decide who a new subject is. */
  takeTurn(): Promise<void>;
  personOf(issuer: string, subject: string): Promise<PersonId | null>;
  isLinked(personId: PersonId, issuer: string): Promise<boolean>;
  link(subject: { issuer: string; subject: string; personId: PersonId; now: Instant }): Promise<void>;
  signedIn(issuer: string, subject: string, now: Instant): Promise<void>;
  /** Returns how many were linked. */
  unlink(personId: PersonId): Promise<number>;
}
export interface OidcStores extends SecurityStores {
  pendingSignIns: PendingSignInStore;
  oidcSubjects: OidcSubjectStore;
  notifications: MemberStores['notifications'];
}

export interface OidcSettings {
  provider: OidcProvider;
  rules: ClaimRules;
}
export interface OidcPorts extends Omit<SecurityPorts, 'transact'> {
  transact: Transact<OidcStores>;
  /** Null: people sign in with a password. */
  oidc: OidcSettings | null;
  /** Encrypts ID tokens at rest; null where the installation has no key file, and then none is kept. */
  secrets: Secrets | null;
}
