import { Refusal } from '../shared/refusal.ts';
import { requireOwner, requireStatus } from './model/campaign.ts';
import type { ReviewPorts } from './ports.ts';
import { type CampaignCommand, recordStep, withManagedCampaign } from './steps/managed-campaign.ts';

const shortestNote = 10;

/**
 * The owner's signature under a closed campaign (REV-7); nothing is re-opened after it. Refuses `not-the-owner`, and
 * `remediation-open` while revoked access is not proven gone and no note says why; the evidence lists what is open.
 */
export const signOffCampaign = (ports: ReviewPorts, command: CampaignCommand & { note: string }): Promise<void> =>
  withManagedCampaign(ports, command, async (campaign, unit) => {
    requireStatus(campaign, 'closed');
    requireOwner(command.viewer, campaign);
    const open = await unit.reviewItems.unprovenCount(campaign.id);
    const note = command.note.trim();
    if (open > 0 && note.length < shortestNote)
      throw new Refusal(
        'conflict',
        'remediation-open',
        `${open} revoked accesses are not proven gone. Wait for the next reading, or say in the note why you sign now.`,
        { field: 'note', facts: { open } },
      );
    const now = await ports.clock.now();
    await unit.campaigns.save({
      ...campaign,
      status: 'signed-off',
      signedOffAt: now,
      signedOffBy: command.viewer.personId,
      signOffNote: note || null,
    });
    await recordStep(unit, command, { at: now, event: 'signed-off', detail: { note, remediationOpen: open } });
  });
