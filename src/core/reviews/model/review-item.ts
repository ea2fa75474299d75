import type { Id, PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { Campaign, CampaignId } from './campaign.ts';

export type ItemId = Id<'itm'>;
export type Decision = 'certify' | 'revoke';
export type Remediation = 'none' | 'pending' | 'task' | 'done' | 'verified' | 'reopened';

/** A review item as far as a decision needs it; its facts are for people and the evidence. */
export interface ReviewItem {
  id: ItemId;
  campaign: Pick<Campaign, 'name' | 'status' | 'ownerId' | 'dueAt' | 'silence'> & { id: CampaignId };
  /** Whose access it is: as frozen, and as the identity is matched now. */
  subjectIds: PersonId[];
  reviewerId: PersonId | null;
  decision: Decision | null;
  reason: string | null;
  submittedAt: Instant | null;
  remediation: Remediation;
}

export const selfReview = (): Refusal => new Refusal('forbidden', 'self-review', 'Nobody reviews their own access.');

/** Refuses `campaign-state`: items wait for a decision while the campaign is active, or when they were reopened. */
export const requireOpen = ({ campaign, remediation }: Pick<ReviewItem, 'campaign' | 'remediation'>): void => {
  const { status } = campaign;
  if (status !== 'active' && !(status === 'closed' && remediation === 'reopened'))
    throw new Refusal('conflict', 'campaign-state', `The campaign is ${status}: this item is not open.`, {
      facts: { status, allowed: ['active'] },
    });
};

/** The reason to keep with a decision. Refuses `reason-required`: nobody loses access without being told why. */
export const reasonFor = (decision: Decision | null, reason: string | undefined): string | null => {
  const text = reason?.trim() || null;
  if (decision === 'revoke' && text === null)
    throw new Refusal('invalid', 'reason-required', 'Say why this access is to be revoked.', { field: 'reason' });
  return decision === null ? null : text;
};
