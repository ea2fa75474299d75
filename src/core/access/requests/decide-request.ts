import { requirePermission, type Viewer } from '../../security/model/viewer.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Actor, Instant, UnitOfWork } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { deciderOf } from '../delegations/who-decides.ts';
import { remainingMinutes } from '../model/lease.ts';
import type { AccessRequest, ApprovalStep, RequestId, StepDecision } from '../model/request/access-request.ts';
import { approve } from '../model/request/approve.ts';
import { type Requestable, refuseObstacle } from '../model/request/requestable.ts';
import {
  alreadyDecided,
  type Decider,
  involvedIn,
  type SeatToDecide,
  seatToDecide,
} from '../model/request/seat-to-decide.ts';
import { groundOfJudgement } from '../policies/ground-of-judgement.ts';
import { grantAccess } from './grant-access.ts';
import { judgeWish } from './judge-wish.ts';
import type { RequestPorts, RequestStores } from './ports.ts';
import { tellApprovers, tellDecided } from './tell-people.ts';

interface Command {
  viewer: Viewer;
  actor: Actor;
  id: RequestId;
  /** The version the caller read; null: whatever it is now. */
  ifMatch: number | null;
}
export interface ApproveRequest extends Command {
  /** Shorter than asked for; null: as it is. */
  minutes: number | null;
  reason: string | null;
}
type Unit = UnitOfWork & RequestStores;

export const requestNotFound = (): Refusal =>
  new Refusal('not-found', 'request-not-found', 'There is no such request, or you may not see it.');

/**
 * Approves the open step, as one of those who are asked or as the delegate of one who is away (REQ-8); the last one
 * grants the access (REQ-3). Two at the same instant have one outcome: the second is refused. What the request was
 * allowed by is asked once more, with the revision it was made under and the facts of now. Refuses what
 * model/request/approve.ts refuses, obstacles, `no-longer-allowed`, `lease-over`, `changed-meanwhile`.
 */
export const approveRequest = (ports: RequestPorts, command: ApproveRequest): Promise<void> =>
  changeRequest(ports, command, async (unit, request, now) => {
    const decider = await deciderOf(unit, request, command.viewer.personId, now);
    const { step, inSteadOf, isStepDone, next, grantedMinutes } = approve(request, decider, command.minutes, now);
    const what = await requireStillAllowed(unit, ports, request, now);
    const { minutes, reason } = command;
    await record(unit, command, request, { step, inSteadOf, decision: 'approve', reason, minutes }, now);
    if (isStepDone) await unit.requests.setStep(request.id, step.step, 'approved');
    if (next) {
      await unit.requests.setStep(request.id, next.step, 'open');
      await tellNext(unit, request, { name: what.name, next, decider, inSteadOf }, now);
    }
    if (grantedMinutes === null) return unit.requests.touch(request.id);
    await grantAccess(unit, ports, { request, what, grantedMinutes, actor: command.actor, now });
    await tellDecided(unit, request, { status: 'approved', name: what.name, reason }, now);
  });

/** Denies the request, with a reason, at whatever step it is. Refuses as approveRequest. */
export const denyRequest = (ports: RequestPorts, command: Command & { reason: string }): Promise<void> =>
  changeRequest(ports, command, async (unit, request, now) => {
    const seat = seatToDecide(request, await deciderOf(unit, request, command.viewer.personId, now), now);
    const { reason } = command;
    await record(unit, command, request, { ...seat, decision: 'deny', reason, minutes: null }, now);
    await unit.requests.setStep(request.id, seat.step.step, 'denied');
    await unit.requests.close(request.id, { status: 'denied', grantedMinutes: null }, now);
    await tellDecided(unit, request, { status: 'denied', name: await nameOf(unit, request), reason }, now);
  });

/** What is done to one request, under its lock. Refuses `request-not-found`, `changed-meanwhile`. */
export const changeRequest = (
  ports: RequestPorts,
  command: Command,
  work: (unit: Unit, request: AccessRequest, now: Instant) => Promise<void>,
): Promise<void> => {
  requirePermission(command.viewer, 'requests.make');
  return ports.transact(async (unit) => {
    const request = await unit.requests.lock(command.id);
    if (!request) throw requestNotFound();
    if (request.status === 'pending' && command.ifMatch !== null && command.ifMatch !== request.version)
      throw new Refusal('conflict', 'changed-meanwhile', 'Somebody decided on this request after you opened it.', {
        facts: { version: request.version },
      });
    await work(unit, request, await ports.clock.now());
  });
};

