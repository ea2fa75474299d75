import type { ConnectorId, Id, PersonId } from '../../../shared/ids.ts';
import type { Instant } from '../../../shared/ports.ts';
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
  /** Who decided. */
  personId: PersonId;
  /** The candidate whose delegate they were (REQ-8); null: decided as a candidate. */
  inSteadOf: PersonId | null;
  decision: 'approve' | 'deny';
  reason: string | null;
  minutes: number | null;
}
/** What one candidate of a step has: one decision, taken by them or by their delegate. */
export interface Seat {
  personId: PersonId;
  /** In what capacity they were named; see stillHas. */
  via: string;
  /** Who was named in it, where the seat was handed over since; otherwise `personId`. */
  originId: PersonId;
}
export interface ApprovalStep {
  step: number;
  kind: ApproverKind;
  status: StepStatus;
  needed: number;
  /** Whose decision it waits for, in the order in which somebody who acts for several of them stands in. */
  candidates: Seat[];
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
  createdAt: Instant;
  expiresAt: Instant;
  version: number;
  steps: ApprovalStep[];
}

/** A request that nobody decided is closed after three days. */
export const requestLifeMs = 3 * 24 * 3_600_000;
