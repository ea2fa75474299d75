import type { IdempotentRequest } from '../shared/idempotency.ts';
import type { Actor } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import { after } from './model/session-limits.ts';
import { requirePermission, type Viewer } from './model/viewer.ts';
import type { ApiTokenRecord, SecurityPorts } from './ports.ts';

/** Tells a leaked token from any other string, for people and for secret scanners. */
export const apiTokenPrefix = 'cst_';
const dayMs = 24 * 3_600_000;

export interface CreateApiToken {
  viewer: Viewer;
  actor: Actor;
  name: string;
  expiresInDays: number;
  /** False for who came by an API token. */
  hasSession: boolean;
  idempotency: IdempotentRequest | null;
}

/**
 * A token of one's own, with one's own permissions, for programs. Its secret is in the answer and stored nowhere, so a
 * repeated request can not have it again: refuses `api-token-already-made`. Refuses `session-needed`: a token that could
 * make others would outlive its day and its revocation.
 */
export const createApiToken = async (
  ports: SecurityPorts,
  command: CreateApiToken,
): Promise<ApiTokenRecord & { token: string }> => {
  requirePermission(command.viewer, 'api-tokens.manage-own');
  if (!command.hasSession)
    throw new Refusal('forbidden', 'session-needed', 'An API token makes no other; sign in to make one.');
  const { personId } = command.viewer;
  const secret = `${apiTokenPrefix}${ports.crypto.token()}`;
  return ports.transact(async (unit) => {
    const now = await ports.clock.now();
    const token: ApiTokenRecord = {
      id: ports.ids.next('tok'),
      name: command.name,
      createdAt: now,
      expiresAt: after(now, command.expiresInDays * dayMs),
      lastUsedAt: null,
    };
    const earlier = command.idempotency && (await unit.idempotency.claim(command.idempotency, token.id));
    if (earlier)
      throw new Refusal(
        'conflict',
        'api-token-already-made',
        'This request made a token before, and its secret was shown then, once. Revoke it and make another.',
        { facts: { apiTokenId: earlier } },
      );
    await unit.apiTokens.add({ ...token, personId, digest: ports.crypto.sha256(secret) });
    await unit.audit({
      at: now,
      actor: command.actor,
      action: 'api-token.created',
      objectKind: 'api-token',
      objectId: token.id,
      detail: { name: token.name, expiresAt: token.expiresAt },
    });
    return { ...token, token: secret };
  });
};
