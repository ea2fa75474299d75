import type { evidenceRoutes } from '../../../contract/evidence.ts';
import { type EvidencePorts, makeEvidence } from '../../../core/reviews/evidence/make-evidence.ts';
import type { CampaignId } from '../../../core/reviews/model/campaign.ts';
import type { ReviewViews } from '../../../core/reviews/views.ts';
import type { Handlers } from '../core/implement.ts';
import { idempotentRequest } from './idempotent-request.ts';

/** Signed packs of a campaign, and the keys that verify them (REV-8). */
export const evidenceHandlers = ({
  reviews,
  views,
}: {
  reviews: EvidencePorts;
  views: ReviewViews;
}): Handlers<typeof evidenceRoutes> => ({
  makeEvidence: async (input) => {
    const { viewer, actor, params } = input;
    const idempotency = idempotentRequest(input);
    const id = await makeEvidence(reviews, { viewer, actor, id: params.id as CampaignId, idempotency });
    const pack = (await views.evidencePacks(viewer, params.id)).find((each) => each.id === id);
    if (!pack) throw new Error(`Evidence pack ${id} is not there after it was made.`);
    return pack;
  },
  evidence: async ({ viewer, params }) => ({ items: await views.evidencePacks(viewer, params.id) }),
  downloadEvidence: async ({ viewer, params, request, reply }) => {
    const { fileName, content } = await views.evidenceContent(viewer, params.id);
    if (!(request.headers.accept ?? '').includes('application/zip'))
      return { fileName, base64: Buffer.from(content).toString('base64') };
    reply.type('application/zip').header('content-disposition', `attachment; filename="${fileName}"`);
    // A buffer goes out as it is, past the serializer of the JSON answer.
    return Buffer.from(content) as never;
  },
  publicKeys: async () => ({ keys: await views.publicKeys() }),
});
