import type { Instant } from '../../shared/ports.ts';

export interface EvidencePerson {
  id: string;
  name: string;
  email: string | null;
}
/** One frozen item: whose access, by which path, from which facts. */
export interface PopulationRow {
  n: number;
  itemId: string;
  personId: string | null;
  personName: string | null;
  personEmail: string | null;
  /** `inactive`: the directory said that this person has left. */
  personStatus: string | null;
  identityName: string;
  identityKind: string;
  identityNativeId: string;
  identityStatus: string | null;
  matchedBy: string | null;
  entitlementKind: string;
  entitlement: string;
  awsAccountId: string | null;
  awsAccountName: string | null;
  path: string;
  since: Instant;
  /** Access for a limited time, given by the product: until then. Null: standing access. */
  leaseUntil: Instant | null;
  removes: string;
  alsoRemoves: string[];
  remains: string[];
  factsDigest: string;
  /** Of a federated person: the identity provider and its group that give the role. */
  identityProvider: string | null;
  identityProviderGroup: string | null;
}
export interface DecisionRow {
  n: number;
  itemId: string;
  path: string;
  reviewer: EvidencePerson | null;
  reviewerVia: string;
  decision: string | null;
  reason: string | null;
  decidedBy: EvidencePerson | null;
  decidedAt: Instant | null;
  submittedAt: Instant | null;
  isBySilence: boolean;
  factsDigest: string;
}
export interface EventRow {
  n: number;
  at: Instant;
  event: string;
  itemId: string | null;
  actor: EvidencePerson | null;
  detail: Record<string, unknown>;
}
export interface ReassignmentRow {
  at: Instant;
  itemId: string;
  from: EvidencePerson | null;
  to: EvidencePerson | null;
  by: EvidencePerson | null;
  reason: string | null;
}
export interface RemediationRow {
  n: number;
  itemId: string;
  removes: string;
  state: string;
  revocationId: string | null;
  recordedAt: Instant | null;
  doneAt: Instant | null;
  awsRequestIds: string[];
  verifiedAt: Instant | null;
  /** The publication that no longer had the access. */
  verifiedPublication: number | null;
  failure: unknown;
  /** The upload of the identity provider's groups that no longer had the member. */
  verifiedUploadAt: Instant | null;
}
export interface ReviewerRow {
  reviewer: EvidencePerson;
  items: number;
  submitted: number;
  certified: number;
  revoked: number;
  bySilence: number;
  medianSeconds: number | null;
}

/** What a pack says, before it becomes files. Rows come in a fixed order, so that the same data give the same bytes. */
export interface EvidenceData {
  campaign: Record<string, unknown> & { id: string; name: string };
  completeness: unknown;
  population: PopulationRow[];
  decisions: DecisionRow[];
  events: EventRow[];
  reassignments: ReassignmentRow[];
  remediation: RemediationRow[];
  reviewers: ReviewerRow[];
}
