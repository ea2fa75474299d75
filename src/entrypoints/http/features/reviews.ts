import type { reviewRoutes } from '../../../contract/reviews.ts';
import { decideItem } from '../../../core/reviews/decide-item.ts';
import type { CampaignId } from '../../../core/reviews/model/campaign.ts';
import type { ItemId } from '../../../core/reviews/model/review-item.ts';
import type { ReviewPorts } from '../../../core/reviews/ports.ts';
import { reassignItem } from '../../../core/reviews/reassign-item.ts';
import { submitDecisions } from '../../../core/reviews/submit-decisions.ts';
import type { ReviewViews } from '../../../core/reviews/views.ts';
import type { PersonId } from '../../../core/shared/ids.ts';
import type { Handlers } from '../core/implement.ts';

/** What a reviewer does: own items, drafts, submit, hand on. */
export const reviewHandlers = ({
  reviews,
  views,
}: {
  reviews: ReviewPorts;
  views: ReviewViews;
}): Handlers<typeof reviewRoutes> => ({
  myItems: ({ viewer, query: { isSubmitted, ...query } }) =>
    views.myItems(viewer, { ...query, isSubmitted: isSubmitted === undefined ? undefined : isSubmitted === 'true' }),
  decide: async ({ viewer, params, body }) => {
    await decideItem(reviews, { viewer, id: params.id as ItemId, ...body });
    return views.item(viewer, params.id);
  },
  submit: ({ viewer, actor, body }) =>
    submitDecisions(reviews, { viewer, actor, campaignId: body.campaignId as CampaignId }),
  reassign: async ({ viewer, actor, params, body }) => {
    const id = params.id as ItemId;
    const reviewerId = body.reviewerId as PersonId;
    await reassignItem(reviews, { viewer, actor, id, reviewerId, reason: body.reason });
    // Who gave it away may not see it any more, but is shown what they just did: as its new reviewer sees it.
    return views.item({ personId: reviewerId, roles: [] }, id);
  },
});
