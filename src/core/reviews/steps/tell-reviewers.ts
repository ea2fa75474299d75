import type { PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import type { Campaign } from '../model/campaign.ts';
import type { ReviewerToRemind } from '../ports.ts';
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
      body: bodyOf(campaign, items),
      link: `/reviews/${campaign.id}`,
      dedupeKey: `review-waiting:${campaign.id}`,
    })),
    now,
  );

/** One reminder a campaign and reviewer, whatever happens to the items afterwards. */
export const remindOfReview = (
  unit: Pick<ReviewUnit, 'notifications'>,
  due: readonly ReviewerToRemind[],
  now: Instant,
): Promise<void> =>
  unit.notifications.tell(
    due.map(({ campaign, reviewerId, items }) => ({
      personId: reviewerId,
      kind: 'review-reminder' as const,
      objectKind: 'campaign',
      objectId: campaign.id,
      title: `Due soon: ${campaign.name}`,
      body: bodyOf(campaign, items),
      link: `/reviews/${campaign.id}`,
      dedupeKey: `review-reminder:${campaign.id}`,
    })),
    now,
  );

const bodyOf = ({ dueAt, silence }: Pick<Campaign, 'dueAt' | 'silence'>, items: number): string =>
  `${items} ${items === 1 ? 'access waits' : 'accesses wait'} for your decision until ${dueAt.slice(0, 10)}. ${silenceWords[silence]}`;
