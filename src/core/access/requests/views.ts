import type { PathStep } from '../../inventory/model/path-sentence.ts';
import type { Viewer } from '../../security/model/viewer.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import type { Instant } from '../../shared/ports.ts';
import type { LeaseStatus } from '../model/lease.ts';
import type { PolicyLink } from '../model/policy/choose-workflow.ts';
import type { ApproverKind } from '../model/policy/policy-form.ts';
import type { LeaseId, RequestId, RequestStatus, StepStatus } from '../model/request/access-request.ts';
import type { EntitlementNameView } from './read-catalog.ts';

interface PersonLink {
  id: PersonId;
  name: string;
}
/** Somebody of a delegation, and until when it holds. */
interface StandIn extends PersonLink {
  until: Instant;
}
/** A lease as the API shows it; the lease views make it. */
export interface LeaseOfRequest {
  id: LeaseId;
  requestId: RequestId;
  requestNumber: number;
  person: PersonLink;
  entitlement: EntitlementNameView;
  status: LeaseStatus;
  startsAt: Instant;
  endsAt: Instant;
  activatedAt: Instant | null;
  endedAt: Instant | null;
  endReason: 'expired' | 'given-back' | 'revoked' | 'cancelled' | 'failed' | null;
  endedBy: PersonLink | null;
  failure: { code: string; message: string; awsError: string | null; since: Instant } | null;
  manualTaskId: string | null;
  sessionsMayLastUntil: Instant | null;
  portalUrl: string | null;
  cliProfile: string | null;
  canGiveBack: boolean;
  canExtend: boolean;
  canRevoke: boolean;
}
export interface RequestView {
  id: RequestId;
  number: number;
  requester: PersonLink;
  person: PersonLink;
  entitlement: EntitlementNameView;
  durationMinutes: number;
  grantedMinutes: number | null;
  startsAt: Instant | null;
  reason: string;
  ticket: string | null;
  extendsLeaseId: LeaseId | null;
  status: RequestStatus;
  steps: {
    step: number;
    kind: ApproverKind;
    status: StepStatus;
    needed: number;
    candidates: (PersonLink & { via: string; delegate: StandIn | null })[];
    /** Seats that were handed over, in order. */
    reassignments: { from: PersonLink; to: PersonLink; reason: string; at: Instant }[];
    decisions: {
      person: PersonLink;
      inSteadOf: PersonLink | null;
      decision: 'approve' | 'deny';
      reason: string | null;
      minutes: number | null;
      at: Instant;
    }[];
  }[];
  policies: PolicyLink[];
  policyRevision: number;
  createdAt: Instant;
  expiresAt: Instant;
  decidedAt: Instant | null;
  lease: LeaseOfRequest | null;
  canDecide: boolean;
  decidesInSteadOf: StandIn | null;
  canReassign: boolean;
  canCancel: boolean;
  version: number;
}
export interface ApprovalView {
  request: RequestView;
  alreadyHolds: { sentence: string; path: PathStep[] }[];
  earlier: { id: RequestId; number: number; status: string; createdAt: Instant }[];
}
export interface RequestListQuery extends PageRequest {
  status?: RequestStatus | undefined;
  isMine?: boolean | undefined;
  personId?: string | undefined;
}

/**
 * Requests as far as a viewer may see them (SEC-2): own, for oneself and for reports, those one may decide, those whose
 * open step waits for somebody for whom one acts and those decided in somebody's stead, and those on applications and
 * connectors one owns; all for who sees everything. Also in totals.
 */
export interface RequestViews {
  list(viewer: Viewer, query: RequestListQuery): Promise<Page<RequestView>>;
  /** Null for what is not there and what the viewer may not see alike. */
  get(viewer: Viewer, id: RequestId): Promise<RequestView | null>;
  /** Those that wait for this viewer's decision, due first, with the facts that the decision needs. */
  approvals(viewer: Viewer, page: PageRequest): Promise<Page<ApprovalView>>;
  /** One of these; null where it does not wait for this viewer. */
  approval(viewer: Viewer, id: RequestId): Promise<ApprovalView | null>;
}
/** Leases of these requests, by request; the viewer says what may be done with each. */
export type LeasesOfRequests = (viewer: Viewer, ids: readonly RequestId[]) => Promise<Map<string, LeaseOfRequest>>;
