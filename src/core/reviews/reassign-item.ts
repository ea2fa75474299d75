import { requirePermission, type Viewer } from '../security/model/viewer.ts';
import type { PersonId } from '../shared/ids.ts';
import type { Actor } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import { lockedItem } from './decide-item.ts';
import { canManageCampaign } from './model/campaign.ts';
import { type ItemId, requireOpen, selfReview } from './model/review-item.ts';
import type { ReviewPorts } from './ports.ts';
import { requireReviewer } from './steps/active-reviewer.ts';
import { tellReviewers } from './steps/tell-reviewers.ts';

export interface ReassignItem {
  viewer: Viewer;
  actor: Actor;
  id: ItemId;
  reviewerId: PersonId;
  reason: string;
}

/**
 * Gives an item to another reviewer, with a reason: by its reviewer, or by who manages the campaign. A draft is dropped.
 * Refuses `self-review` where the item is the new reviewer's own access, `item-submitted`, `reviewer-unknown`.
 */
export const reassignItem = async (ports: ReviewPorts, command: ReassignItem): Promise<void> => {
  const { viewer, actor, id, reviewerId, reason } = command;
  requirePermission(viewer, 'reviews.decide');
  await ports.transact(async (unit) => {
    const item = await lockedItem(unit, viewer, id);
    if (item.reviewerId !== viewer.personId && !canManageCampaign(viewer, item.campaign))
      throw new Refusal('forbidden', 'item-not-yours', 'Somebody else reviews this item.');
    requireOpen(item);
    if (item.submittedAt !== null)
      throw new Refusal('conflict', 'item-submitted', 'The decision is submitted; its reviewer takes it back first.');
    if (item.subjectIds.includes(reviewerId)) throw selfReview();
    await requireReviewer(unit, reviewerId, 'reviewerId');
    const now = await ports.clock.now();
    await unit.reviewItems.reassign(id, reviewerId);
    const detail = { from: item.reviewerId, to: reviewerId, reason };
    await unit.reviewItems.addEvent({
      campaignId: item.campaign.id,
      itemId: id,
      at: now,
      actorId: viewer.personId,
      event: 'reassigned',
      detail,
    });
    await unit.audit({ at: now, actor, action: 'review.reassigned', objectKind: 'review-item', objectId: id, detail });
    await tellReviewers(unit, item.campaign, [{ reviewerId, items: 1 }], now);
  });
};
