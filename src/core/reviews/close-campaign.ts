import { Refusal } from '../shared/refusal.ts';
import { type Campaign, requireStatus } from './model/campaign.ts';
import type { ReviewPorts } from './ports.ts';
import { type CampaignCommand, type ReviewUnit, recordStep, withManagedCampaign } from './steps/managed-campaign.ts';
import { recordRevocations } from './steps/record-revocations.ts';
import { tellReviewers } from './steps/tell-reviewers.ts';

const silenceReasons = {
  keep: 'Not decided before the campaign closed: its rule of silence is to keep.',
  revoke: 'Not decided before the campaign closed: its rule of silence is to revoke.',
} as const;

/**
 * Closes the campaign: what nobody submitted is decided by the silence rule and marked so; each revoked access becomes a
 * revocation in the same transaction (REV-6). With the rule `escalate`, undecided items go to the owner and the close is
 * refused with `items-escalated` until they are decided.
 */
export const closeCampaign = async (ports: ReviewPorts, command: CampaignCommand): Promise<void> => {
  const escalated = await withManagedCampaign(ports, command, async (campaign, unit) => {
    requireStatus(campaign, 'active');
    const now = await ports.clock.now();
    const undecided = await unit.reviewItems.openCount(campaign.id);
    if (undecided > 0 && campaign.silence === 'escalate') return escalate(unit, command, campaign, now);
    const bySilence =
      undecided === 0 || campaign.silence === 'escalate'
        ? 0
        : await decideBySilence(unit, campaign, campaign.silence, now);
    const revocations = await recordRevocations(ports, unit, command, now);
    await unit.campaigns.save({ ...campaign, status: 'closed', closedAt: now, closedBy: command.viewer.personId });
    const isEarly = Date.parse(now) < Date.parse(campaign.dueAt);
    await recordStep(unit, command, { at: now, event: 'closed', detail: { bySilence, revocations, isEarly } });
    return 0;
  });
  // The hand-over is committed; only the close is refused.
  if (escalated > 0)
    throw new Refusal(
      'conflict',
      'items-escalated',
      `${escalated} undecided items now wait for the owner of the campaign.`,
      {
        facts: { items: escalated },
      },
    );
};

const decideBySilence = (unit: ReviewUnit, campaign: Campaign, silence: 'keep' | 'revoke', now: string) =>
  unit.reviewItems.decideBySilence(
    campaign.id,
    silence === 'keep' ? 'certify' : 'revoke',
    silenceReasons[silence],
    now,
  );

const escalate = async (
  unit: ReviewUnit,
  command: CampaignCommand,
  campaign: Campaign,
  now: string,
): Promise<number> => {
  const items = await unit.reviewItems.escalate(campaign, now);
  await unit.audit({
    at: now,
    actor: command.actor,
    action: 'campaign.escalated',
    objectKind: 'campaign',
    objectId: campaign.id,
    detail: { items },
  });
  await tellReviewers(unit, campaign, await unit.campaigns.waiting(campaign.id), now);
  return items;
};
