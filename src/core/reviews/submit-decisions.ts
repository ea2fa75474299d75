import { requirePermission, type Viewer } from '../security/model/viewer.ts';
import type { Actor } from '../shared/ports.ts';
import { type CampaignId, requireStatus } from './model/campaign.ts';
import type { ReviewPorts } from './ports.ts';
import { campaignNotFound } from './steps/managed-campaign.ts';
import { recordRevocations } from './steps/record-revocations.ts';

/**
 * Submits the viewer's own drafts of a campaign. While it is active that is all; in a closed one (items that were
 * reopened) revocations are recorded at once. Refuses `campaign-not-found` to who reviews nothing in it.
 */
export const submitDecisions = (
  ports: ReviewPorts,
  command: { viewer: Viewer; actor: Actor; campaignId: CampaignId },
): Promise<{ submitted: number; left: number }> => {
  const { viewer, actor, campaignId } = command;
  requirePermission(viewer, 'reviews.decide');
  return ports.transact(async (unit) => {
    const campaign = await unit.campaigns.lock(campaignId);
    if (!campaign || !(await unit.reviewItems.isReviewer(campaignId, viewer.personId))) throw campaignNotFound();
    requireStatus(campaign, 'active', 'closed');
    const now = await ports.clock.now();
    const outcome = await unit.reviewItems.submit(campaignId, viewer.personId, now);
    if (outcome.submitted === 0) return outcome;
    if (campaign.status === 'closed') await recordRevocations(ports, unit, { viewer, actor, id: campaignId }, now);
    await unit.audit({
      at: now,
      actor,
      action: 'review.submitted',
      objectKind: 'campaign',
      objectId: campaignId,
      detail: outcome,
    });
    return outcome;
  });
};
