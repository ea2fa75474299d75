import { type ProvisioningProblem, refusalOf, shortWaitMs } from '../model/provisioning-problem.ts';
import { type Change, type Observed, type PlanInput, reconcilePlan } from '../model/reconcile-plan.ts';
import { type AwsRight, awsRightOf } from '../model/right.ts';
import { type AwsCall, type LedgerRow, ProvisioningRefused, type RightWork, UnitLost } from '../provisioning-ports.ts';
import { askByHand, askUnseen } from './ask-by-hand.ts';
import {
  callOf,
  isByHand,
  isChanged,
  isRevoked,
  type ReconcileContext,
  underClaim,
  wantingOf,
} from './reconcile-context.ts';
import { recordProblem } from './record-problem.ts';
import { settleRight } from './settle-right.ts';

/** AWS takes ten asynchronous assignments at a time from an instance; two are left to others (facts 3.3). */
const maxOutstanding = 8;
const roomWaitMs = 2000;

/**
 * Takes one right one step further, and leaves it due at once or after a pause. Everything it knows is in the ledger or
 * read from AWS: whatever was lost before, the next call goes on from there (PRV-2).
 */
export async function reconcileRight(context: ReconcileContext, before: RightWork): Promise<void> {
  const change = goalOf(before);
  const aws = awsRightOf(before.facts);
  if (!aws || !before.connection) return recordProblem(context, before, change, notWritable(before));
  const work = await follow(context, before, aws);
  if (!work) return;
  const observed = await observe(context, work, aws, change);
  if (observed) await act(context, work, aws, observed);
}

const goalOf = (work: RightWork): Change =>
  !isRevoked(work) && wantingOf(work.leases).length > 0 ? 'grant' : 'remove';

/** Asks what became of AWS's own asynchronous work. Null when it goes on, or failed and was written down. */
async function follow(context: ReconcileContext, work: RightWork, aws: AwsRight): Promise<RightWork | null> {
  const { ledger } = work;
  if (ledger.awsStatus !== 'in-progress' || ledger.awsRequestId === null || ledger.intent === 'none') return work;
  try {
    const outcome = await context.session(work).follow(aws, ledger.intent, ledger.awsRequestId);
    await context.ports.failpoints.reach('while-polling');
    if (outcome === 'in-progress') {
      await underClaim(context, (unit) =>
        unit.ledger.save(ledger.id, { attempts: ledger.attempts + 1 }, shortWaitMs(ledger.attempts)),
      );
      return null;
    }
    const patch: Partial<LedgerRow> = { awsStatus: outcome === 'forgotten' ? null : 'succeeded', attempts: 0 };
    await underClaim(context, async (unit) => {
      if (outcome !== 'forgotten') await unit.ledger.answered(ledger.id, outcome === 'succeeded');
      await unit.ledger.save(ledger.id, patch);
    });
    return { ...work, ledger: { ...ledger, ...patch } };
  } catch (error) {
    if (!(error instanceof ProvisioningRefused)) throw error;
    const { problem } = error;
    // Not being able to ask says nothing about the request: it is asked again.
    const call = problem.isRequestOver
      ? problem.isUnknown
        ? { awsStatus: null }
        : { awsStatus: 'failed' as const }
      : {};
    await recordProblem(context, work, ledger.intent, problem, call);
    return null;
  }
}

async function observe(
  context: ReconcileContext,
  work: RightWork,
  aws: AwsRight,
  change: Change,
): Promise<Observed | null> {
  const { failpoints } = context.ports;
  const isReadBack = callOf(work.ledger) !== 'none';
  try {
    if (isReadBack) await failpoints.reach('before-read-back');
    const observed = await context.session(work).observe(aws);
    if (isReadBack) await failpoints.reach('after-read-back');
    return observed;
  } catch (error) {
    if (!(error instanceof ProvisioningRefused)) throw error;
    const { problem } = error;
    await recordProblem(context, work, change, problem);
    // What ends does not wait for who may read it: a person can take it away, and reading proves it once it works.
    const isToGo = problem.retry === 'stuck' && reconcilePlan(inputOf(work, 'present')).step === 'remove';
    if (isToGo && isByHand(work)) await askUnseen(context, work);
    return null;
  }
}

async function act(context: ReconcileContext, work: RightWork, aws: AwsRight, observed: Observed): Promise<void> {
  const input = inputOf(work, observed);
  const plan = reconcilePlan(input);
  if (plan.step === 'wait') return;
  if (plan.step === 'read-again') {
    const { id, attempts } = work.ledger;
    await underClaim(context, (unit) =>
      unit.ledger.save(id, { observed, attempts: attempts + 1 }, shortWaitMs(attempts)),
    );
    return;
  }
  if (plan.step === 'settle') {
    const wasWritten = work.ledger.intent !== 'none';
    const isSettled = await settleRight(context, work, plan, observed);
    if (isSettled && wasWritten) await context.ports.publishRight(work.ledger.connectorId, aws);
    return;
  }
  const { baseline, isOurs } = plan;
  if (isByHand(work)) return askByHand(context, work, plan.step, observed, baseline);
  const refusal = refusalOf(work.facts, plan.step);
  if (refusal && input.call !== 'unknown')
    return recordProblem(context, work, plan.step, refusal, { observed, baseline, isOurs });
  await write(context, work, aws, { change: plan.step, observed, baseline, isOurs });
}

