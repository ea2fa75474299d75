import { requirePermission, type Viewer } from '../security/model/viewer.ts';
import type { Actor, Clock } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import type { Transact } from '../shared/transact.ts';
import type { FederatedRightStores } from './federated/ports.ts';
import type { ManualTask, ManualTaskId, ProvisioningStores, TaskObject } from './provisioning-ports.ts';
import { notAnOwner } from './revoke-lease.ts';

export interface CompleteManualTask {
  viewer: Viewer;
  actor: Actor;
  id: ManualTaskId;
  isSeen: boolean;
}

type Stores = Pick<ProvisioningStores, 'manualTasks' | 'owners' | 'ledger'> & FederatedRightStores;

/**
 * Takes down that a person has carried the change out; AWS is then read, and only what it shows makes the lease active
 * or ended, or the revocation done. A group of an identity provider is not read: the next upload shows it. Refuses `task-not-found`, `not-an-owner`, `task-not-open`.
 */
export const completeManualTask = (
  ports: { transact: Transact<Stores>; clock: Clock },
  command: CompleteManualTask,
): Promise<void> => {
  const { viewer, actor, id } = command;
  requirePermission(viewer, 'requests.make');
  return ports.transact(async (unit) => {
    const task = await unit.manualTasks.lock(id);
    if (!task || !command.isSeen) throw taskNotFound();
    if (!viewer.roles.includes('super-administrator') && !(await isOwner(unit, viewer, task))) throw notAnOwner();
    if (task.status !== 'open')
      throw new Refusal('conflict', 'task-not-open', 'This task is done already, or no longer needed.', {
        facts: { status: task.status },
      });
    const now = await ports.clock.now();
    await unit.manualTasks.setStatus(id, 'done', viewer.personId, now);
    await unit.audit({ at: now, actor, action: 'manual-task.done', objectKind: 'manual-task', objectId: id });
    if (task.unitKey === null) return unit.federatedRights.sayDone(task.right, now);
    await unit.ledger.wake(task.right);
    await unit.enqueue('access.reconcile', { unitKey: task.unitKey }, { key: task.unitKey });
  });
};

/** A membership may give roles in AWS accounts of several connectors: the owners of each may say that it is gone. */
const isOwner = async (unit: Stores, viewer: Viewer, task: ManualTask & TaskObject): Promise<boolean> => {
  const ids = task.unitKey === null ? await unit.federatedRights.connectorsOf(task.right) : [task.connectorId];
  const owners = await Promise.all(ids.map((connectorId) => unit.owners.ownersOf(connectorId)));
  return owners.flat().includes(viewer.personId);
};

export const taskNotFound = (): Refusal =>
  new Refusal('not-found', 'task-not-found', 'There is no such task, or you may not see it.');
