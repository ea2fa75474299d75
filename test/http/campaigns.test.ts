import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsAccounts, createReviewWorld, type Item, type ReviewWorld, staleReason } from '../support/review-world.ts';
import { type Http, startHttp } from './start-http.ts';

let http: Http;
let review: ReviewWorld;
beforeAll(async () => {
  http = await startHttp();
  await http.reset();
  review = await createReviewWorld(http);
});
afterAll(() => http?.stop());

const sentences = [
  'Ben Builder → assigned directly → ReadOnlyAccess on prod-payments',
  'Ben Builder → member of Platform → AdministratorAccess on prod-payments',
  'Ben Builder → member of Readers → ReadOnlyAccess on prod-payments',
  'Emil Employee → IAM user emil@corp.example → member of Admins in management',
  'Emil Employee → member of Platform → AdministratorAccess on prod-payments',
  'Lee Lead → member of Support → ReadOnlyAccess on management',
  'Lee Lead → member of Support → ReadOnlyAccess on sandbox',
  'ghost-0001 → assigned directly → AdministratorAccess on sandbox',
];

describe('the frozen population', () => {
  let items: Item[];
  let campaignId: string;
  beforeAll(async () => {
    campaignId = await review.start();
    items = await review.items(campaignId);
  });

  it('is every way by which an identity holds something in scope, once', () => {
    expect(items.map(({ sentence }) => sentence).sort()).toEqual(sentences);
    expect(items.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('says each path as the access page does', async () => {
    const auditor = await review.as('per_auditor');
    for (const item of items) {
      const account = item.entitlement.awsAccount.awsAccountId;
      const { body } = await auditor.get(`/api/v1/aws-accounts/${account}/access?limit=200`);
      const row = body.items.find((each: Item) => each.sentence === item.sentence);
      expect(row, item.sentence).toBeDefined();
      expect(item.path).toEqual(row.path);
      expect(item.since).toBe(row.since);
    }
  });

  it('goes to managers, and to the fallback where there is none or nobody is known', () => {
    const reviewers = Object.fromEntries(items.map((each) => [each.sentence, [each.reviewer.id, each.reviewerVia]]));
    expect(reviewers).toMatchObject({
      'Emil Employee → member of Platform → AdministratorAccess on prod-payments': ['per_lead', 'manager'],
      'Lee Lead → member of Support → ReadOnlyAccess on sandbox': ['per_manager', 'manager'],
      'Ben Builder → assigned directly → ReadOnlyAccess on prod-payments': ['per_auditor', 'fallback'],
      'ghost-0001 → assigned directly → AdministratorAccess on sandbox': ['per_auditor', 'fallback'],
    });
  });

  it('says what a revocation removes, what goes with it, and what remains', async () => {
    const item = (sentence: string) => items.find((each) => each.sentence === sentence);
    expect(item('Lee Lead → member of Support → ReadOnlyAccess on sandbox')).toMatchObject({
      removes: 'membership of Lee Lead in group Support',
      alsoRemoves: ['ReadOnlyAccess on management'],
      remains: [],
    });
    expect(item('Ben Builder → assigned directly → ReadOnlyAccess on prod-payments')).toMatchObject({
      removes: 'the assignment of ReadOnlyAccess on prod-payments to Ben Builder',
      alsoRemoves: [],
      remains: ['Ben Builder → member of Readers → ReadOnlyAccess on prod-payments'],
    });
    expect(item('ghost-0001 → assigned directly → AdministratorAccess on sandbox')).toMatchObject({
      person: null,
      identity: { name: 'ghost-0001', kind: 'identity-center-user', status: 'deleted' },
    });
  });

  it('stays as it was, whatever is renamed, moved or granted afterwards', async () => {
    await http.database.pool.query(`update person set name = 'Benjamin Builder' where id = 'per_ben'`);
    expect((await review.items(campaignId)).map(({ sentence }) => sentence)).toEqual(
      items.map(({ sentence }) => sentence),
    );
    await http.database.pool.query(`update person set name = 'Ben Builder' where id = 'per_ben'`);
  });

  it('tells each reviewer once, with a link and the rule of silence', async () => {
    const told = await review.query(
      `select person_id, title, body, link from notification where object_id = $1 order by person_id`,
      [campaignId],
    );
    expect(told.map(({ person_id }) => person_id)).toEqual(['per_auditor', 'per_lead', 'per_manager']);
    expect(told[0]).toMatchObject({ title: 'Review: Quarterly review', link: `/reviews/${campaignId}` });
    expect(told[0].body).toBe(
      '4 accesses wait for your decision until 2099-01-01. What is not decided by then is kept.',
    );
  });
});

it('access for a limited time is told apart from standing access', async () => {
  await http.database.pool.query(
    `with revision as (insert into policy_revision (policies, digest, created_at) values ('{}', '', now()) returning number)
     insert into access_request (id, requester_id, person_id, identity_id, connector_id, kind, target_id, duration_minutes, reason,
       status, policy_revision, decision, created_at, expires_at, decided_at)
     select 'req_1', 'per_lead', 'per_lead', $1, 'con_org', 1, $2, 60, 'on call', 'approved', number, '{}', now(), now(), now() from revision`,
    [review.world.id('lee'), review.world.id('support')],
  );
  await http.database.pool.query(
    `insert into lease (id, request_id, person_id, identity_id, kind, target_id, connector_id, unit_key, starts_at, ends_at,
       status, created_at)
     values ('lse_1', 'req_1', 'per_lead', $1, 1, $2, 'con_org', 'd-1', now(), '2099-01-01T12:00:00Z', 'active', now())`,
    [review.world.id('lee'), review.world.id('support')],
  );
  const items = await review.items(await review.start());
  expect(Object.fromEntries(items.map(({ sentence, leaseUntil }) => [sentence, leaseUntil]))).toEqual({
    ...Object.fromEntries(sentences.map((sentence) => [sentence, null])),
    'Lee Lead → member of Support → ReadOnlyAccess on management': '2099-01-01T12:00:00.000Z',
    'Lee Lead → member of Support → ReadOnlyAccess on sandbox': '2099-01-01T12:00:00.000Z',
  });
});

it('a scope of chosen AWS accounts holds these only, and groups only when asked for', async () => {
  const only = await review.start({ awsAccountIds: [awsAccounts.sandbox] });
  expect((await review.items(only)).map(({ sentence }) => sentence)).toEqual(sentences.slice(6));
  const direct = await review.start({ awsAccountIds: [awsAccounts.prodPayments], includesGroups: false });
  expect((await review.items(direct)).map(({ sentence }) => sentence)).toEqual([sentences[0]]);
});

it('a preview counts what a start would freeze, and changes nothing', async () => {
  const before = await review.query('select count(*)::int as items from review_item');
  const cam = await review.as('per_campaign');
  const scope = { awsAccountIds: 'all', includesGroups: true };
  const preview = await cam.post('/api/v1/campaigns/preview', {
    scope,
    reviewerRule: 'manager',
    fallbackReviewerId: 'per_auditor',
  });
  expect(preview.body).toEqual({
    items: 8,
    people: 3,
    withReviewer: 8,
    onFallback: 4,
    isStartable: false,
    reviewers: [
      { person: { id: 'per_auditor', name: 'Audrey Auditor' }, items: 4 },
      { person: { id: 'per_lead', name: 'Lee Lead' }, items: 2 },
      { person: { id: 'per_manager', name: 'Mia Manager' }, items: 2 },
    ],
    gaps: [
      {
        what: 'members of group Readers',
        scopeKind: 'members-of-group',
        reason: 'denied',
        action: 'identitystore:ListGroupMemberships',
        message: 'AWS denied it: the role lacks identitystore:ListGroupMemberships',
        since: '2026-02-10T09:59:00.000Z',
        connectorId: null,
      },
    ],
    identityProviders: [],
  });
  expect(await review.query('select count(*)::int as items from review_item')).toEqual(before);
});

describe('a start on stale data', () => {
  it('is refused and freezes nothing', async () => {
    const id = await review.draft();
    const { status, body } = await (await review.as('per_campaign')).post(`/api/v1/campaigns/${id}/start`, {});
    expect([status, body.code]).toEqual([409, 'data-stale']);
    expect(body.facts.gaps).toMatchObject([{ what: 'members of group Readers' }]);
    expect(await review.items(id)).toEqual([]);
    expect((await review.campaign(id)).status).toBe('draft');
  });
  it('is signed by the owner alone, and the reason is kept', async () => {
    const id = await review.draft();
    const asOther = await (await review.as('per_super')).post(`/api/v1/campaigns/${id}/start`, { staleReason });
    expect([asOther.status, asOther.body.code]).toEqual([403, 'not-the-owner']);
    const asOwner = await (await review.as('per_campaign')).post(`/api/v1/campaigns/${id}/start`, { staleReason });
    expect(asOwner.body).toMatchObject({ status: 'active', staleReason, asOf: '2026-02-10T10:00:00.000Z' });
  });
  it('needs no signature where the gap is out of scope', async () => {
    const id = await review.draft({ awsAccountIds: [awsAccounts.sandbox] });
    const { body } = await (await review.as('per_campaign')).post(`/api/v1/campaigns/${id}/start`, {});
    expect(body).toMatchObject({ status: 'active', staleReason: null });
  });
  it('is refused as well while a connector in scope is in error', async () => {
    await http.database.pool.query(`update connector set status = 'error' where id = 'con_org'`);
    const id = await review.draft({ awsAccountIds: [awsAccounts.sandbox] });
    const { body } = await (await review.as('per_campaign')).post(`/api/v1/campaigns/${id}/start`, {});
    await http.database.pool.query(`update connector set status = 'connected' where id = 'con_org'`);
    expect(body.facts.gaps).toMatchObject([{ what: 'everything that connector Organization reads' }]);
  });
});

describe('a campaign', () => {
  it('is not drafted with a past due date, a reviewer who left, or AWS accounts that nobody read', async () => {
    const cam = await review.as('per_campaign');
    const body = {
      name: 'x',
      scope: { awsAccountIds: 'all' },
      reviewerRule: 'manager',
      fallbackReviewerId: 'per_owner',
      silence: 'keep',
      dueAt: '2099-01-01T00:00:00.000Z',
    };
    const code = async (changes: object) => (await cam.post('/api/v1/campaigns', { ...body, ...changes })).body.code;
    expect(await code({ dueAt: '2020-01-01T00:00:00.000Z' })).toBe('due-in-the-past');
    expect(await code({ fallbackReviewerId: 'per_nobody' })).toBe('reviewer-unknown');
    for (const unknown of ['123456789012', '999999999999'])
      expect(await code({ scope: { awsAccountIds: [unknown] } })).toBe('aws-account-unknown');
  });
  it('is unknown to another Campaign Administrator, in each list and by each verb', async () => {
    const id = await review.start();
    await http.database.pool.query(
      `insert into role_grant (person_id, role, granted_at) values ('per_nothing', 'campaign-administrator', now())`,
    );
    const other = await review.as('per_nothing');
    expect((await other.get('/api/v1/campaigns')).body).toEqual({ items: [], nextCursor: null, total: 0 });
    for (const rest of ['', '/items', '/progress', '/evidence'])
      expect((await other.get(`/api/v1/campaigns/${id}${rest}`)).body.code, rest).toBe('campaign-not-found');
    for (const verb of ['start', 'close', 'cancel', 'sign-off', 'evidence'])
      expect((await other.post(`/api/v1/campaigns/${id}/${verb}`, {})).body.code, verb).toBe('campaign-not-found');
    const [first] = await review.items(id);
    expect((await other.post(`/api/v1/reviews/items/${first.id}/decision`, { decision: 'certify' })).status).toBe(404);
    await http.database.pool.query(`delete from role_grant where person_id = 'per_nothing' and role like 'campaign%'`);
  });
  it('does not start twice, and not over nothing', async () => {
    const id = await review.start();
    const again = await (await review.as('per_campaign')).post(`/api/v1/campaigns/${id}/start`, { staleReason });
    expect([again.status, again.body.code]).toEqual([409, 'campaign-state']);
    const empty = await review.draft({ awsAccountIds: ['222222222222'] });
    const start = await (await review.as('per_campaign')).post(`/api/v1/campaigns/${empty}/start`, { staleReason });
    expect(start.body.code).toBe('campaign-empty');
  });
  it('made twice with one Idempotency-Key is one', async () => {
    const cam = await review.as('per_campaign');
    const body = {
      name: 'once',
      scope: { awsAccountIds: 'all' },
      reviewerRule: 'manager',
      fallbackReviewerId: 'per_owner',
      silence: 'keep',
      dueAt: '2099-01-01T00:00:00.000Z',
    };
    const [first, second] = [
      await cam.post('/api/v1/campaigns', body, { 'idempotency-key': 'k1' }),
      await cam.post('/api/v1/campaigns', body, { 'idempotency-key': 'k1' }),
    ];
    expect(second.body.id).toBe(first.body.id);
  });
  it('pages its items and the list without repeating or losing one', async () => {
    const id = await review.start();
    const cam = await review.as('per_campaign');
    for (const url of [`/api/v1/campaigns/${id}/items`, '/api/v1/campaigns']) {
      const whole = (await cam.get(`${url}?limit=200`)).body;
      const ids: string[] = [];
      let cursor = '';
      do {
        const { body } = await cam.get(`${url}?limit=3${cursor && `&cursor=${cursor}`}`);
        ids.push(...body.items.map((item: Item) => item.id));
        cursor = body.nextCursor ?? '';
      } while (cursor);
      expect(ids).toEqual(whole.items.map((item: Item) => item.id));
      expect(whole.total).toBe(ids.length);
    }
  });
});
