import type { Notifications } from '../../notifications/ports.ts';
import type { Ids, PersonId } from '../../shared/ids.ts';
import type { Actor, Instant, UnitOfWork } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { FederatedRight } from '../model/federated-right.ts';
import type { ManualTaskId, ManualTaskStore, OwnerStore, RevocationId } from '../provisioning-ports.ts';
import { membershipTask, membershipTaskNeeded } from './membership-task.ts';
import type { FederatedRightStores, MembershipPlace } from './ports.ts';

export interface RevokeMembership {
  id: RevocationId;
  right: FederatedRight;
  reason: string;
  decidedBy: PersonId;
  actor: Actor;
  /** The review item that asks for it. */
  sourceId: string;
  now: Instant;
}
export interface MembershipStores extends FederatedRightStores {
  manualTasks: Pick<ManualTaskStore, 'add'>;
  owners: OwnerStore;
  notifications: Notifications;
}

/**
 * Takes down the decision to remove a member from a group of an identity provider, in the caller's transaction. It is a
 * task for people at once, one a group and member however many roles hang on it, and an upload of the groups proves it.
 * Refuses `right-out-of-reach` when no connector reads the AWS account of the role: there is nobody to ask.
 */
export const revokeMembership = async (
  ports: { ids: Ids },
  unit: UnitOfWork & MembershipStores,
  { actor, now, ...revocation }: RevokeMembership,
): Promise<void> => {
  const place = await unit.federatedRights.placeOf(revocation.right);
  if (!place)
    throw new Refusal('conflict', 'right-out-of-reach', 'No connector reads this access, so none can take it away.');
  await unit.federatedRights.addRevocation({ ...revocation, connectorId: place.connectorId }, now);
  await askForIt(ports, unit, revocation, place, now);
  await unit.audit({
    at: now,
    actor,
    action: 'revocation.recorded',
    objectKind: 'revocation',
    objectId: revocation.id,
    detail: {
      ...revocation.right,
      reason: revocation.reason,
      source: { kind: 'review-item', id: revocation.sourceId },
    },
  });
};

const askForIt = async (
  ports: { ids: Ids },
  unit: UnitOfWork & MembershipStores,
  { id: revocationId, right }: Pick<RevokeMembership, 'id' | 'right'>,
  { connectorId, ...place }: MembershipPlace,
  now: Instant,
): Promise<void> => {
  const task = membershipTask({ ...place, email: right.email });
  const open = await unit.federatedRights.openTaskOf(right);
  const id: ManualTaskId = open ?? ports.ids.next('tsk');
  if (!open)
    await unit.manualTasks.add({ id, connectorId, change: 'remove', leaseId: null, revocationId, ...task }, now);
  if (!place.isMember) {
    // Gone since the campaign was frozen: the proof is there already, and takes the task back before anybody is told.
    await unit.enqueue('reviews.verify-remediation', {}, { key: 'all' });
    return;
  }
  const owners = await unit.owners.ownersOf(connectorId);
  await unit.notifications.tell(membershipTaskNeeded(owners, { id, title: task.title }), now);
};
