import type { Instant } from '../../shared/ports.ts';
import { afterProblem, type ProvisioningProblem } from '../model/provisioning-problem.ts';
import type { Change } from '../model/reconcile-plan.ts';
import type { Failure, LedgerPatch, RightWork } from '../provisioning-ports.ts';
import {
  callOf,
  isRevoked,
  type ReconcileContext,
  type ReconcileUnit,
  underClaim,
  wantingOf,
} from './reconcile-context.ts';
import { leaseFailed, stuck } from './tell.ts';

const system = { kind: 'system' } as const;

/**
 * AWS did not do it, or was not asked: the reason goes to whom it concerns, and it is tried again after a while, with an
 * alarm to the owners where it does not pass by itself (PRV-6). What can never be ends its leases as failed,
 * unless a call may still be at work in AWS: what it makes has to be found and taken away again.
 */
export async function recordProblem(
  context: ReconcileContext,
  work: RightWork,
  change: Change,
  problem: ProvisioningProblem,
  call: LedgerPatch = {},
): Promise<void> {
  const { ledger } = work;
  const { waitMs, isStuck } = afterProblem(problem, ledger.attempts);
  await underClaim(context, async (unit, now) => {
    const since = ledger.failure?.code === problem.code ? ledger.failure.since : now;
    const failure = { code: problem.code, message: problem.message, awsError: problem.awsError, since };
    if (problem.retry === 'never' && change === 'grant' && callOf({ ...ledger, ...call }) === 'none') {
      await failForGood(unit, work, failure, now);
      await unit.ledger.save(ledger.id, { ...call, intent: 'none', failure: null, attempts: 0 });
      await unit.ledger.conclude(ledger.id);
      return;
    }
    const patch = { ...call, failure: { ...failure, isStuck }, attempts: ledger.attempts + 1 };
    const concerned = work.leases.filter(({ status }) => status === (change === 'grant' ? 'activating' : 'ending'));
    await unit.leases.setFailure(
      concerned.map(({ id }) => id),
      failure,
    );
    if (isRevoked(work)) await unit.revocations.setFailure(ledger.right, failure);
    await unit.ledger.save(ledger.id, patch, waitMs);
    if (isStuck) await alarm(unit, work, change, failure, now);
  });
}

async function failForGood(unit: ReconcileUnit, work: RightWork, failure: Failure, now: Instant): Promise<void> {
  const failed = wantingOf(work.leases).filter(({ status }) => status === 'activating');
  await unit.leases.fail(
    failed.map(({ id }) => id),
    failure,
    now,
  );
  await unit.notifications.tell(
    failed.map((lease) => leaseFailed(lease, work.facts, failure)),
    now,
  );
  for (const { id: objectId } of failed)
    await unit.audit({
      at: now,
      actor: system,
      action: 'lease.failed',
      objectKind: 'lease',
      objectId,
      detail: { ...failure },
    });
}

/** Owners are told again each day; the audit log says once that it began. */
async function alarm(
  unit: ReconcileUnit,
  { ledger, facts }: RightWork,
  change: Change,
  failure: Failure,
  now: Instant,
): Promise<void> {
  const owners = await unit.owners.ownersOf(ledger.connectorId);
  const right = { ledgerId: ledger.id, connectorId: ledger.connectorId, facts, isRemoval: change === 'remove' };
  await unit.notifications.tell(stuck(owners, right, failure, now), now);
  if (ledger.failure?.isStuck && ledger.failure.code === failure.code) return;
  await unit.audit({
    at: now,
    actor: system,
    action: 'provisioning.stuck',
    objectKind: 'connector',
    objectId: ledger.connectorId,
    detail: { change, right: ledger.right, ...failure },
  });
}
