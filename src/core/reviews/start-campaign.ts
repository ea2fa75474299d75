import type { Viewer } from '../security/model/viewer.ts';
import { Refusal } from '../shared/refusal.ts';
import { type Campaign, requireOwner, requireStatus } from './model/campaign.ts';
import type { ReviewPorts, ScopeGap } from './ports.ts';
import { type CampaignCommand, recordStep, withManagedCampaign } from './steps/managed-campaign.ts';
import { tellReviewers } from './steps/tell-reviewers.ts';

/**
 * Freezes what stands in the newest publication and asks the reviewers, in one transaction (REV-2). Refuses `data-stale`
 * while part of the scope could not be read, unless the owner signs a reason, which goes into the evidence; also
 * `nothing-published`, `campaign-empty` and `campaign-state`.
 */
export const startCampaign = (
  ports: ReviewPorts,
  command: CampaignCommand & { staleReason?: string | undefined },
): Promise<void> =>
  withManagedCampaign(ports, command, async (campaign, unit) => {
    requireStatus(campaign, 'draft');
    const now = await ports.clock.now();
    const seq = await unit.campaigns.newestSeq();
    if (seq === null)
      throw new Refusal('conflict', 'nothing-published', 'AWS was not read yet: there is nothing to freeze.');
    const gaps = await unit.campaigns.gaps(campaign.scope, seq);
    const signature = signatureOf(command.viewer, campaign, gaps, command.staleReason);
    const items = await unit.campaigns.freeze(campaign, seq);
    if (items === 0)
      throw new Refusal(
        'conflict',
        'campaign-empty',
        'Nobody holds anything in this scope: there is nothing to review.',
      );
    const completeness = { ...(await unit.campaigns.completeness(campaign.scope, seq)), notReadWhole: gaps };
    await unit.campaigns.save({ ...campaign, ...signature, status: 'active', seq, completeness, startedAt: now });
    await recordStep(unit, command, {
      at: now,
      event: 'started',
      detail: { seq, items, gaps: gaps.length, ...signature },
    });
    await tellReviewers(unit, campaign, await unit.campaigns.waiting(campaign.id), now);
  });

/** The start on stale data is refused, not warned about; the reason is the owner's own signature. */
const signatureOf = (
  viewer: Viewer,
  campaign: Campaign,
  gaps: readonly ScopeGap[],
  reason: string | undefined,
): Pick<Campaign, 'staleReason' | 'staleSignedBy'> => {
  if (gaps.length === 0) return { staleReason: null, staleSignedBy: null };
  if (reason === undefined)
    throw new Refusal(
      'conflict',
      'data-stale',
      `Not read whole: ${gaps.map(({ what }) => what).join('; ')}. Read it again, or start with a reason, as the owner.`,
      { facts: { gaps: gaps.map(({ connectorId: _, ...gap }) => gap) } },
    );
  requireOwner(viewer, campaign);
  return { staleReason: reason, staleSignedBy: viewer.personId };
};
