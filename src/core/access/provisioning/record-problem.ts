import { afterProblem, type ProvisioningProblem } from '../model/provisioning-problem.ts';
import type { Change } from '../model/reconcile-plan.ts';
import type { LedgerPatch, RightWork } from '../provisioning-ports.ts';
import { callOf, isRevoked, type ReconcileContext, underClaim, wantingOf } from './reconcile-context.ts';
import { leaseFailed, stuck } from './tell.ts';

/**
 * AWS did not do it, or was not asked: the reason goes to whom it concerns, and it is tried again after a while, with an
 * alarm to the owners where it does not pass by itself (PRV-6). What can never be ends its leases as failed.
 */
export async function recordProblem(
  context: ReconcileContext,
  work: RightWork,
  change: Change,
  problem: ProvisioningProblem,
  call: LedgerPatch = {},
): Promise<void> {
  const { ledger, facts } = work;
  const { waitMs, isStuck } = afterProblem(problem, ledger.attempts);
  await underClaim(context, async (unit, now) => {
    const since = ledger.failure?.code === problem.code ? ledger.failure.since : now;
    const failure = { code: problem.code, message: problem.message, awsError: problem.awsError, since };
    const isHopeless = problem.retry === 'never' && change === 'grant' && callOf(ledger) !== 'unknown';
    if (isHopeless) {
      const failed = wantingOf(work.leases).filter(({ status }) => status === 'activating');
      await unit.leases.fail(
        failed.map(({ id }) => id),
        failure,
        now,
      );
      await unit.ledger.save(ledger.id, { ...call, intent: 'none', failure: null, attempts: 0 });
      await unit.notifications.tell(
        failed.map((lease) => leaseFailed(lease, facts, failure)),
        now,
      );
      for (const lease of failed)
        await unit.audit({
          at: now,
          actor: { kind: 'system' },
          action: 'lease.failed',
          objectKind: 'lease',
          objectId: lease.id,
          detail: { ...failure },
        });
      return;
    }
    await unit.ledger.save(
      ledger.id,
      { ...call, failure: { ...failure, isStuck }, attempts: ledger.attempts + 1 },
      waitMs,
    );
    const concerned = work.leases.filter(({ status }) => status === (change === 'grant' ? 'activating' : 'ending'));
    await unit.leases.setFailure(
      concerned.map(({ id }) => id),
      failure,
    );
    if (isRevoked(work)) await unit.revocations.setFailure(ledger.right, failure);
    if (!isStuck) return;
    const owners = await unit.owners.ownersOf(ledger.connectorId);
    const right = { ledgerId: ledger.id, connectorId: ledger.connectorId, facts, isRemoval: change === 'remove' };
    await unit.notifications.tell(stuck(owners, right, failure, now), now);
    if (ledger.failure?.isStuck && ledger.failure.code === problem.code) return;
    await unit.audit({
      at: now,
      actor: { kind: 'system' },
      action: 'provisioning.stuck',
      objectKind: 'connector',
      objectId: ledger.connectorId,
      detail: { change, right: ledger.right, ...failure },
    });
  });
}
