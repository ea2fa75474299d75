import type { Notifications } from '../notifications/ports.ts';
import { requirePermission, type Viewer } from '../security/model/viewer.ts';
import type { Actor } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import type { Transact } from '../shared/transact.ts';
import { type EndLeasePorts, endEarly, leaseNotFound } from './give-back-lease.ts';
import type { Lease } from './model/lease.ts';
import { leaseWithdrawn } from './provisioning/tell.ts';
import type { LeaseId, LeaseStore, OwnerStore } from './provisioning-ports.ts';

interface RevokeStores {
  leases: LeaseStore;
  owners: OwnerStore;
  notifications: Notifications;
}
export interface RevokeLease {
  viewer: Viewer;
  actor: Actor;
  id: LeaseId;
  reason: string;
  /** The viewer may see the lease; who may not is told that there is none. */
  isSeen: boolean;
}

/**
 * Ends somebody's lease early: owners of its connector or application, and Super Administrators (REQ-5). Refuses
 * `lease-not-found`, `not-an-owner`, `lease-over`.
 */
export const revokeLease = (
  ports: Pick<EndLeasePorts, 'clock'> & { transact: Transact<RevokeStores> },
  command: RevokeLease,
): Promise<Lease> => {
  const { viewer, actor, reason } = command;
  requirePermission(viewer, 'requests.make');
  return ports.transact(async (unit) => {
    const lease = await unit.leases.lock(command.id);
    if (!lease || !command.isSeen) throw leaseNotFound();
    const owners = await unit.owners.ownersOf(lease.connectorId);
    if (!viewer.roles.includes('super-administrator') && !owners.includes(viewer.personId)) throw notAnOwner();
    const end = { reason: 'revoked', by: viewer.personId, note: reason } as const;
    const now = await ports.clock.now();
    const ended = await endEarly(unit, lease, end, { actor, now });
    // One that runs is told about when AWS confirms its end; one that had not begun has ended here.
    if (ended.status === 'ended') await unit.notifications.tell([leaseWithdrawn(ended)], now);
    return ended;
  });
};

export const notAnOwner = (): Refusal =>
  new Refusal(
    'forbidden',
    'not-an-owner',
    'Only owners of the connector or its application, and Super Administrators, may do this.',
  );
