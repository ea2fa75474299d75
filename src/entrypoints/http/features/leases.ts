import type { FastifyInstance } from 'fastify';
import { leaseRoutes } from '../../../contract/leases.ts';
import { completeManualTask, taskNotFound } from '../../../core/access/complete-manual-task.ts';
import type { FederatedRightStores } from '../../../core/access/federated/ports.ts';
import { giveBackLease, leaseNotFound } from '../../../core/access/give-back-lease.ts';
import type { LeaseView, LeaseViews, ManualTaskView, ManualTaskViews } from '../../../core/access/lease-views.ts';
import type { LeaseId, ManualTaskId, ProvisioningStores } from '../../../core/access/provisioning-ports.ts';
import { revokeLease } from '../../../core/access/revoke-lease.ts';
import type { Notifications } from '../../../core/notifications/ports.ts';
import type { Viewer } from '../../../core/security/model/viewer.ts';
import type { Clock } from '../../../core/shared/ports.ts';
import type { Transact } from '../../../core/shared/transact.ts';
import type { Authenticator } from '../core/authenticate.ts';
import { implement } from '../core/implement.ts';

export interface LeaseRoutePorts {
  leases: {
    transact: Transact<ProvisioningStores & FederatedRightStores & { notifications: Notifications }>;
    clock: Clock;
  };
  views: LeaseViews;
  manualTasks: ManualTaskViews;
}
const isTrue = (text: 'true' | 'false' | undefined) => (text === undefined ? undefined : text === 'true');

/** Leases, their early end, and what has to be done by hand. */
export const registerLeaseRoutes = (
  app: FastifyInstance,
  authenticator: Authenticator,
  { leases, views, manualTasks }: LeaseRoutePorts,
): void => {
  const seen = async (viewer: Viewer, id: string): Promise<LeaseView> => {
    const lease = await views.get(viewer, id as LeaseId);
    if (!lease) throw leaseNotFound();
    return lease;
  };
  const seenTask = async (viewer: Viewer, id: string): Promise<ManualTaskView> => {
    const task = await manualTasks.get(viewer, id as ManualTaskId);
    if (!task) throw taskNotFound();
    return task;
  };
  implement(app, authenticator, leaseRoutes, {
    leases: ({ viewer, query: { mine, isOpen, ...query } }) =>
      views.list(viewer, { ...query, isMine: isTrue(mine), isOpen: isTrue(isOpen) }),
    lease: ({ viewer, params }) => seen(viewer, params.id),
    giveBack: async ({ viewer, actor, params }) => {
      await giveBackLease(leases, { viewer, actor, id: params.id as LeaseId });
      return seen(viewer, params.id);
    },
    revoke: async ({ viewer, actor, params, body }) => {
      const id = params.id as LeaseId;
      const isSeen = (await views.get(viewer, id)) !== null;
      await revokeLease(leases, { viewer, actor, id, reason: body.reason, isSeen });
      return seen(viewer, params.id);
    },
    manualTasks: ({ viewer, query }) => manualTasks.list(viewer, query),
    manualTask: ({ viewer, params }) => seenTask(viewer, params.id),
    manualTaskDone: async ({ viewer, actor, params }) => {
      const id = params.id as ManualTaskId;
      const isSeen = (await manualTasks.get(viewer, id)) !== null;
      await completeManualTask(leases, { viewer, actor, id, isSeen });
      return seenTask(viewer, params.id);
    },
  });
};
