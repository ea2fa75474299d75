import type { Notifications } from '../../notifications/ports.ts';
import type { Instant } from '../../shared/ports.ts';
import type { OwnerStore } from '../provisioning-ports.ts';
import { membershipTaskNeeded } from './membership-task.ts';
import type { FederatedRightStores } from './ports.ts';

/** A removal that is said to be done and that a later upload does not show is asked for again; its owners are told. */
export const reopenMembershipTasks = async (
  unit: FederatedRightStores & { owners: OwnerStore; notifications: Notifications },
  now: Instant,
): Promise<void> => {
  for (const task of await unit.federatedRights.reopenTasks(now)) {
    const owners = await Promise.all(task.connectorIds.map((id) => unit.owners.ownersOf(id)));
    await unit.notifications.tell(membershipTaskNeeded([...new Set(owners.flat())], task, now), now);
  }
};
