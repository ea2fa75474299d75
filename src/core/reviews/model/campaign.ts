import { seesEverything, type Viewer } from '../../security/model/viewer.ts';
import type { Id, PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';

export type CampaignId = Id<'cmp'>;
export type CampaignStatus = 'draft' | 'active' | 'closed' | 'signed-off' | 'cancelled';
export type ReviewerRule = 'manager' | 'application-owner';
/** What happens at the close to what nobody decided: chosen before the start and shown to reviewers (REV-5). */
export type Silence = 'keep' | 'revoke' | 'escalate';

export interface CampaignScope {
  awsAccountIds: 'all' | string[];
  /** Also memberships of Identity Center groups that reach these AWS accounts. */
  includesGroups: boolean;
}

export interface Campaign {
  id: CampaignId;
  name: string;
  description: string;
  ownerId: PersonId;
  status: CampaignStatus;
  scope: CampaignScope;
  reviewerRule: ReviewerRule;
  fallbackReviewerId: PersonId;
  silence: Silence;
  dueAt: Instant;
  /** The publication that was frozen. */
  seq: number | null;
  /** What was read, what was not and why, at the start. */
  completeness: object | null;
  staleReason: string | null;
  staleSignedBy: PersonId | null;
  startedAt: Instant | null;
  closedAt: Instant | null;
  closedBy: PersonId | null;
  signedOffAt: Instant | null;
  signedOffBy: PersonId | null;
  signOffNote: string | null;
}
export type CampaignDraft = Pick<
  Campaign,
  'name' | 'description' | 'scope' | 'reviewerRule' | 'fallbackReviewerId' | 'silence' | 'dueAt'
>;

type Owned = Pick<Campaign, 'ownerId'>;
export const canManageCampaign = (viewer: Viewer, campaign: Owned): boolean =>
  viewer.roles.includes('super-administrator') ||
  (viewer.roles.includes('campaign-administrator') && campaign.ownerId === viewer.personId);

/** SEC-2: the owner, Auditor and Super Administrator; reviewers see their items, not the campaign. */
export const canSeeCampaign = (viewer: Viewer, campaign: Owned): boolean =>
  seesEverything(viewer) || canManageCampaign(viewer, campaign);

/** Refuses `campaign-state` unless the campaign is in one of these states. */
export const requireStatus = (campaign: Pick<Campaign, 'status'>, ...allowed: CampaignStatus[]): void => {
  if (allowed.includes(campaign.status)) return;
  throw new Refusal(
    'conflict',
    'campaign-state',
    `This takes a campaign that is ${allowed.join(' or ')}; it is ${campaign.status}.`,
    {
      facts: { status: campaign.status, allowed },
    },
  );
};

/** Refuses `not-the-owner`: a signature is personal, also for Super Administrators. */
export const requireOwner = (viewer: Viewer, campaign: Owned): void => {
  if (campaign.ownerId !== viewer.personId)
    throw new Refusal('forbidden', 'not-the-owner', 'Only the owner of the campaign may sign for it.');
};
