import { requirePermission, type Viewer } from '../security/model/viewer.ts';
import type { Actor, Clock, UnitOfWork } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import type { Transact } from '../shared/transact.ts';
import { isOpen, type Lease, type LeaseEnd } from './model/lease.ts';
import type { LeaseId, LeaseStore } from './provisioning-ports.ts';

export interface EndLeasePorts {
  transact: Transact<{ leases: LeaseStore }>;
  clock: Clock;
}

/**
 * Ends one's own lease before its time (REQ-5): at once where it has not begun, and as soon as AWS confirms where it
 * has. Refuses `lease-not-found`, also for somebody else's, and `lease-over`.
 */
export const giveBackLease = (
  ports: EndLeasePorts,
  command: { viewer: Viewer; actor: Actor; id: LeaseId },
): Promise<Lease> => {
  requirePermission(command.viewer, 'requests.make');
  return ports.transact(async (unit) => {
    const lease = await unit.leases.lock(command.id);
    if (lease?.personId !== command.viewer.personId) throw leaseNotFound();
    const end = { reason: 'given-back', by: command.viewer.personId, note: null } as const;
    return endEarly(unit, lease, end, { actor: command.actor, now: await ports.clock.now() });
  });
};

/** Marks the lease, writes it down, and has the reconciler take away what only this lease wanted. */
export async function endEarly(
  unit: UnitOfWork & { leases: LeaseStore },
  lease: Lease,
  end: LeaseEnd,
  { actor, now }: { actor: Actor; now: string },
): Promise<Lease> {
  if (!isOpen(lease))
    throw new Refusal('conflict', 'lease-over', 'This lease has ended, or is being ended.', {
      facts: { status: lease.status },
    });
  const ended = await unit.leases.end(lease.id, end, now);
  await unit.audit({
    at: now,
    actor,
    action: `lease.${end.reason}`,
    objectKind: 'lease',
    objectId: lease.id,
    detail: { from: lease.status, ...(end.note && { note: end.note }) },
  });
  await unit.enqueue('access.reconcile', { unitKey: lease.unitKey }, { key: lease.unitKey });
  return ended;
}

export const leaseNotFound = (): Refusal =>
  new Refusal('not-found', 'lease-not-found', 'There is no such lease, or you may not see it.');
