import { awsAccounts, createReviewWorld, staleReason } from '../support/review-world.ts';
import type { World } from '../support/world.ts';
import type { Http } from './start-http.ts';

/** Campaigns of Cam Campaign in each state, for the table of routes: their ids, and an item of the active one for each route. */
export interface RoleCampaigns {
  draft: string;
  cancellable: string;
  active: string;
  closable: string;
  closed: string;
  signable: string;
  pack: string;
  decidable: string;
  reassignable: string;
}

/** Mia Manager reviews both items of the active campaign: what Lee holds on sandbox, and the orphaned assignment. */
export const createRoleCampaigns = async (http: Http): Promise<{ ids: RoleCampaigns; world: World }> => {
  const review = await createReviewWorld(http);
  const scope = { awsAccountIds: [awsAccounts.sandbox], fallbackReviewerId: 'per_manager' };
  const active = await review.start(scope);
  const [lee, ghost] = await review.items(active);
  const closed = await review.start(scope);
  const signable = await review.start(scope);
  for (const id of [closed, signable]) await review.done(review.close(id));
  const cam = await review.as('per_campaign');
  const pack = await review.done(cam.post(`/api/v1/campaigns/${closed}/evidence`), 201);
  return {
    world: review.world,
    ids: {
      draft: await review.draft(scope),
      cancellable: await review.draft(scope),
      active,
      closable: await review.start(scope),
      closed,
      signable,
      pack: pack.id,
      decidable: lee.id,
      reassignable: ghost.id,
    },
  };
};

type Statuses = [number, number, number, number, number, number, number, number];
const reads: Statuses = [401, 403, 403, 403, 403, 200, 200, 200];
/** Cam first, whose campaign it is; what can be done once is done when Sue Super asks. */
const once = (done: number): Statuses => [401, 403, 403, 403, 403, 403, done, 409];
const manages = (done: number): Statuses => [401, 403, 403, 403, 403, 403, done, done];
/** A reviewer or owner sees what an item is about: Lee, who holds it, and by which way. */
const facts = ['per_lead', 'per_manager', 'lee', 'ghost', 'support', 'sandbox', 'admin', 'readonly', 'management'];
/** A campaign names its owner, its fallback and the AWS accounts of its scope. */
const people = ['per_campaign', 'per_manager', 'per_super', 'per_owner', 'sandbox'];

/** Rows of the table in route-by-role.test.ts; viewers in its order. */
export const campaignExpectations = (ids: () => RoleCampaigns) => {
  const campaign = (which: keyof RoleCampaigns, rest = '') => `/api/v1/campaigns/${ids()[which]}${rest}`;
  const draft = {
    name: 'All of sandbox',
    scope: { awsAccountIds: [awsAccounts.sandbox] },
    reviewerRule: 'manager',
    fallbackReviewerId: 'per_manager',
    silence: 'keep',
    dueAt: '2099-01-01T00:00:00.000Z',
  };
  const { scope, reviewerRule, fallbackReviewerId } = draft;
  return {
    'campaigns.list': { statuses: reads, tells: people },
    'campaigns.add': { body: draft, statuses: manages(201), tells: people },
    'campaigns.preview': {
      body: { scope, reviewerRule, fallbackReviewerId },
      statuses: manages(200),
      tells: ['per_manager'],
    },
    'campaigns.get': { url: () => campaign('active'), statuses: reads, tells: people },
    'campaigns.start': {
      url: () => campaign('draft', '/start'),
      body: { staleReason },
      statuses: once(200),
      tells: people,
    },
    'campaigns.items': { url: () => campaign('active', '/items'), statuses: reads, tells: facts },
    'campaigns.progress': { url: () => campaign('active', '/progress'), statuses: reads, tells: people },
    'campaigns.close': { url: () => campaign('closable', '/close'), statuses: once(200), tells: people },
    'campaigns.signOff': {
      url: () => campaign('signable', '/sign-off'),
      body: { note: '' },
      statuses: once(200),
      tells: people,
    },
    'campaigns.cancel': { url: () => campaign('cancellable', '/cancel'), statuses: once(200), tells: people },
    'campaigns.makeEvidence': {
      url: () => campaign('closed', '/evidence'),
      statuses: [401, 403, 403, 403, 403, 201, 201, 201] as Statuses,
      tells: people,
    },
    'campaigns.evidence': {
      url: () => campaign('closed', '/evidence'),
      statuses: reads,
      tells: [...people, 'per_auditor'],
    },
    'campaigns.downloadEvidence': { url: () => `/api/v1/evidence/${ids().pack}/download`, statuses: reads },
    'campaigns.publicKeys': { statuses: [200, 200, 200, 200, 200, 200, 200, 200] as Statuses },
    'campaigns.myItems': {
      statuses: [401, 200, 200, 200, 200, 200, 200, 200] as Statuses,
      items: { employee: [], 'campaign administrator': [] },
      tells: facts,
    },
    'campaigns.decide': {
      url: () => `/api/v1/reviews/items/${ids().decidable}/decision`,
      body: { decision: 'certify' },
      statuses: [401, 404, 200, 404, 404, 403, 403, 403] as Statuses,
      tells: facts,
    },
    'campaigns.submit': {
      body: () => ({ campaignId: ids().active }),
      statuses: [401, 404, 200, 404, 404, 404, 404, 404] as Statuses,
    },
    // Mia hands it to Olga, who may then hand it on herself.
    'campaigns.reassign': {
      url: () => `/api/v1/reviews/items/${ids().reassignable}/reassign`,
      body: { reviewerId: 'per_owner', reason: 'Olga knows' },
      statuses: [401, 404, 200, 404, 200, 403, 200, 200] as Statuses,
      tells: [...facts, 'per_owner'],
    },
  };
};
