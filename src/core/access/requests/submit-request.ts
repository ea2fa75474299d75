import { requirePermission, type Viewer } from '../../security/model/viewer.ts';
import type { IdempotentRequest } from '../../shared/idempotency.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Actor, Instant, UnitOfWork } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { excludedNow } from '../delegations/who-decides.ts';
import type { Workflow } from '../model/policy/choose-workflow.ts';
import { type LeaseId, type RequestId, requestLifeMs } from '../model/request/access-request.ts';
import { type CatalogRef, type FederatedRoleRef, grantedByIdentityProvider } from '../model/request/federated-role.ts';
import {
  type Identity,
  identityFor,
  type Requestable,
  refuseObstacle,
  type Subject,
} from '../model/request/requestable.ts';
import { type ResolvedStep, resolveApprovers } from '../model/request/resolve-approvers.ts';
import { groundOfJudgement } from '../policies/ground-of-judgement.ts';
import { federatedRoleOf, isFederatedRole, requestableOf, subjectFor } from './ask-for-whom.ts';
import { closeIfOver } from './expire-requests.ts';
import { type GrantedRequest, grantAccess } from './grant-access.ts';
import { isTooLong, judgeWish, tooLong } from './judge-wish.ts';
import type { NewRequest, RequestPorts, RequestStores } from './ports.ts';
import { namedIn } from './read-answer.ts';
import { tellApprovers, tellDecided } from './tell-people.ts';

export interface Wish {
  entitlement: CatalogRef;
  durationMinutes: number;
  startsAt: Instant | null;
  reason: string;
  ticket: string | null;
  forPersonId: PersonId | undefined;
  /** Asks for more time of a lease instead of a new one. */
  extendsLeaseId: LeaseId | null;
  /** What that lease still lasts; 0 for a new one. */
  remainingMinutes: number;
}
export interface SubmitRequest {
  viewer: Viewer;
  actor: Actor;
  wish: Wish;
  idempotency: IdempotentRequest | null;
}
type Unit = UnitOfWork & RequestStores;

/**
 * Asks for access (REQ-1, REQ-2): the policies in force decide and are snapshotted on the request; the approvers of its
 * first step are told; a wish that needs nobody's approval is granted at once. Returns the id, or the first one's when
 * the request is a repetition. Refuses what subjectFor, requestableOf and resolveApprovers refuse, each obstacle
 * (PRV-5), `granted-by-identity-provider`, `already-held`, `duration-over-limit`, `policy-says-no`,
 * `starts-in-the-past`, `starts-too-late`, `request-pending`.
 */
export const submitRequest = (ports: RequestPorts, command: SubmitRequest): Promise<RequestId> => {
  requirePermission(command.viewer, 'requests.make');
  return ports.transact((unit) => submitIn(unit, ports, command));
};

export const submitIn = async (unit: Unit, ports: RequestPorts, command: SubmitRequest): Promise<RequestId> => {
  const id = ports.ids.next('req');
  const earlier = command.idempotency && (await unit.idempotency.claim(command.idempotency, id));
  if (earlier) return earlier as RequestId;
  const { viewer, wish } = command;
  const now = await ports.clock.now();
  requireSoonEnough(wish.startsAt, now);
  const subject = await subjectFor(unit.accessFacts, viewer, wish.forPersonId);
  const { entitlement } = wish;
  if (isFederatedRole(entitlement)) throw await notByRequest(unit, entitlement, { viewer, subject });
  const what = await requestableOf(unit.accessFacts, entitlement);
  const { workflow, revision } = await requireAllowed(unit, ports, { what, subject, viewer, wish });
  const identity = identityFor(what, subject) as Identity;
  if (!wish.extendsLeaseId) await requireNotHeld(unit, what, identity);
  const pending = await unit.requests.pendingOf(subject.id, what.key);
  // More time that was asked for of a lease that is over by now must not stand in the way.
  if (pending) await closeIfOver(unit, pending, now);
  await unit.delegations.holdStill([viewer.personId, subject.id]);
  const excluded = await excludedNow(unit.accessFacts, { requesterId: viewer.personId, personId: subject.id }, now);
  const steps = await stepsOf(unit, workflow, what, { personId: subject.id, excluded });
  const request = newRequest({ id, command, subject, what, identity, workflow, steps, revision, now });
  await save(unit, ports, command.actor, { request, what, steps, excluded, now });
  return id;
};

const latestStartMs = 365 * 24 * 3_600_000;
const requireSoonEnough = (startsAt: Instant | null, now: Instant): void => {
  // A minute of grace: clocks of callers differ from the database's.
  if (startsAt !== null && Date.parse(startsAt) < Date.parse(now) - 60_000)
    throw new Refusal('invalid', 'starts-in-the-past', 'The start lies in the past.', { field: 'startsAt' });
  if (startsAt !== null && Date.parse(startsAt) > Date.parse(now) + latestStartMs)
    throw new Refusal('invalid', 'starts-too-late', 'The start lies more than a year ahead.', { field: 'startsAt' });
};

const notByRequest = async (
  { accessFacts }: Unit,
  ref: FederatedRoleRef,
  { viewer, subject }: { viewer: Viewer; subject: Subject },
): Promise<Refusal> => {
  const role = await federatedRoleOf(accessFacts, ref, subject.id);
  return refuseObstacle(grantedByIdentityProvider(role, subject, subject.id === viewer.personId));
};

