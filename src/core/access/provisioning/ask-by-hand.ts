import { manualInstructions } from '../model/manual-instructions.ts';
import type { Change, Observed } from '../model/reconcile-plan.ts';
import { entitlementName } from '../model/right.ts';
import type { LeaseId, RevocationId, RightWork } from '../provisioning-ports.ts';
import {
  isChanged,
  isRevoked,
  type ReconcileContext,
  type ReconcileUnit,
  underClaim,
  wantingOf,
} from './reconcile-context.ts';
import { manualTaskNeeded } from './tell.ts';

/** How long until AWS is read again while somebody has the task; saying "done" reads at once. */
const lookAgainMs = 5 * 60_000;

/**
 * Provisioning is off, or the group is in another AWS account (CON-11): the change becomes a task for a person, with exact instructions (CON-6, REV-6). Recorded as our
 * intent, so that what the person makes counts as made for the lease. A task said to be done that AWS does not show is
 * opened again.
 */
export async function askByHand(
  context: ReconcileContext,
  work: RightWork,
  change: Change,
  observed: Observed,
  baseline: Observed,
): Promise<void> {
  await underClaim(context, async (unit, now) => {
    const { ledger } = work;
    if (isChanged(await unit.leases.openOf(ledger.right), work.leases)) {
      await unit.ledger.save(ledger.id, { observed });
      return;
    }
    const cause = causeOf(work, change);
    if (cause) await renewTask(context, unit, work, change, cause, now);
    if (isRevoked(work)) await unit.revocations.settle(ledger.right, 'task', now);
    await unit.ledger.save(
      ledger.id,
      {
        intent: change,
        baseline,
        awsCall: null,
        awsRequestId: null,
        awsStatus: 'succeeded',
        failure: null,
        observed,
      },
      lookAgainMs,
    );
  });
}

/**
 * AWS cannot be read, and access that is to go may still be there: whoever owns the connector is asked once to take it
 * away. Nothing is said about what AWS holds, neither here nor when they say that it is done.
 */
export const askUnseen = (context: ReconcileContext, work: RightWork): Promise<void> =>
  underClaim(context, async (unit, now) => {
    const { right } = work.ledger;
    if (isChanged(await unit.leases.openOf(right), work.leases)) return;
    const cause = causeOf(work, 'remove');
    if (cause && !(await unit.manualTasks.newestOf(cause, 'remove')))
      await addTask(context, unit, work, 'remove', cause, now);
    if (isRevoked(work)) await unit.revocations.settle(right, 'task', now);
  });

type Cause = { leaseId: LeaseId } | { revocationId: RevocationId };
const causeOf = (work: RightWork, change: Change): Cause | null => {
  const revocation = work.revocations[0];
  if (change === 'remove' && revocation) return { revocationId: revocation.id };
  const lease = change === 'grant' ? wantingOf(work.leases)[0] : work.leases.find(({ status }) => status === 'ending');
  return lease ? { leaseId: lease.id } : null;
};

async function renewTask(
  context: ReconcileContext,
  unit: ReconcileUnit,
  work: RightWork,
  change: Change,
  cause: Cause,
  now: string,
): Promise<void> {
  const task = await unit.manualTasks.newestOf(cause, change);
  if (!task) await addTask(context, unit, work, change, cause, now);
  else if (task.status === 'done') await unit.manualTasks.setStatus(task.id, 'open', null, now);
}

async function addTask(
  { ports }: ReconcileContext,
  unit: ReconcileUnit,
  { ledger, facts }: RightWork,
  change: Change,
  cause: Cause,
  now: string,
): Promise<void> {
  const id = ports.ids.next('tsk');
  const name = entitlementName(facts);
  const title =
    change === 'grant' ? `Give ${facts.principal.name} ${name}` : `Take ${name} away from ${facts.principal.name}`;
  const instructions = manualInstructions(facts, change);
  const of = 'leaseId' in cause ? { ...cause, revocationId: null } : { ...cause, leaseId: null };
  await unit.manualTasks.add({ id, connectorId: ledger.connectorId, change, title, instructions, ...of }, now);
  await unit.notifications.tell(
    manualTaskNeeded(await unit.owners.ownersOf(ledger.connectorId), { id, title, facts }),
    now,
  );
}
