import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsAccounts, createReviewWorld } from '../support/review-world.ts';
import { permitGroups } from './requests-world.ts';
import { type Http, startHttp } from './start-http.ts';

let http: Http;
let review: Awaited<ReturnType<typeof createReviewWorld>>;
/** The world of test/support/world.ts, with a Request Administrator who holds nothing, and somebody who has left. */
beforeAll(async () => {
  http = await startHttp();
  await http.reset();
  review = await createReviewWorld(http);
  await http.database.pool.query(`
    insert into person (id, name, email, status, source, created_at, updated_at) values
      ('per_rae', 'Rae Request', 'rae@corp.example', 'active', 'demo', now(), now()),
      ('per_gone', 'Ben Bygone', 'bygone@corp.example', 'inactive', 'demo', now(), now()),
      ('per_odd', '100% Odd_Name', null, 'active', 'demo', now(), now());
    insert into role_grant (person_id, role, granted_at) values ('per_rae', 'request-administrator', now())`);
});
afterAll(() => http?.stop());

const lookUp = async (who: string, what: string, query = '') =>
  (await review.as(who)).get(`/api/v1/look-up/${what}${query}`);
const found = async (who: string, what: string, query = '') => (await lookUp(who, what, query)).body;
const names = (page: { items: { name: string }[] }) => page.items.map(({ name }) => name);
const kinds = ['people', 'aws-accounts', 'permission-sets', 'groups'];

describe('an administrator who holds nothing', () => {
  it.each(['per_campaign', 'per_rae', 'per_nothing'])(
    '%s finds whom and what they have nothing to do with',
    async (who) => {
      const { world } = review;
      const own = await (await review.as(who)).get('/api/v1/people?limit=200');
      expect(names(own.body)).toHaveLength(1);
      expect(await found(who, 'people', '?q=ben%20b')).toEqual({
        items: [
          { id: 'per_ben', name: 'Ben Builder', email: 'ben@corp.example' },
          { id: 'per_gone', name: 'Ben Bygone', email: 'bygone@corp.example' },
        ],
        total: 2,
      });
      expect(await found(who, 'aws-accounts', '?q=prod')).toEqual({
        items: [{ awsAccountId: '333333333333', name: 'prod-payments' }],
        total: 1,
      });
      expect(await found(who, 'permission-sets', '?q=readonly')).toEqual({
        items: [{ id: world.ent('readonly'), name: 'ReadOnlyAccess' }],
        total: 1,
      });
      expect(await found(who, 'groups', '?q=a')).toEqual({
        items: [
          {
            id: world.ent('admins'),
            kind: 'iam-group',
            name: 'Admins',
            awsAccount: { awsAccountId: '111111111111', name: 'management' },
          },
          { id: world.ent('platform'), kind: 'identity-center-group', name: 'Platform', awsAccount: null },
          { id: world.ent('readers'), kind: 'identity-center-group', name: 'Readers', awsAccount: null },
        ],
        total: 3,
      });
    },
  );

  it('is shown by none of it more than before', async () => {
    const cam = await review.as('per_campaign');
    for (const path of [
      'people/per_ben',
      'people/per_ben/access',
      'aws-accounts/333333333333',
      'access/of?person=per_ben',
    ])
      expect((await cam.get(`/api/v1/${path}`)).status, path).toBe(404);
  });

  it('reviews an AWS account that was looked up, and writes a policy on a group that was', async () => {
    const [sandbox] = (await found('per_campaign', 'aws-accounts', '?q=sandbox')).items;
    const [mia] = (await found('per_campaign', 'people', '?q=mia')).items;
    const id = await review.start({ awsAccountIds: [sandbox.awsAccountId], fallbackReviewerId: mia.id });
    expect(await review.items(id)).toHaveLength(2);
    const [support] = (await found('per_rae', 'groups', '?q=support')).items;
    const form = { ...permitGroups, groupIds: [support.id] };
    const added = await (await review.as('per_rae')).post('/api/v1/policies', { name: 'Support on demand', form });
    expect(added.status).toBe(201);
  });
});