const requireAllowed = async (
  unit: Unit,
  { engine }: Pick<RequestPorts, 'engine'>,
  { what, subject, viewer, wish }: { what: Requestable; subject: Subject; viewer: Viewer; wish: Wish },
): Promise<{ workflow: Workflow; revision: number }> => {
  const set = await unit.policies.current();
  const minutes = wish.remainingMinutes + wish.durationMinutes;
  const isMe = subject.id === viewer.personId;
  const ground = await groundOfJudgement(unit.accessFacts, { engine, set }, subject, [what]);
  const { obstacles, workflow, maxMinutes } = judgeWish(ground, { what, minutes, isMe });
  if (obstacles[0]) throw refuseObstacle(obstacles[0]);
  if (workflow.isAllowed && set) return { workflow, revision: set.number };
  if (isTooLong(maxMinutes, minutes)) throw overLimit(maxMinutes, wish.remainingMinutes);
  throw new Refusal('forbidden', 'policy-says-no', workflow.reasons.join(' '), {
    facts: { reasons: workflow.reasons, policies: workflow.policies },
  });
};

const overLimit = (limit: number, remaining: number): Refusal => {
  const maxMinutes = Math.max(0, limit - remaining);
  const words = `The policies allow ${limit} minutes from now, and ${remaining} are left: at most ${maxMinutes} more.`;
  return new Refusal('invalid', 'duration-over-limit', remaining === 0 ? tooLong(limit) : words, {
    field: 'durationMinutes',
    facts: { maxMinutes },
  });
};

const requireNotHeld = async (unit: Unit, what: Requestable, identity: Identity): Promise<void> => {
  const [held] = await unit.accessFacts.held([{ key: what.key, identityId: identity.id }]);
  if (held === 'standing')
    throw new Refusal(
      'conflict',
      'already-held',
      `${what.name} is held already, with no end: there is nothing to ask.`,
    );
};

const stepsOf = async (
  unit: Unit,
  { steps }: Workflow,
  { connectorId }: Requestable,
  { personId, excluded }: { personId: PersonId; excluded: ReadonlySet<string> },
): Promise<ResolvedStep[]> => {
  if (steps.length === 0) return [];
  const approvers = await unit.accessFacts.approvers({ connectorId, personId, namedIds: namedIn(steps) });
  return resolveApprovers(steps, approvers, excluded);
};

const newRequest = (of: {
  id: RequestId;
  command: SubmitRequest;
  subject: Subject;
  what: Requestable;
  identity: Identity;
  workflow: Workflow;
  steps: ResolvedStep[];
  revision: number;
  now: Instant;
}): NewRequest => {
  const { wish, viewer } = of.command;
  const { policies, outranked, guardrails, limitMinutes } = of.workflow;
  return {
    id: of.id,
    requesterId: viewer.personId,
    personId: of.subject.id,
    identityId: of.identity.id,
    entitlement: of.what.key,
    connectorId: of.what.connectorId,
    durationMinutes: wish.durationMinutes,
    startsAt: wish.startsAt,
    reason: wish.reason,
    ticket: wish.ticket,
    extendsLeaseId: wish.extendsLeaseId,
    policyRevision: of.revision,
    decision: {
      policies,
      outranked,
      guardrails,
      steps: of.steps.map(({ kind, needed }) => ({ kind, needed })),
      limitMinutes: limitMinutes ?? wish.durationMinutes,
    },
    createdAt: of.now,
    expiresAt: new Date(Date.parse(of.now) + requestLifeMs).toISOString(),
  };
};

interface Saved {
  request: NewRequest;
  what: Requestable;
  steps: ResolvedStep[];
  excluded: ReadonlySet<string>;
  now: Instant;
}
const save = async (
  unit: Unit,
  ports: RequestPorts,
  actor: Actor,
  { request, what, steps, excluded, now }: Saved,
): Promise<void> => {
  const number = await unit.requests.add(request, steps);
  if (number === null)
    throw new Refusal('conflict', 'request-pending', `${what.name} was asked for already, and nobody has decided yet.`);
  await unit.audit({
    at: now,
    actor,
    action: 'request.submitted',
    objectKind: 'access-request',
    objectId: request.id,
    detail: {
      number,
      personId: request.personId,
      entitlement: what.ref,
      durationMinutes: request.durationMinutes,
      reason: request.reason,
      ticket: request.ticket,
      extendsLeaseId: request.extendsLeaseId,
      policyRevision: request.policyRevision,
      policies: request.decision.policies.map(({ id }) => id),
      steps: steps.map(({ kind, candidates }) => ({ kind, candidates: candidates.map(({ personId }) => personId) })),
    },
  });
  const told: GrantedRequest = { ...request, number };
  if (steps[0])
    return tellApprovers(
      unit,
      told,
      what.name,
      { step: 1, personIds: steps[0].candidates.map((each) => each.personId), excluded },
      now,
    );
  await grantAccess(unit, ports, { request: told, what, grantedMinutes: request.durationMinutes, actor, now });
  await tellDecided(unit, told, { status: 'approved', name: what.name, reason: null }, now);
};
