import type { Instant } from '../../shared/ports.ts';
import type { Lease } from '../model/lease.ts';
import type { Observed, Plan } from '../model/reconcile-plan.ts';
import type { RightWork } from '../provisioning-ports.ts';
import {
  isChanged,
  isRevoked,
  type ReconcileContext,
  type ReconcileUnit,
  underClaim,
  wantingOf,
} from './reconcile-context.ts';
import { leaseActive, leaseEnded } from './tell.ts';

const system = { kind: 'system' } as const;

/**
 * AWS is as it should be, as read just now: only here does a lease become `active` or `ended`, and a revocation `done`.
 * False when people have decided otherwise since the reading: then the right is looked at again.
 */
export async function settleRight(
  context: ReconcileContext,
  work: RightWork,
  plan: Plan & { step: 'settle' },
  observed: Observed,
): Promise<boolean> {
  return underClaim(context, async (unit, now) => {
    const leases = await unit.leases.openOf(work.ledger.right);
    if (isChanged(leases, work.leases)) {
      await unit.ledger.save(work.ledger.id, { observed });
      return false;
    }
    if (observed === 'present' && !isRevoked(work)) await activate(unit, work, leases, now);
    await finish(unit, work, leases, observed, now);
    if (isRevoked(work)) await provenGone(unit, work, now);
    await unit.manualTasks.cancelOf(work.ledger.right, now);
    await unit.ledger.conclude(work.ledger.id);
    await unit.ledger.save(work.ledger.id, {
      baseline: plan.baseline,
      isOurs: plan.isOurs,
      intent: 'none',
      awsCall: null,
      awsRequestId: null,
      awsStatus: null,
      observed,
      failure: null,
      attempts: 0,
    });
    return true;
  });
}

async function activate(unit: ReconcileUnit, work: RightWork, leases: Lease[], now: Instant): Promise<void> {
  const begun = leases.filter(({ status }) => status === 'activating');
  await unit.leases.activate(
    begun.map(({ id }) => id),
    now,
  );
  for (const lease of begun) await auditLease(unit, lease, 'lease.activated', now, {});
  await unit.notifications.tell(
    begun.map((lease) => leaseActive(lease, work.facts)),
    now,
  );
}

async function finish(
  unit: ReconcileUnit,
  work: RightWork,
  leases: Lease[],
  observed: Observed,
  now: Instant,
): Promise<void> {
  const over = leases.filter(({ status }) => status === 'ending');
  const note = stays(leases, observed);
  await unit.leases.finish(
    over.map(({ id }) => id),
    note,
    now,
  );
  for (const lease of over)
    await auditLease(unit, lease, 'lease.ended', now, { reason: lease.endReason, observed, ...(note && { note }) });
  await unit.notifications.tell(
    over.map((lease) => leaseEnded(lease, work.facts, note)),
    now,
  );
}

/** Why AWS still shows the access after the lease: said, since people would take it for a fault (PRV-3, PRV-7). */
const stays = (leases: readonly Lease[], observed: Observed): string | null => {
  if (observed === 'absent') return null;
  return wantingOf(leases).length > 0
    ? 'The access stays: another lease of the same access still runs.'
    : 'The access stays: it was there before the lease, so it is not Countersign’s to remove.';
};

async function provenGone(unit: ReconcileUnit, work: RightWork, now: Instant): Promise<void> {
  for (const id of await unit.revocations.settle(work.ledger.right, 'done', now))
    await unit.audit({
      at: now,
      actor: system,
      action: 'revocation.done',
      objectKind: 'revocation',
      objectId: id,
      detail: { observed: 'absent' },
    });
}

const auditLease = (
  unit: ReconcileUnit,
  lease: Lease,
  action: string,
  now: Instant,
  detail: Record<string, unknown>,
): Promise<void> => unit.audit({ at: now, actor: system, action, objectKind: 'lease', objectId: lease.id, detail });
