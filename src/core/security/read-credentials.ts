import type { Crypto } from '../shared/ports.ts';
import { apiTokenPrefix } from './create-api-token.ts';
import { isAlive, isSeenDue } from './model/session-limits.ts';
import type { Viewer } from './model/viewer.ts';
import type { CredentialStore } from './ports.ts';

/** `use` is a request of somebody's, and keeps the session; `check` only asks whether it still stands. */
export type Look = 'use' | 'check';

/** Finds who a cookie or bearer token stands for; null once it has ended, was revoked, or its person has left. */
export const readCredentials = (ports: { credentials: CredentialStore; crypto: Crypto }) => ({
  async viewerOfSession(secret: string, look: Look): Promise<Viewer | null> {
    const digest = ports.crypto.sha256(secret);
    const found = await ports.credentials.session(digest);
    if (!found || !isAlive(found, found.now)) return null;
    if (look === 'use' && isSeenDue(found.lastSeenAt, found.now))
      await ports.credentials.sessionSeen(digest, found.now);
    return found.viewer;
  },
  async viewerOfApiToken(secret: string, look: Look): Promise<Viewer | null> {
    if (!secret.startsWith(apiTokenPrefix)) return null;
    const digest = ports.crypto.sha256(secret);
    const found = await ports.credentials.apiToken(digest);
    if (!found || found.now >= found.expiresAt) return null;
    if (look === 'use' && isSeenDue(found.lastUsedAt, found.now))
      await ports.credentials.apiTokenUsed(digest, found.now);
    return found.viewer;
  },
});
