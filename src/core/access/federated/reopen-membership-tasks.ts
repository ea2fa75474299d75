import type { Notifications } from '../../notifications/ports.ts';
import type { Instant } from '../../shared/ports.ts';
import type { OwnerStore } from '../provisioning-ports.ts';
import { membershipTask, membershipTaskNeeded } from './membership-task.ts';
import type { FederatedRightStores } from './ports.ts';

/** A removal that is said to be done and that a later upload does not show is asked for again; its owners are told. */
export const reopenMembershipTasks = async (
  unit: FederatedRightStores & { owners: OwnerStore; notifications: Notifications },
  now: Instant,
): Promise<void> => {
  for (const { id, member, connectorIds } of await unit.federatedRights.reopenTasks()) {
    const task = membershipTask(member);
    await unit.federatedRights.rewriteTask(id, task);
    const owners = await Promise.all(connectorIds.map((each) => unit.owners.ownersOf(each)));
    const told = membershipTaskNeeded([...new Set(owners.flat())], { id, title: task.title }, now);
    await unit.notifications.tell(told, now);
  }
};
