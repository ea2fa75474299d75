import type { PersonId } from '../shared/ids.ts';
import type { Actor, Clock, Crypto, Instant, UnitOfWork } from '../shared/ports.ts';
import { absoluteLimitMs, after, idleLimitMs } from './model/session-limits.ts';
import type { SessionStore } from './ports.ts';

export interface OpenedSession {
  personId: PersonId;
  /** Goes into the cookie and nowhere else. */
  secret: string;
  expiresAt: Instant;
}
/** What every way of signing in is given besides the credential. */
export interface SignInContext {
  requestId?: string;
  /** The cookie the browser had: that session ends, so that an id set before signing in is worth nothing (SEC-1). */
  previousSecret: string | null;
  /** Encrypted, of who signed in at the provider. */
  sealedIdToken?: string | null;
}

/** The last step of every way to sign in: a new secret of which only the digest is stored. */
export const openSession = async (
  unit: UnitOfWork & { sessions: SessionStore },
  ports: { clock: Clock; crypto: Crypto },
  personId: PersonId,
  method: 'demo' | 'password' | 'first-run' | 'oidc',
  context: SignInContext,
): Promise<OpenedSession> => {
  const now = await ports.clock.now();
  const secret = ports.crypto.token();
  const expiresAt = after(now, absoluteLimitMs);
  if (context.previousSecret !== null) await unit.sessions.remove(ports.crypto.sha256(context.previousSecret));
  await unit.sessions.removeEnded(now, after(now, -idleLimitMs));
  await unit.sessions.add({
    digest: ports.crypto.sha256(secret),
    personId,
    now,
    expiresAt,
    isFromProvider: method === 'oidc',
    sealedIdToken: context.sealedIdToken ?? null,
  });
  await unit.audit({
    at: now,
    actor: actorOf(personId, context.requestId),
    action: 'session.opened',
    objectKind: 'person',
    objectId: personId,
    detail: { method },
  });
  return { personId, secret, expiresAt };
};

export const actorOf = (personId: PersonId, requestId: string | undefined): Actor => ({
  kind: 'person',
  personId,
  ...(requestId === undefined ? {} : { requestId }),
});
