import type { ApiTokenId } from '../shared/ids.ts';
import type { Actor } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import { requirePermission, type Viewer } from './model/viewer.ts';
import type { ApiTokenRecord, SecurityPorts } from './ports.ts';

/** Ends one of one's own tokens at once. Refuses `api-token-not-found`, also for a token of somebody else. */
export const revokeApiToken = async (
  ports: SecurityPorts,
  command: { viewer: Viewer; actor: Actor; id: ApiTokenId },
): Promise<void> => {
  requirePermission(command.viewer, 'api-tokens.manage-own');
  await ports.transact(async (unit) => {
    const now = await ports.clock.now();
    const name = await unit.apiTokens.revoke(command.id, command.viewer.personId, now);
    if (name === null) throw new Refusal('not-found', 'api-token-not-found', 'You have no such API token.');
    await unit.audit({
      at: now,
      actor: command.actor,
      action: 'api-token.revoked',
      objectKind: 'api-token',
      objectId: command.id,
      detail: { name },
    });
  });
};

export const listApiTokens = async (ports: SecurityPorts, viewer: Viewer): Promise<ApiTokenRecord[]> => {
  requirePermission(viewer, 'api-tokens.manage-own');
  return ports.transact(({ apiTokens }) => apiTokens.listOf(viewer.personId));
};
