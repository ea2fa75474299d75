import { requirePermission, type Viewer } from '../security/model/viewer.ts';
import { Refusal } from '../shared/refusal.ts';
import { canSeeCampaign } from './model/campaign.ts';
import {
  type Decision,
  type ItemId,
  type ReviewItem,
  reasonFor,
  requireOpen,
  selfReview,
} from './model/review-item.ts';
import type { ReviewPorts } from './ports.ts';
import type { ReviewUnit } from './steps/managed-campaign.ts';

export interface DecideItem {
  viewer: Viewer;
  id: ItemId;
  decision: Decision | null;
  reason?: string | undefined;
}

/**
 * Drafts a decision, or takes it back with null: nothing happens until it is submitted. A submitted decision becomes a
 * draft again. Refuses `item-not-yours`, `self-review`, `reason-required` and `campaign-state`.
 */
export const decideItem = async (ports: ReviewPorts, { viewer, id, decision, reason }: DecideItem): Promise<void> => {
  requirePermission(viewer, 'reviews.decide');
  await ports.transact(async (unit) => {
    const item = await lockedItem(unit, viewer, id);
    if (item.reviewerId !== viewer.personId)
      throw new Refusal('forbidden', 'item-not-yours', 'Somebody else reviews this item.');
    if (item.subjectIds.includes(viewer.personId)) throw selfReview();
    requireOpen(item);
    const kept = reasonFor(decision, reason);
    const now = await ports.clock.now();
    await unit.reviewItems.setDraft(id, decision && { decision, reason: kept, by: viewer.personId }, now);
    const { submittedAt } = item;
    const detail = { decision, reason: kept, ...(submittedAt === null ? {} : { wasSubmittedAt: submittedAt }) };
    await unit.reviewItems.addEvent({
      campaignId: item.campaign.id,
      itemId: id,
      at: now,
      actorId: viewer.personId,
      event: 'drafted',
      detail,
    });
  });
};

/** The item, locked. Refuses `item-not-found`, also for one that is neither the viewer's nor in a campaign they may see. */
export const lockedItem = async (unit: ReviewUnit, viewer: Viewer, id: ItemId): Promise<ReviewItem> => {
  const item = await unit.reviewItems.lock(id);
  const isVisible = item && (item.reviewerId === viewer.personId || canSeeCampaign(viewer, item.campaign));
  if (!isVisible) throw new Refusal('not-found', 'item-not-found', 'There is no such item, or you may not see it.');
  return item;
};
