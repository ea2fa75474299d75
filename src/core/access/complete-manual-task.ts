import { requirePermission, type Viewer } from '../security/model/viewer.ts';
import type { Actor, Clock } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import type { Transact } from '../shared/transact.ts';
import type { ManualTaskId, ProvisioningStores } from './provisioning-ports.ts';
import { notAnOwner } from './revoke-lease.ts';

export interface CompleteManualTask {
  viewer: Viewer;
  actor: Actor;
  id: ManualTaskId;
  isSeen: boolean;
}

/**
 * Takes down that a person has carried the change out; AWS is then read, and only what it shows makes the lease active
 * or ended, or the revocation done. Refuses `task-not-found`, `not-an-owner`, `task-not-open`.
 */
export const completeManualTask = (
  ports: { transact: Transact<Pick<ProvisioningStores, 'manualTasks' | 'owners' | 'ledger'>>; clock: Clock },
  command: CompleteManualTask,
): Promise<void> => {
  const { viewer, actor, id } = command;
  requirePermission(viewer, 'requests.make');
  return ports.transact(async (unit) => {
    const task = await unit.manualTasks.lock(id);
    if (!task || !command.isSeen) throw taskNotFound();
    const owners = await unit.owners.ownersOf(task.connectorId);
    if (!viewer.roles.includes('super-administrator') && !owners.includes(viewer.personId)) throw notAnOwner();
    if (task.status !== 'open')
      throw new Refusal('conflict', 'task-not-open', 'This task is done already, or no longer needed.', {
        facts: { status: task.status },
      });
    const now = await ports.clock.now();
    await unit.manualTasks.setStatus(id, 'done', viewer.personId, now);
    await unit.ledger.wake(task.right);
    await unit.audit({ at: now, actor, action: 'manual-task.done', objectKind: 'manual-task', objectId: id });
    await unit.enqueue('access.reconcile', { unitKey: task.unitKey }, { key: task.unitKey });
  });
};

export const taskNotFound = (): Refusal =>
  new Refusal('not-found', 'task-not-found', 'There is no such task, or you may not see it.');
