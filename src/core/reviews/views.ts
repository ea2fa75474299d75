import type { PathStep } from '../inventory/model/path-sentence.ts';
import type { AwsAccountRef, PersonRef } from '../inventory/views/list.ts';
import type { Viewer } from '../security/model/viewer.ts';
import type { PublicSigningKey } from '../security/signing/ports.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Instant } from '../shared/ports.ts';
import type { CampaignScope, CampaignStatus, ReviewerRule, Silence } from './model/campaign.ts';
import type { Decision, Remediation } from './model/review-item.ts';
import type { ScopeGap } from './ports.ts';

export interface CampaignView {
  id: string;
  name: string;
  description: string;
  owner: PersonRef;
  status: CampaignStatus;
  scope: CampaignScope;
  reviewerRule: ReviewerRule;
  fallbackReviewer: PersonRef;
  silence: Silence;
  dueAt: Instant;
  asOf: Instant | null;
  startedAt: Instant | null;
  closedAt: Instant | null;
  signedOffAt: Instant | null;
  signedOffBy: PersonRef | null;
  staleReason: string | null;
  counts: {
    items: number;
    decided: number;
    submitted: number;
    certified: number;
    revoked: number;
    bySilence: number;
    remediationPending: number;
    remediationVerified: number;
    reopened: number;
  };
  canManage: boolean;
  version: number;
}
export interface PreviewView {
  items: number;
  people: number;
  withReviewer: number;
  onFallback: number;
  gaps: (Omit<ScopeGap, 'connectorId'> & { connectorId: string | null })[];
  isStartable: boolean;
  reviewers: { person: PersonRef; items: number }[];
  identityProviders: PreviewedProvider[];
}
/** An identity provider whose groups may give roles: how fresh they are is said, since nobody reads them. */
export interface PreviewedProvider {
  name: string;
  items: number;
  /** Members of its groups whose address is nobody's here; each has an item without a person. */
  unmatched: number;
  /** The newest upload that the snapshot takes; null: there was none. */
  uploadedAt: Instant | null;
  /** Groups, members or mappings changed after the publication that would be frozen, and are not in it. */
  isChangedSince: boolean;
}
export interface ReviewItemView {
  id: string;
  campaignId: string;
  campaign: {
    id: string;
    name: string;
    status: CampaignStatus;
    dueAt: Instant;
    silence: Silence;
    asOf: Instant | null;
  };
  n: number;
  person: PersonRef | null;
  identity: { id: string; name: string; kind: string; status: string | null };
  entitlement: { kind: string; name: string; awsAccount: AwsAccountRef | null };
  path: PathStep[];
  sentence: string;
  since: Instant;
  /** The held fact is a lease of ours that ends by itself then; null: standing access. */
  leaseUntil: Instant | null;
  removes: string;
  alsoRemoves: string[];
  remains: string[];
  /** Of somebody who comes through an identity provider: where the membership is, which nobody can end in AWS (DIR-4). */
  federation: { identityProvider: string; group: string; email: string } | null;
  reviewer: PersonRef | null;
  reviewerVia: string;
  decision: Decision | null;
  reason: string | null;
  decidedBy: PersonRef | null;
  decidedAt: Instant | null;
  submittedAt: Instant | null;
  isBySilence: boolean;
  remediation: Remediation;
}
export interface ProgressView {
  reviewer: PersonRef;
  items: number;
  decided: number;
  submitted: number;
  /** Of the submitted: how. What silence decided counts in neither. */
  certified: number;
  revoked: number;
  bySilence: number;
  /** Between two decisions of the reviewer, one after the other; null before the second. */
  medianSeconds: number | null;
}
export interface EvidencePackView {
  id: string;
  campaignId: string;
  createdAt: Instant;
  createdBy: PersonRef;
  keyId: string;
  sha256: string;
  bytes: number;
  fileName: string;
}

/**
 * Campaigns as far as a viewer may see them (SEC-2): the owner, Auditor and Super Administrator see a campaign whole;
 * reviewers see their items. What is not there or not visible: Refusal `campaign-not-found`, `item-not-found`.
 */
export interface ReviewViews {
  campaigns(viewer: Viewer, page: PageRequest): Promise<Page<CampaignView>>;
  campaign(viewer: Viewer, id: string): Promise<CampaignView>;
  /** Needs `campaigns.manage`: it counts over all of the scope, as the campaign would. */
  preview(
    viewer: Viewer,
    draft: { scope: CampaignScope; reviewerRule: ReviewerRule; fallbackReviewerId: string },
  ): Promise<PreviewView>;
  items(
    viewer: Viewer,
    campaignId: string,
    filter: PageRequest & { reviewerId?: string | undefined; decision?: Decision | 'none' | undefined },
  ): Promise<Page<ReviewItemView>>;
  item(viewer: Viewer, id: string): Promise<ReviewItemView>;
  /** Items that the viewer reviews, in campaigns that are open for them. */
  myItems(
    viewer: Viewer,
    filter: PageRequest & { campaignId?: string | undefined; isSubmitted?: boolean | undefined },
  ): Promise<Page<ReviewItemView>>;
  progress(viewer: Viewer, campaignId: string): Promise<ProgressView[]>;
  evidencePacks(viewer: Viewer, campaignId: string): Promise<EvidencePackView[]>;
  evidenceContent(viewer: Viewer, id: string): Promise<{ fileName: string; content: Uint8Array }>;
  /** For everybody: who verifies a pack needs them. */
  publicKeys(): Promise<PublicSigningKey[]>;
}
