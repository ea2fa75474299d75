import { z } from 'zod';
import { PathStep } from './access.ts';
import { routes } from './route.ts';
import { AwsAccountLink, EntityId, Instant, PageQuery, PersonId, PersonLink, pageOf } from './shared.ts';

export const CampaignId = z.string().regex(/^cmp_[0-9a-z]+$/);
export const ItemId = z.string().regex(/^itm_[0-9a-z]+$/);
export const ReviewItem = z
  .object({
    id: ItemId,
    campaignId: CampaignId,
    /** What a reviewer must know of a campaign that only its owner may open. */
    campaign: z.object({
      id: CampaignId,
      name: z.string(),
      status: z.enum(['draft', 'active', 'closed', 'signed-off', 'cancelled']),
      dueAt: Instant,
      silence: z.enum(['keep', 'revoke', 'escalate']),
      asOf: Instant.nullable(),
    }),
    n: z.number().int(),
    person: PersonLink.nullable(),
    identity: z.object({ id: EntityId, name: z.string(), kind: z.string(), status: z.string().nullable() }),
    entitlement: z.object({ kind: z.string(), name: z.string(), awsAccount: AwsAccountLink.nullable() }),
    path: z.array(PathStep),
    sentence: z.string(),
    since: Instant,
    /** The access is a lease of ours that ends by itself then; null: standing access. */
    leaseUntil: Instant.nullable(),
    /** What a revocation removes, in words, and what else that takes away. */
    removes: z.string(),
    alsoRemoves: z.array(z.string()),
    /** Other ways by which the same access stays after a revocation, as sentences. */
    remains: z.array(z.string()),
    /** The person comes through an identity provider: a revocation is a task for its administrators. */
    federation: z.object({ identityProvider: z.string(), group: z.string(), email: z.string() }).nullable(),
    reviewer: PersonLink.nullable(),
    reviewerVia: z.string(),
    decision: z.enum(['certify', 'revoke']).nullable(),
    reason: z.string().nullable(),
    decidedBy: PersonLink.nullable(),
    decidedAt: Instant.nullable(),
    submittedAt: Instant.nullable(),
    isBySilence: z.boolean(),
    remediation: z.enum(['none', 'pending', 'task', 'done', 'verified', 'reopened']),
  })
  .meta({ id: 'ReviewItem' });
export type ReviewItem = z.infer<typeof ReviewItem>;

const tag = 'Reviews';
const review = 'reviews.decide';
/** What a reviewer does; part of campaignRoutes. */
export const reviewRoutes = routes({
  myItems: {
    method: 'GET',
    path: '/api/v1/reviews/items',
    permission: review,
    tag,
    summary: 'Items that wait for me',
    query: PageQuery.extend({ campaignId: CampaignId.optional(), isSubmitted: z.enum(['true', 'false']).optional() }),
    response: pageOf(ReviewItem),
  },
  decide: {
    method: 'POST',
    path: '/api/v1/reviews/items/:id/decision',
    permission: review,
    tag,
    summary: 'Draft a decision (null takes it back); nothing happens until submitted',
    params: z.object({ id: ItemId }),
    body: z.object({
      decision: z.enum(['certify', 'revoke']).nullable(),
      reason: z.string().trim().max(1000).optional(),
    }),
    response: ReviewItem,
  },
  submit: {
    method: 'POST',
    path: '/api/v1/reviews/submit',
    permission: review,
    tag,
    summary: 'Submit my drafted decisions of a campaign',
    body: z.object({ campaignId: CampaignId }),
    response: z.object({ submitted: z.number().int(), left: z.number().int() }),
  },
  reassign: {
    method: 'POST',
    path: '/api/v1/reviews/items/:id/reassign',
    permission: review,
    tag,
    summary: 'Give an item to another reviewer',
    params: z.object({ id: ItemId }),
    body: z.object({ reviewerId: PersonId, reason: z.string().trim().min(3).max(1000) }),
    response: ReviewItem,
  },
});
