import type { FastifyInstance } from 'fastify';
import { campaignRoutes } from '../../../contract/campaigns.ts';
import { cancelCampaign } from '../../../core/reviews/cancel-campaign.ts';
import { closeCampaign } from '../../../core/reviews/close-campaign.ts';
import { draftCampaign } from '../../../core/reviews/draft-campaign.ts';
import type { EvidencePorts } from '../../../core/reviews/evidence/make-evidence.ts';
import type { CampaignId } from '../../../core/reviews/model/campaign.ts';
import { signOffCampaign } from '../../../core/reviews/sign-off-campaign.ts';
import { startCampaign } from '../../../core/reviews/start-campaign.ts';
import type { ReviewViews } from '../../../core/reviews/views.ts';
import type { Viewer } from '../../../core/security/model/viewer.ts';
import type { PersonId } from '../../../core/shared/ids.ts';
import type { Actor } from '../../../core/shared/ports.ts';
import type { Authenticator } from '../core/authenticate.ts';
import { type Handlers, implement } from '../core/implement.ts';
import { evidenceHandlers } from './evidence.ts';
import { idempotentRequest } from './idempotent-request.ts';
import { reviewHandlers } from './reviews.ts';

export interface CampaignRoutePorts {
  reviews: EvidencePorts;
  views: ReviewViews;
}
type Rest = keyof ReturnType<typeof evidenceHandlers> | keyof ReturnType<typeof reviewHandlers>;

/** Campaigns, the reviewers' side of them, and evidence (REV). */
export const registerCampaignRoutes = (
  app: FastifyInstance,
  authenticator: Authenticator,
  ports: CampaignRoutePorts,
): void =>
  implement(app, authenticator, campaignRoutes, {
    ...campaignHandlers(ports),
    ...reviewHandlers(ports),
    ...evidenceHandlers(ports),
  });

const commandOf = ({ viewer, actor, params }: { viewer: Viewer; actor: Actor; params: { id: string } }) => ({
  viewer,
  actor,
  id: params.id as CampaignId,
});

const campaignHandlers = ({ reviews, views }: CampaignRoutePorts): Omit<Handlers<typeof campaignRoutes>, Rest> => {
  const seen = (input: { viewer: Viewer; params: { id: string } }) => views.campaign(input.viewer, input.params.id);
  return {
    list: ({ viewer, query }) => views.campaigns(viewer, query),
    add: async (input) => {
      const { viewer, actor, body } = input;
      const draft = { ...body, fallbackReviewerId: body.fallbackReviewerId as PersonId };
      const id = await draftCampaign(reviews, { viewer, actor, draft, idempotency: idempotentRequest(input) });
      return views.campaign(viewer, id);
    },
    preview: ({ viewer, body }) => views.preview(viewer, body),
    get: seen,
    start: async (input) => {
      await startCampaign(reviews, { ...commandOf(input), staleReason: input.body.staleReason });
      return seen(input);
    },
    items: ({ viewer, params, query }) => views.items(viewer, params.id, query),
    progress: async ({ viewer, params }) => ({ items: await views.progress(viewer, params.id) }),
    close: async (input) => {
      await closeCampaign(reviews, commandOf(input));
      return seen(input);
    },
    signOff: async (input) => {
      await signOffCampaign(reviews, { ...commandOf(input), note: input.body.note });
      return seen(input);
    },
    cancel: async (input) => {
      await cancelCampaign(reviews, commandOf(input));
      return seen(input);
    },
  };
};
