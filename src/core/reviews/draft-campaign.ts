import { requirePermission, type Viewer } from '../security/model/viewer.ts';
import type { IdempotentRequest } from '../shared/idempotency.ts';
import type { Actor } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import type { Campaign, CampaignDraft, CampaignId, CampaignScope } from './model/campaign.ts';
import type { ReviewPorts } from './ports.ts';
import { requireReviewer } from './steps/active-reviewer.ts';
import { type ReviewUnit, recordStep } from './steps/managed-campaign.ts';

export interface DraftCampaign {
  viewer: Viewer;
  actor: Actor;
  draft: CampaignDraft;
  idempotency: IdempotentRequest | null;
}

/**
 * Drafts a campaign, whose owner is whoever drafts it; returns its id, or the first one's when the request is a
 * repetition. Refuses `due-in-the-past`, `reviewer-unknown` and `aws-account-unknown`.
 */
export const draftCampaign = async (ports: ReviewPorts, command: DraftCampaign): Promise<CampaignId> => {
  requirePermission(command.viewer, 'campaigns.manage');
  const { viewer, draft } = command;
  return ports.transact(async (unit) => {
    const id: CampaignId = ports.ids.next('cmp');
    const earlier = command.idempotency && (await unit.idempotency.claim(command.idempotency, id));
    if (earlier) return earlier as CampaignId;
    const now = await ports.clock.now();
    if (Date.parse(draft.dueAt) <= Date.parse(now))
      throw new Refusal('invalid', 'due-in-the-past', 'The due date is over.', { field: 'dueAt' });
    await requireReviewer(unit, draft.fallbackReviewerId, 'fallbackReviewerId');
    await requireKnownScope(unit, draft.scope);
    await unit.campaigns.add({ ...draft, ...unstarted, id, ownerId: viewer.personId }, viewer.personId, now);
    await recordStep(unit, { ...command, id }, { at: now, event: 'drafted', detail: { name: draft.name } });
    return id;
  });
};

const unstarted: Omit<Campaign, keyof CampaignDraft | 'id' | 'ownerId'> = {
  status: 'draft',
  seq: null,
  completeness: null,
  staleReason: null,
  staleSignedBy: null,
  startedAt: null,
  closedAt: null,
  closedBy: null,
  signedOffAt: null,
  signedOffBy: null,
  signOffNote: null,
};

const requireKnownScope = async (unit: ReviewUnit, scope: CampaignScope): Promise<void> => {
  const unknown = await unit.campaigns.unknownAwsAccounts(scope);
  if (unknown.length > 0)
    throw new Refusal('invalid', 'aws-account-unknown', `No connector has read ${unknown.join(', ')}.`, {
      field: 'scope.awsAccountIds',
      facts: { unknown },
    });
};
