import { requirePermission, type Viewer } from '../../security/model/viewer.ts';
import type { Actor } from '../../shared/ports.ts';
import { readGroupMembers } from '../model/group-csv.ts';
import { applyRules } from './map-federation.ts';
import type { FederationPorts, UploadCounts } from './ports.ts';
import { requireProvider } from './require-provider.ts';

export interface UploadGroups {
  viewer: Viewer;
  actor: Actor;
  identityProviderId: string;
  csv: string;
}

/**
 * Replaces an identity provider's groups and members by a file. Who stays keeps the beginning of their membership, who
 * is missing ends now, and the mapping follows in the same transaction. Refuses `csv-invalid`, and takes nothing of the
 * file then; `identity-provider-not-found`.
 */
export const uploadGroups = async (ports: FederationPorts, command: UploadGroups): Promise<UploadCounts> => {
  const { viewer, actor, identityProviderId: id } = command;
  requirePermission(viewer, 'federation.manage');
  const members = readGroupMembers(ports.csv.rows(command.csv));
  return ports.transact(async (unit) => {
    await unit.federation.takeTurn();
    await requireProvider(unit, id);
    const now = await ports.clock.now();
    const counts = await unit.federation.replaceMembers(id, members, now);
    const { unmatchedEmails, ...numbers } = counts;
    await unit.audit({
      at: now,
      actor,
      action: 'identity-provider.groups-replaced',
      objectKind: 'identity-provider',
      objectId: id,
      detail: { ...numbers, unmatchedEmails: unmatchedEmails.length },
    });
    await applyRules(unit, actor, now);
    // An upload is the only reading of these groups: it proves what reviews have revoked, or shows that it came back.
    await unit.enqueue('reviews.verify-remediation', {}, { key: 'all' });
    return counts;
  });
};
