import type { MembershipStores } from '../access/federated/revoke-membership.ts';
import type { FederatedRight } from '../access/model/federated-right.ts';
import type { Right } from '../access/model/right.ts';
import type { RevocationId } from '../access/provisioning-ports.ts';
import type { RevocationStores } from '../access/record-revocation.ts';
import type { Notifications } from '../notifications/ports.ts';
import type { AuditSealStore } from '../security/audit/ports.ts';
import type { SecurityStores } from '../security/ports.ts';
import type { SigningKeyStore } from '../security/signing/ports.ts';
import type { Ids, PersonId } from '../shared/ids.ts';
import type { Clock, Instant } from '../shared/ports.ts';
import type { Transact } from '../shared/transact.ts';
import type { EvidenceStore } from './evidence/ports.ts';
import type { Campaign, CampaignId, CampaignScope } from './model/campaign.ts';
import type { Decision, ItemId, ReviewItem } from './model/review-item.ts';

/** Something in a campaign's scope that could not be read. Never AWS's own message: it may name what is not to be seen. */
export interface ScopeGap {
  what: string;
  scopeKind: string;
  reason: 'denied' | 'throttled' | 'unavailable' | 'not-attempted' | 'invalid' | 'no-longer-read';
  action: string | null;
  message: string;
  since: Instant;
  connectorId: string;
}

export interface ReviewerToRemind {
  campaign: Pick<Campaign, 'id' | 'name' | 'dueAt' | 'silence'>;
  reviewerId: PersonId;
  /** That wait for them. */
  items: number;
}
export interface CampaignStore {
  add(campaign: Campaign, createdBy: PersonId, now: Instant): Promise<void>;
  /** Locks the row until the end of the transaction. */
  lock(id: CampaignId): Promise<Campaign | null>;
  /** Writes what may change and raises the version. */
  save(campaign: Campaign): Promise<void>;
  /** Those of the scope that no publication has. */
  unknownAwsAccounts(scope: CampaignScope): Promise<string[]>;
  newestSeq(): Promise<number | null>;
  /** What was not read whole as of that publication, and connectors whose last run failed. */
  gaps(scope: CampaignScope, seq: number): Promise<ScopeGap[]>;
  /** The completeness statement without the gaps: what was read, when, by which run; what is never read. */
  completeness(scope: CampaignScope, seq: number): Promise<object>;
  /** Makes the items in one statement, with reviewers and facts as of the publication; returns how many. */
  freeze(campaign: Campaign, seq: number): Promise<number>;
  /** Reviewers with items that wait for them. */
  waiting(id: CampaignId): Promise<{ reviewerId: PersonId; items: number }[]>;
  /** Reviewers of active campaigns due within two days with items that wait: not reminded yet, and not told lately. */
  toRemind(now: Instant): Promise<ReviewerToRemind[]>;
}

export interface NewReviewEvent {
  campaignId: CampaignId;
  itemId?: ItemId;
  at: Instant;
  actorId: PersonId | null;
  event: string;
  detail?: Record<string, unknown>;
}

/** What a revocation takes away, with all revoked items that it stands for: one membership may give much. */
export interface RevokedRight {
  itemIds: ItemId[];
  right: Right | FederatedRight;
  reason: string;
  decidedBy: PersonId | null;
}

export interface ReviewItemStore {
  /** Locks the item, and before it the campaign against a close meanwhile. */
  lock(id: ItemId): Promise<ReviewItem | null>;
  /** A draft; null takes it back. */
  setDraft(
    id: ItemId,
    decision: { decision: Decision; reason: string | null; by: PersonId } | null,
    now: Instant,
  ): Promise<void>;
  reassign(id: ItemId, reviewerId: PersonId): Promise<void>;
  /** Submits the person's drafts, with one event each. */
  submit(campaignId: CampaignId, reviewerId: PersonId, now: Instant): Promise<{ submitted: number; left: number }>;
  isReviewer(campaignId: CampaignId, personId: PersonId): Promise<boolean>;
  openCount(campaignId: CampaignId): Promise<number>;
  /** Decides what is not submitted, marked as by silence, with one event each; returns how many. */
  decideBySilence(campaignId: CampaignId, decision: Decision, reason: string, now: Instant): Promise<number>;
  /** Hands what is not submitted to the owner (to the fallback where it is the owner's own), with one event each. */
  escalate(campaign: Campaign, now: Instant): Promise<number>;
  /** Submitted revocations that no revocation was recorded for. Notes certified items that lose their access with them. */
  revokedRights(campaignId: CampaignId, now: Instant): Promise<RevokedRight[]>;
  setRemediation(
    itemIds: readonly ItemId[],
    remediation: 'pending' | 'none',
    revocationId: RevocationId | null,
  ): Promise<void>;
  /** Revoked and not proven gone. */
  unprovenCount(campaignId: CampaignId): Promise<number>;
  addEvent(event: NewReviewEvent): Promise<void>;
}

export interface ReopenedItem {
  id: ItemId;
  campaignId: CampaignId;
  campaignName: string;
  ownerId: PersonId;
  reviewerId: PersonId | null;
  sentence: string;
}
export interface RemediationStore {
  /** Marks revoked items whose held fact the newest publication no longer has. Facts that could not be read still stand. */
  verify(now: Instant): Promise<number>;
  /** Proven items whose held fact is there again, in campaigns that are not signed off; they wait for a decision again. */
  reopen(now: Instant): Promise<ReopenedItem[]>;
}

export interface ReviewStores
  extends Pick<SecurityStores, 'people' | 'idempotency'>,
    RevocationStores,
    MembershipStores {
  notifications: Notifications;
  campaigns: CampaignStore;
  reviewItems: ReviewItemStore;
  remediation: RemediationStore;
  signingKeys: SigningKeyStore;
  auditSeal: Pick<AuditSealStore, 'newestCheckpoint'>;
  evidence: EvidenceStore;
}
export interface ReviewPorts {
  transact: Transact<ReviewStores>;
  clock: Clock;
  ids: Ids;
}
