import type { ConnectorId, Id, PersonId } from '../../../shared/ids.ts';
import type { Instant } from '../../../shared/ports.ts';
import { Refusal } from '../../../shared/refusal.ts';
import type { PolicyLink } from '../policy/choose-workflow.ts';
import type { ApproverKind } from '../policy/policy-form.ts';

export type RequestId = Id<'req'>;
export type LeaseId = Id<'lse'>;
export type RequestStatus = 'pending' | 'approved' | 'denied' | 'cancelled' | 'expired';
export type StepStatus = 'waiting' | 'open' | 'approved' | 'denied' | 'not-needed';

/** What was decided by the policies when the request was made; never changes (REQ-3). */
export interface DecisionSnapshot {
  policies: PolicyLink[];
  outranked: PolicyLink[];
  guardrails: PolicyLink[];
  steps: { kind: ApproverKind; needed: number }[];
  limitMinutes: number;
}
export interface StepDecision {
  personId: PersonId;
  decision: 'approve' | 'deny';
  reason: string | null;
  minutes: number | null;
}
export interface ApprovalStep {
  step: number;
  kind: ApproverKind;
  status: StepStatus;
  needed: number;
  candidateIds: PersonId[];
  decisions: StepDecision[];
}
/** What the identity will hold, in numbers of the entity table. */
export interface EntitlementKey {
  kind: 'permission-set-assignment' | 'group-member';
  targetId: number;
  permissionSetId: number | null;
}
export interface AccessRequest {
  id: RequestId;
  number: number;
  requesterId: PersonId;
  personId: PersonId;
  identityId: number;
  entitlement: EntitlementKey;
  connectorId: ConnectorId;
  durationMinutes: number;
  startsAt: Instant | null;
  reason: string;
  extendsLeaseId: LeaseId | null;
  status: RequestStatus;
  policyRevision: number;
  /** Extra approvals among its steps, by policy. */
  guardrailIds: string[];
  grantedMinutes: number | null;
  expiresAt: Instant;
  version: number;
  steps: ApprovalStep[];
}

/** A request that nobody decided is closed after three days. */
export const requestLifeMs = 3 * 24 * 3_600_000;

/** What an approval changes: the step, the step that opens next, and whether that was the last. */
export interface Approved {
  step: ApprovalStep;
  isStepDone: boolean;
  next: ApprovalStep | null;
  /** The least of what the approvers gave; set when it is approved as a whole. */
  grantedMinutes: number | null;
}

/**
 * The open step, if this person may decide it now. Refuses `already-decided`, `request-expired`, `self-approval`,
 * `not-an-approver`, `approver-must-differ`. The same rules stand in the database as triggers and foreign keys.
 */
export const stepToDecide = (request: AccessRequest, personId: PersonId, now: Instant): ApprovalStep => {
  requireOpen(request, now);
  if (personId === request.requesterId || personId === request.personId)
    throw new Refusal('forbidden', 'self-approval', 'Nobody decides on their own access, in whatever role.');
  const step = request.steps.find(({ status }) => status === 'open');
  const decided = request.steps.filter((each) => each.decisions.some((decision) => decision.personId === personId));
  if (!step?.candidateIds.includes(personId)) {
    if (request.steps.some((each) => each.status === 'approved' && each.candidateIds.includes(personId)))
      throw alreadyDecided(request, 'This step was decided already.');
    throw notAnApprover();
  }
  if (decided.some((each) => each.step === step.step)) throw alreadyDecided(request, 'You decided this step already.');
  if (decided.length > 0 && canOthersDecide(request, step))
    throw new Refusal(
      'forbidden',
      'approver-must-differ',
      'You approved another step of this request; this one needs somebody else.',
    );
  return step;
};

const requireOpen = (request: AccessRequest, now: Instant): void => {
  if (request.status !== 'pending') throw alreadyDecided(request, `This request is ${request.status} already.`);
  if (now >= request.expiresAt)
    throw new Refusal('conflict', 'request-expired', 'Nobody decided in time, so this request is closed. Ask again.');
};
export const alreadyDecided = (request: AccessRequest, message: string): Refusal =>
  new Refusal('conflict', 'already-decided', message, {
    facts: { status: request.status, version: request.version },
  });

/** Enough candidates are left who decided nothing of this request yet. */
const canOthersDecide = (request: AccessRequest, step: ApprovalStep): boolean => {
  const busy = new Set(request.steps.flatMap(({ decisions }) => decisions.map(({ personId }) => personId)));
  const fresh = step.candidateIds.filter((id) => !busy.has(id)).length;
  return fresh >= step.needed - step.decisions.length;
};

/** Approves the open step; `minutes` null leaves the time as it is. Refuses as stepToDecide, and `may-only-shorten`. */
export const approve = (request: AccessRequest, personId: PersonId, minutes: number | null, now: Instant): Approved => {
  const step = stepToDecide(request, personId, now);
  const given = request.steps.flatMap(({ decisions }) => decisions.map((decision) => decision.minutes));
  const atMost = Math.min(request.durationMinutes, ...given.filter((each) => each !== null));
  if (minutes !== null && minutes > atMost)
    throw new Refusal('invalid', 'may-only-shorten', `An approver may only shorten: ${atMost} minutes at most.`, {
      field: 'minutes',
      facts: { atMostMinutes: atMost },
    });
  const approvals = step.decisions.filter(({ decision }) => decision === 'approve').length + 1;
  const isStepDone = approvals >= step.needed;
  const next = isStepDone ? (request.steps.find(({ status }) => status === 'waiting') ?? null) : null;
  return { step, isStepDone, next, grantedMinutes: isStepDone && !next ? Math.min(atMost, minutes ?? atMost) : null };
};

export const notAnApprover = (): Refusal =>
  new Refusal('forbidden', 'not-an-approver', 'The open step of this request is not yours to decide.');