const record = async (
  unit: Unit,
  { viewer, actor }: Command,
  request: AccessRequest,
  { step: { step }, ...decision }: SeatToDecide & Pick<StepDecision, 'decision' | 'reason' | 'minutes'>,
  now: Instant,
): Promise<void> => {
  const { reason, minutes, inSteadOf } = decision;
  await unit.requests.addDecision(request.id, { ...decision, step, personId: viewer.personId }, now);
  await unit.audit({
    at: now,
    actor,
    action: decision.decision === 'approve' ? 'request.step-approved' : 'request.denied',
    objectKind: 'access-request',
    objectId: request.id,
    detail: { step, reason, minutes, ...(inSteadOf && { inSteadOf }) },
  });
};

/** Tells who is asked next: those who had no part yet, where they are enough; else all of the step. */
const tellNext = async (
  unit: Unit,
  request: AccessRequest,
  of: { name: string; next: ApprovalStep; decider: Decider; inSteadOf: PersonId | null },
  now: Instant,
): Promise<void> => {
  const { next, decider, inSteadOf } = of;
  const before = request.steps.flatMap(({ decisions }) => decisions);
  const busy = involvedIn([...before, { personId: decider.personId, inSteadOf }]);
  const asked = next.candidates.map(({ personId }) => personId);
  const others = asked.filter((id) => !busy.has(id));
  const personIds = others.length >= next.needed ? others : asked;
  const excluded = new Set([...decider.excluded, request.requesterId, request.personId]);
  await tellApprovers(unit, request, of.name, { step: next.step, personIds, excluded }, now);
};

const requireStillAllowed = async (
  unit: Unit,
  { engine }: Pick<RequestPorts, 'engine'>,
  request: AccessRequest,
  now: Instant,
): Promise<Requestable> => {
  const subject = await unit.accessFacts.subject(request.personId);
  const what = await requestableNow(unit, request);
  const set = await unit.policies.revision(request.policyRevision);
  if (!subject?.isActive || !what)
    throw noLongerAllowed(subject?.isActive ? 'It is not in AWS any more.' : 'The person has left.');
  const lease = request.extendsLeaseId && (await unit.leases.lock(request.extendsLeaseId));
  const minutes = request.durationMinutes + (lease ? remainingMinutes(lease, now) : 0);
  const ground = await groundOfJudgement(unit.accessFacts, { engine, set }, subject, [what]);
  const { obstacles, workflow } = judgeWish(ground, { what, minutes, isMe: false });
  if (obstacles[0]) throw refuseObstacle(obstacles[0]);
  if (!workflow.isAllowed) throw noLongerAllowed(workflow.reasons.join(' '));
  const asked = new Set(request.guardrailIds);
  const unasked = workflow.guardrails.filter(({ id }) => !asked.has(id)).map(({ name }) => `"${name}"`);
  if (unasked.length > 0)
    throw noLongerAllowed(`By now ${unasked.join(' and ')} asks for more approval than this request has. Ask again.`);
  return what;
};
const noLongerAllowed = (why: string): Refusal =>
  new Refusal('conflict', 'no-longer-allowed', `This was allowed when it was asked for and is not now. ${why}`);

export const requestableNow = async (unit: Unit, request: AccessRequest): Promise<Requestable | null> => {
  const ref = await unit.accessFacts.refOf(request.entitlement);
  return (ref && (await unit.accessFacts.requestables([ref]))[0]) ?? null;
};
export const nameOf = async (unit: Unit, request: AccessRequest): Promise<string> =>
  (await requestableNow(unit, request))?.name ?? 'access that is not in AWS any more';

/** Takes back a request that waits: who made it, whom it is for, or an administrator of requests. Refuses `not-yours`. */
export const cancelRequest = (ports: RequestPorts, command: Omit<Command, 'ifMatch'>): Promise<void> =>
  changeRequest(ports, { ...command, ifMatch: null }, async (unit, request, now) => {
    if (!mayCancel(command.viewer, request))
      throw new Refusal('forbidden', 'not-yours', 'Only who made a request, or whom it is for, may cancel it.');
    if (request.status !== 'pending') throw alreadyDecided(request, `This request is ${request.status} already.`);
    await unit.requests.close(request.id, { status: 'cancelled', grantedMinutes: null }, now);
    await unit.audit({
      at: now,
      actor: command.actor,
      action: 'request.cancelled',
      objectKind: 'access-request',
      objectId: request.id,
    });
    if (command.viewer.personId !== request.requesterId || request.personId !== request.requesterId)
      await tellDecided(unit, request, { status: 'cancelled', name: await nameOf(unit, request), reason: null }, now);
  });

export const mayCancel = (viewer: Viewer, request: { requesterId: string; personId: PersonId | string }): boolean =>
  viewer.personId === request.requesterId ||
  viewer.personId === request.personId ||
  viewer.roles.includes('super-administrator') ||
  viewer.roles.includes('request-administrator');
