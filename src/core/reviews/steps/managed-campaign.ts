import { requirePermission, type Viewer } from '../../security/model/viewer.ts';
import type { Actor, UnitOfWork } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { type Campaign, type CampaignId, canManageCampaign, canSeeCampaign } from '../model/campaign.ts';
import type { ReviewPorts, ReviewStores } from '../ports.ts';

export interface CampaignCommand {
  viewer: Viewer;
  actor: Actor;
  id: CampaignId;
}
export type ReviewUnit = UnitOfWork & ReviewStores;

export const campaignNotFound = (): Refusal =>
  new Refusal('not-found', 'campaign-not-found', 'There is no such campaign, or you may not see it.');

/**
 * Runs `work` on a campaign that the viewer may manage, locked, in one transaction. Refuses `campaign-not-found`, also
 * for one that exists and the viewer may not see, and `campaign-not-yours` for one that they may only read.
 */
export const withManagedCampaign = <T>(
  ports: Pick<ReviewPorts, 'transact'>,
  command: CampaignCommand,
  work: (campaign: Campaign, unit: ReviewUnit) => Promise<T>,
): Promise<T> => {
  requirePermission(command.viewer, 'campaigns.manage');
  return ports.transact(async (unit) => {
    const campaign = await unit.campaigns.lock(command.id);
    if (!campaign || !canSeeCampaign(command.viewer, campaign)) throw campaignNotFound();
    if (!canManageCampaign(command.viewer, campaign))
      throw new Refusal('forbidden', 'campaign-not-yours', 'Only its owner and Super Administrators may do this.');
    return work(campaign, unit);
  });
};

/** One step in the campaign's life: an event for the evidence, and an entry in the audit log. */
export const recordStep = async (
  unit: ReviewUnit,
  { actor, id, viewer }: CampaignCommand,
  step: { at: string; event: string; detail?: Record<string, unknown> },
): Promise<void> => {
  const { at, event, detail = {} } = step;
  await unit.reviewItems.addEvent({ campaignId: id, at, actorId: viewer.personId, event, detail });
  await unit.audit({ at, actor, action: `campaign.${event}`, objectKind: 'campaign', objectId: id, detail });
};
