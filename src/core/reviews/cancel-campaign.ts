import { requireStatus } from './model/campaign.ts';
import type { ReviewPorts } from './ports.ts';
import { type CampaignCommand, recordStep, withManagedCampaign } from './steps/managed-campaign.ts';

/** Ends a campaign before its close: no decision of it is carried out. */
export const cancelCampaign = (ports: ReviewPorts, command: CampaignCommand): Promise<void> =>
  withManagedCampaign(ports, command, async (campaign, unit) => {
    requireStatus(campaign, 'draft', 'active');
    const now = await ports.clock.now();
    await unit.campaigns.save({ ...campaign, status: 'cancelled', closedAt: now, closedBy: command.viewer.personId });
    await recordStep(unit, command, { at: now, event: 'cancelled' });
  });
