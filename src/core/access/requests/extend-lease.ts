import { requirePermission, type Viewer } from '../../security/model/viewer.ts';
import type { IdempotentRequest } from '../../shared/idempotency.ts';
import type { Actor } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { isOpen, remainingMinutes } from '../model/lease.ts';
import type { EntitlementKey, LeaseId, RequestId } from '../model/request/access-request.ts';
import { mayAskFor } from './ask-for-whom.ts';
import { leaseOver } from './grant-access.ts';
import type { RequestPorts } from './ports.ts';
import { submitIn } from './submit-request.ts';

export interface ExtendLease {
  viewer: Viewer;
  actor: Actor;
  id: LeaseId;
  /** How much longer. */
  durationMinutes: number;
  reason: string;
  idempotency: IdempotentRequest | null;
}

/**
 * Asks for more time of a lease (REQ-5): a request of its own, approved as the policies say now; approved, the same
 * lease ends later. The policies judge what is left and what is asked for together, so that no limit is passed in
 * pieces. Refuses `lease-not-found`, `lease-over` and what submitRequest refuses.
 */
export const extendLease = (ports: RequestPorts, command: ExtendLease): Promise<RequestId> => {
  requirePermission(command.viewer, 'requests.make');
  return ports.transact(async (unit) => {
    const lease = await unit.leases.lock(command.id);
    if (!lease || !(await mayAskFor(unit.accessFacts, command.viewer, lease.personId)))
      throw new Refusal('not-found', 'lease-not-found', 'There is no such lease, or it is not yours to extend.');
    const now = await ports.clock.now();
    if (!isOpen(lease) || now >= lease.endsAt) throw leaseOver();
    const { kind, targetId, permissionSetId } = lease.right;
    const key: EntitlementKey = { kind, targetId, permissionSetId };
    const ref = await unit.accessFacts.refOf(key);
    if (!ref) throw leaseOver();
    const { viewer, actor, durationMinutes, reason, idempotency } = command;
    const wish = {
      entitlement: ref,
      durationMinutes,
      startsAt: null,
      reason,
      ticket: null,
      forPersonId: lease.personId,
      extendsLeaseId: lease.id,
      remainingMinutes: remainingMinutes(lease, now),
    };
    return submitIn(unit, ports, { viewer, actor, wish, idempotency });
  });
};
