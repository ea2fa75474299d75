import type { PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import type { Campaign } from '../model/campaign.ts';
import type { ReviewUnit } from './managed-campaign.ts';

const silenceWords = {
  keep: 'What is not decided by then is kept.',
  revoke: 'What is not decided by then is revoked.',
  escalate: 'What is not decided by then goes to the owner of the campaign.',
} as const;

/** One message a campaign and reviewer, however many items (NOT-1); the silence rule is part of it (REV-5). */
export const tellReviewers = (
  unit: ReviewUnit,
  campaign: Pick<Campaign, 'id' | 'name' | 'dueAt' | 'silence'>,
  waiting: readonly { reviewerId: PersonId; items: number }[],
  now: Instant,
): Promise<void> =>
  unit.notifications.tell(
    waiting.map(({ reviewerId, items }) => ({
      personId: reviewerId,
      kind: 'review-waiting' as const,
      objectKind: 'campaign',
      objectId: campaign.id,
      title: `Review: ${campaign.name}`,
      body: `${items} ${items === 1 ? 'access waits' : 'accesses wait'} for your decision until ${campaign.dueAt.slice(0, 10)}. ${silenceWords[campaign.silence]}`,
      link: `/reviews/${campaign.id}`,
      dedupeKey: `review-waiting:${campaign.id}`,
    })),
    now,
  );