describe('what is found', () => {
  it('by e-mail, number and whole id, whatever the letter case', async () => {
    const { world } = review;
    expect(names(await found('per_rae', 'people', '?q=EMIL@corp'))).toEqual(['Emil Employee']);
    expect(names(await found('per_rae', 'people', '?q=per_emil'))).toEqual(['Emil Employee']);
    expect(names(await found('per_rae', 'aws-accounts', '?q=3333'))).toEqual(['prod-payments']);
    expect(names(await found('per_rae', 'groups', `?q=${world.ent('platform')}`))).toEqual(['Platform']);
    expect(names(await found('per_rae', 'permission-sets', `?q=${world.ent('platform')}`))).toEqual([]);
  });

  it('takes the signs of a pattern as they are', async () => {
    expect(names(await found('per_rae', 'people', '?q=%25'))).toEqual(['100% Odd_Name']);
    expect(names(await found('per_rae', 'people', '?q=_'))).toEqual(['100% Odd_Name']);
    expect(names(await found('per_rae', 'people', `?q=${encodeURIComponent("' or true --")}`))).toEqual([]);
  });

  it('comes with equal names first, cut at the limit, and all are counted', async () => {
    const all = await found('per_rae', 'people');
    expect([all.total, names(all)[0]]).toEqual([12, '100% Odd_Name']);
    const first = await found('per_rae', 'people', '?limit=2&q=e');
    expect([first.items.length, first.total > 2]).toEqual([2, true]);
    expect(names(await found('per_rae', 'people', '?q=rae%20request'))[0]).toBe('Rae Request');
    expect((await lookUp('per_rae', 'people', '?limit=51')).status).toBe(400);
  });

  it('is of a status when asked so; and of AWS only what is there now and ours', async () => {
    expect(names(await found('per_rae', 'people', '?q=ben&status=active'))).toEqual(['Ben Builder']);
    expect(names(await found('per_rae', 'aws-accounts'))).toEqual([
      'management',
      'prod-payments',
      'sandbox',
      'workloads',
    ]);
    const support = review.world.id('support');
    await http.database.pool.query('update entity_version set to_seq = 3 where entity_id = $1', [support]);
    const page = await found('per_rae', 'groups', '?q=support');
    await http.database.pool.query('update entity_version set to_seq = null where entity_id = $1', [support]);
    expect(page).toEqual({ items: [], total: 0 });
  });
});

it.each(['per_emil', 'per_manager', 'per_lead', 'per_ben'])(
  '%s, without such a role, is refused, and learns nothing by asking for what is there or not',
  async (who) => {
    for (const kind of kinds) {
      const [real, none] = [await lookUp(who, kind, '?q=ben'), await lookUp(who, kind, '?q=nobody-at-all')];
      expect(real).toMatchObject({ status: 403, body: { code: 'permission-missing' } });
      expect({ ...real.body, requestId: '' }).toEqual({ ...none.body, requestId: '' });
    }
  },
);

describe('a new reviewer', () => {
  const q = '?q=ben';
  const asked = async (who: string) => names(await found(who, 'reviewers', q));

  it('is found by who has an item to give away, until it is submitted; by who has none nobody is', async () => {
    const id = await review.start({ awsAccountIds: [awsAccounts.sandbox], fallbackReviewerId: 'per_owner' });
    expect(await asked('per_emil')).toEqual([]);
    expect(await asked('per_manager')).toEqual(['Ben Builder']);
    const mine = (await review.items(id)).filter(({ reviewer }) => reviewer.id === 'per_manager');
    expect(mine.length).toBeGreaterThan(0);
    await http.database.pool.query(`update campaign set status = 'cancelled' where id <> $1 and status = 'active'`, [
      id,
    ]);
    expect(await asked('per_manager')).toEqual(['Ben Builder']);
    for (const { id: itemId } of mine) expect((await review.decide('per_manager', itemId, 'certify')).status).toBe(200);
    expect(await asked('per_manager')).toEqual(['Ben Builder']);
    const submitted = await (await review.as('per_manager')).post('/api/v1/reviews/submit', { campaignId: id });
    expect(submitted.status).toBe(200);
    expect(await asked('per_manager')).toEqual([]);
  });

  it('is named by two letters at least, and only ten are told', async () => {
    expect((await lookUp('per_campaign', 'reviewers', '?q=b')).status).toBe(400);
    expect((await lookUp('per_campaign', 'reviewers')).status).toBe(400);
    expect((await lookUp('per_campaign', 'reviewers', '?q=be&limit=11')).status).toBe(400);
    expect(await asked('per_campaign')).toEqual(['Ben Builder']);
  });
});