/** By hand nothing is called: what stands since our task is what the person made for us. */
const inputOf = (work: RightWork, observed: Observed): PlanInput => {
  const { ledger } = work;
  const call = callOf(ledger);
  const isMadeByHand = isByHand(work) && call === 'succeeded' && ledger.awsCall === null;
  return {
    isWanted: wantingOf(work.leases).length > 0,
    isRevoked: isRevoked(work),
    observed,
    baseline: ledger.baseline,
    isOurs: ledger.isOurs || (isMadeByHand && ledger.baseline === 'absent'),
    intent: ledger.intent,
    call: isMadeByHand ? 'none' : call,
    rereads: ledger.attempts,
  };
};

interface Write {
  change: Change;
  observed: Observed;
  baseline: Observed;
  isOurs: boolean;
}

/** Intent, call, request id: each committed before the next (PRV-2). */
async function write(context: ReconcileContext, work: RightWork, aws: AwsRight, { change, ...facts }: Write) {
  const { ledger } = work;
  const { failpoints } = context.ports;
  const call = callName(aws, change);
  const cause = isRevoked(work) ? work.revocations[0]?.id : (wantingOf(work.leases)[0] ?? work.leases[0])?.id;
  const isIntended = await underClaim(context, async (unit, now) => {
    // Given back or revoked while AWS was being read: looked at again instead.
    if (isChanged(await unit.leases.openOf(ledger.right), work.leases)) {
      await unit.ledger.save(ledger.id, { observed: facts.observed });
      return false;
    }
    await unit.manualTasks.cancelOf(ledger.right, now);
    if (isRevoked(work)) await unit.revocations.settle(ledger.right, 'pending', now);
    await unit.ledger.save(ledger.id, facts);
    const isRoom = await unit.ledger.intend(ledger.id, { change, call, cause: cause ?? null }, maxOutstanding);
    if (!isRoom) await unit.ledger.save(ledger.id, {}, roomWaitMs);
    return isRoom;
  });
  if (!isIntended) return;
  await failpoints.reach('after-intent');
  // AWS knows no fence: who was paused for longer than the claim must not call any more.
  if (!(await context.renew())) throw new UnitLost('The unit was taken over before AWS was called.');
  try {
    const started = await context.session(work).start(aws, change);
    await failpoints.reach('after-aws-call');
    // It was so before this call: made by an earlier one of ours, if there may have been one, and else by others.
    const isForeign = started.status === 'was-so' && callOf(ledger) !== 'unknown';
    await underClaim(context, async (unit) => {
      if (started.status === 'in-progress') {
        const patch = { awsStatus: started.status, awsRequestId: started.requestId, attempts: 0, failure: null };
        return unit.ledger.save(ledger.id, patch, shortWaitMs(0));
      }
      await unit.ledger.answered(ledger.id, started.status === 'done');
      const patch = isForeign ? { awsCall: null } : { awsStatus: 'succeeded' as const };
      await unit.ledger.save(ledger.id, { ...patch, attempts: 0, failure: null });
    });
  } catch (error) {
    if (error instanceof UnitLost)
      await context.ports.transact((unit) => unit.ledger.confess(ledger.id, { change, call }));
    if (!(error instanceof ProvisioningRefused)) throw error;
    // A refusal ends only this call: an earlier one, whose outcome nobody knows, may still be at work.
    const isDoubtful = error.problem.isUnknown || callOf(ledger) === 'unknown';
    const called = { ...ledger, intent: change, awsCall: call, awsRequestId: null, awsStatus: null };
    const patch = isDoubtful ? {} : { awsCall: null };
    await recordProblem(context, { ...work, ledger: called }, change, error.problem, patch);
  }
}

const callName = (aws: AwsRight, change: Change): AwsCall => {
  if (aws.kind === 'assignment') return change === 'grant' ? 'create-assignment' : 'delete-assignment';
  return change === 'grant' ? 'add-member' : 'remove-member';
};

const notWritable = ({ connection, facts }: RightWork): ProvisioningProblem => ({
  code: 'not-writable',
  message: connection
    ? `${facts.principal.name} can not hold this in AWS through the connector ${facts.connector.name}.`
    : `The connector ${facts.connector.name} has no role yet.`,
  awsError: null,
  retry: connection ? 'never' : 'stuck',
  isUnknown: false,
  isRequestOver: false,
});
