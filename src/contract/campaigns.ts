import { z } from 'zod';
import { evidenceRoutes } from './evidence.ts';
import { CampaignId, ReviewItem, reviewRoutes } from './reviews.ts';
import { routes } from './route.ts';
import { AwsAccountId, Gap, Instant, PageQuery, PersonId, PersonLink, pageOf } from './shared.ts';

export type { EvidencePack } from './evidence.ts';
export type { ReviewItem } from './reviews.ts';

export const CampaignScope = z.object({
  awsAccountIds: z.union([z.literal('all'), z.array(AwsAccountId).min(1).max(500)]),
  /** Also memberships of Identity Center groups that reach these AWS accounts. */
  includesGroups: z.boolean().default(true),
});
export const Campaign = z
  .object({
    id: CampaignId,
    name: z.string(),
    description: z.string(),
    owner: PersonLink,
    status: z.enum(['draft', 'active', 'closed', 'signed-off', 'cancelled']),
    scope: CampaignScope,
    reviewerRule: z.enum(['manager', 'application-owner']),
    fallbackReviewer: PersonLink,
    silence: z.enum(['keep', 'revoke', 'escalate']),
    dueAt: Instant,
    asOf: Instant.nullable(),
    startedAt: Instant.nullable(),
    closedAt: Instant.nullable(),
    signedOffAt: Instant.nullable(),
    signedOffBy: PersonLink.nullable(),
    staleReason: z.string().nullable(),
    counts: z.object({
      items: z.number().int(),
      decided: z.number().int(),
      submitted: z.number().int(),
      certified: z.number().int(),
      revoked: z.number().int(),
      bySilence: z.number().int(),
      remediationPending: z.number().int(),
      remediationVerified: z.number().int(),
      reopened: z.number().int(),
    }),
    canManage: z.boolean(),
    version: z.number().int(),
  })
  .meta({ id: 'Campaign' });
export type Campaign = z.infer<typeof Campaign>;
export const CampaignPreview = z
  .object({
    items: z.number().int(),
    people: z.number().int(),
    withReviewer: z.number().int(),
    onFallback: z.number().int(),
    /** What the snapshot would not cover; a start is refused while any of it is stale, unless signed for. */
    gaps: z.array(Gap),
    isStartable: z.boolean(),
    reviewers: z.array(z.object({ person: PersonLink, items: z.number().int() })),
    /** Identity providers whose groups may give roles in scope, and how fresh their groups are. */
    identityProviders: z.array(
      z.object({
        name: z.string(),
        items: z.number().int(),
        unmatched: z.number().int(),
        uploadedAt: Instant.nullable(),
        isChangedSince: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'CampaignPreview' });
export type CampaignPreview = z.infer<typeof CampaignPreview>;
const tag = 'Reviews';
const params = z.object({ id: CampaignId });
const read = 'campaigns.read';
const manage = 'campaigns.manage';
const Body = z.object({
  name: z.string().trim().min(1).max(120),
  description: z.string().max(2000).default(''),
  scope: CampaignScope,
  reviewerRule: z.enum(['manager', 'application-owner']),
  fallbackReviewerId: PersonId,
  silence: z.enum(['keep', 'revoke', 'escalate']),
  dueAt: Instant,
});
export const campaignRoutes = routes({
  list: {
    method: 'GET',
    path: '/api/v1/campaigns',
    permission: read,
    tag,
    summary: 'Campaigns the viewer may see',
    query: PageQuery,
    response: pageOf(Campaign),
  },
  add: {
    method: 'POST',
    path: '/api/v1/campaigns',
    permission: manage,
    tag,
    summary: 'Draft a campaign',
    body: Body,
    response: Campaign,
    status: 201,
  },
  preview: {
    method: 'POST',
    path: '/api/v1/campaigns/preview',
    permission: manage,
    tag,
    summary: 'Counts and coverage of a scope; changes nothing',
    body: Body.pick({ scope: true, reviewerRule: true, fallbackReviewerId: true }),
    response: CampaignPreview,
  },
  get: {
    method: 'GET',
    path: '/api/v1/campaigns/:id',
    permission: read,
    tag,
    summary: 'One campaign',
    params,
    response: Campaign,
  },
  start: {
    method: 'POST',
    path: '/api/v1/campaigns/:id/start',
    permission: manage,
    tag,
    summary: 'Freeze the snapshot and ask the reviewers (REV-2)',
    params,
    body: z.object({ staleReason: z.string().trim().min(10).max(1000).optional() }),
    response: Campaign,
  },
  items: {
    method: 'GET',
    path: '/api/v1/campaigns/:id/items',
    permission: read,
    tag,
    summary: 'Items of a campaign',
    params,
    query: PageQuery.extend({
      reviewerId: PersonId.optional(),
      decision: z.enum(['certify', 'revoke', 'none']).optional(),
    }),
    response: pageOf(ReviewItem),
  },
  progress: {
    method: 'GET',
    path: '/api/v1/campaigns/:id/progress',
    permission: read,
    tag,
    summary: 'By reviewer: items, decided, submitted, and how',
    params,
    response: z.object({
      items: z.array(
        z.object({
          reviewer: PersonLink,
          items: z.number().int(),
          decided: z.number().int(),
          submitted: z.number().int(),
          certified: z.number().int(),
          revoked: z.number().int(),
          bySilence: z.number().int(),
          medianSeconds: z.number().nullable(),
        }),
      ),
    }),
  },
  close: {
    method: 'POST',
    path: '/api/v1/campaigns/:id/close',
    permission: manage,
    tag,
    summary: 'Close: the silence rule decides what is left; revocations are carried out',
    params,
    response: Campaign,
  },
  signOff: {
    method: 'POST',
    path: '/api/v1/campaigns/:id/sign-off',
    permission: manage,
    tag,
    summary: 'Sign off, as the owner',
    params,
    body: z.object({ note: z.string().trim().max(2000).default('') }),
    response: Campaign,
  },
  cancel: {
    method: 'POST',
    path: '/api/v1/campaigns/:id/cancel',
    permission: manage,
    tag,
    summary: 'Cancel a campaign',
    params,
    response: Campaign,
  },
  ...evidenceRoutes,
  ...reviewRoutes,
});
