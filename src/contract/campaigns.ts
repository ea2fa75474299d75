import { z } from 'zod';
import { PathStep } from './access.ts';
import { routes } from './route.ts';
import {
  AwsAccountId,
  AwsAccountLink,
  EntityId,
  Gap,
  Instant,
  PageQuery,
  PersonId,
  PersonLink,
  pageOf,
} from './shared.ts';

export const CampaignId = z.string().regex(/^cmp_[0-9a-z]+$/);
export const ItemId = z.string().regex(/^itm_[0-9a-z]+$/);
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
  })
  .meta({ id: 'CampaignPreview' });
export type CampaignPreview = z.infer<typeof CampaignPreview>;
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
    /** What a revocation removes, in words, and what else that takes away. */
    removes: z.string(),
    alsoRemoves: z.array(z.string()),
    /** Other ways by which the same access stays after a revocation, as sentences. */
    remains: z.array(z.string()),
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
export const EvidencePack = z
  .object({
    id: z.string(),
    campaignId: CampaignId,
    createdAt: Instant,
    createdBy: PersonLink,
    keyId: z.string(),
    sha256: z.string(),
    bytes: z.number().int(),
    fileName: z.string(),
  })
  .meta({ id: 'EvidencePack' });

const tag = 'Reviews';
const params = z.object({ id: CampaignId });
const read = 'campaigns.read';
const manage = 'campaigns.manage';
const review = 'reviews.decide';
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
  makeEvidence: {
    method: 'POST',
    path: '/api/v1/campaigns/:id/evidence',
    permission: read,
    tag,
    summary: 'Make a signed evidence pack (REV-8)',
    params,
    response: EvidencePack,
    status: 201,
  },
  evidence: {
    method: 'GET',
    path: '/api/v1/campaigns/:id/evidence',
    permission: read,
    tag,
    summary: 'Evidence packs of a campaign',
    params,
    response: z.object({ items: z.array(EvidencePack) }),
  },
  downloadEvidence: {
    method: 'GET',
    path: '/api/v1/evidence/:id/download',
    permission: read,
    tag,
    summary: 'The pack as a zip file, base64 in JSON for programs or the file itself with Accept: application/zip',
    params: z.object({ id: z.string().regex(/^evp_[0-9a-z]+$/) }),
    response: z.object({ fileName: z.string(), base64: z.string() }),
  },
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
