import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { permitAll, permitGroups, type RequestsWorld, refused, startRequestsWorld } from './requests-world.ts';

let w: RequestsWorld;
let role: { kind: 'assume-role'; roleId: string };
/** Okta's group gives OktaAdmin in workloads to Emil; Ben is in another group, which gives nothing. */
beforeAll(async () => {
  w = await startRequestsWorld();
  role = { kind: 'assume-role', roleId: w.world.ent('okta') };
  const sue = await w.as('super');
  const { body } = await sue.post('/api/v1/identity-providers', {
    name: 'Corporate Okta',
    trustIds: [w.world.ent('okta-provider')],
  });
  const csv = 'group,email\naws#OktaAdmin,emil@corp.example\nOthers,ben@corp.example';
  await sue.post(`/api/v1/identity-providers/${body.id}/groups`, { csv });
  const { items } = (await sue.get(`/api/v1/identity-providers/${body.id}/groups`)).body;
  const groupId = items.find(({ name }: { name: string }) => name === 'aws#OktaAdmin').id;
  const rule = { kind: 'pair', groupId, roleId: role.roleId };
  expect((await sue.post(`/api/v1/identity-providers/${body.id}/rules`, rule)).body).toMatchObject({ confirmed: 1 });
});
afterAll(() => w?.http.stop());
beforeEach(() => w.begin(permitAll(), permitGroups));

const catalog = async (who: string, query = '') => (await (await w.as(who)).get(`/api/v1/catalog${query}`)).body;
const names = (page: { items: { name: string }[] }) => page.items.map(({ name }) => name);
const ofRole = async (who: string, query = '') => (await catalog(who, `?kind=assume-role${query}`)).items[0];

describe('a role that an identity provider gives', () => {
  it('stands in the catalog for everybody, last, and is counted', async () => {
    for (const who of ['emil', 'ben', 'nothing', 'auditor']) {
      const page = await catalog(who);
      expect([names(page).at(-1), page.total], who).toEqual(['OktaAdmin in workloads', 9]);
    }
    expect(names(await catalog('ben', '?kind=assume-role'))).toEqual(['OktaAdmin in workloads']);
  });

  it('says to who is in the group that it is held, through which, and since when', async () => {
    const item = await ofRole('emil');
    expect(item).toMatchObject({
      ref: role,
      awsAccount: { awsAccountId: '222222222222', name: 'workloads' },
      isHeld: true,
      givenBy: [{ group: 'aws#OktaAdmin', identityProvider: 'Corporate Okta', condition: null }],
      answer: {
        isAllowed: false,
        reasons: ['You hold it already, through aws#OktaAdmin of Corporate Okta.'],
        maxMinutes: null,
        steps: [],
        policies: [],
      },
    });
    const [access] = (await (await w.as('emil')).get('/api/v1/people/per_emil/access?q=OktaAdmin')).body.items;
    expect(item.givenBy[0].heldSince).toBe(access.since);
  });

  it('says to everybody else whose membership gives it, and of nobody who has that', async () => {
    for (const who of ['ben', 'manager', 'nothing', 'auditor', 'super']) {
      const item = await ofRole(who);
      expect(item, who).toMatchObject({
        isHeld: false,
        givenBy: [{ group: 'aws#OktaAdmin', identityProvider: 'Corporate Okta', heldSince: null }],
        answer: { reasons: ['Membership of aws#OktaAdmin in Corporate Okta gives this; ask for it there.'] },
      });
      expect(JSON.stringify(item), who).not.toContain('Emil');
    }
  });

  it('is answered for a report by name, and for nobody else', async () => {
    expect(await ofRole('lead', '&forPersonId=per_emil')).toMatchObject({
      isHeld: true,
      answer: { reasons: ['Emil Employee holds it already, through aws#OktaAdmin of Corporate Okta.'] },
    });
    expect(await catalog('ben', '?kind=assume-role&forPersonId=per_emil')).toMatchObject({ code: 'not-for-them' });
  });

  it('is found by its name, its AWS account, its group and the identity provider', async () => {
    for (const q of ['oktaadmin', 'OktaAdmin workloads', '222222222222', 'aws%23Okta', 'corporate okta'])
      expect(names(await catalog('ben', `?q=${q}`)), q).toEqual(['OktaAdmin in workloads']);
    expect(await catalog('ben', '?q=OktaAdmin&kind=group-member')).toMatchObject({ items: [], total: 0 });
    expect(await catalog('ben', '?q=OktaAdmin nowhere')).toMatchObject({ items: [], total: 0 });
  });

  it('comes once in pages of any size, at the end', async () => {
    const whole = names(await catalog('emil'));
    for (const limit of [1, 4, 8]) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const page = await catalog('emil', `?limit=${limit}${cursor && `&cursor=${cursor}`}`);
        seen.push(...names(page));
        cursor = page.nextCursor ?? '';
      } while (cursor);
      expect(seen).toEqual(whole);
    }
    const cursor = Buffer.from(JSON.stringify([3, '', 0, '', 0])).toString('base64url');
    expect(await catalog('emil', `?cursor=${cursor}`)).toMatchObject({ code: 'cursor-invalid' });
  });

  it('cannot be asked for, by who has it or has not, and nothing is changed', async () => {
    for (const [who, more] of [
      ['emil', {}],
      ['ben', {}],
      ['lead', { forPersonId: 'per_emil' }],
      ['super', { forPersonId: 'per_ben' }],
    ] as const) {
      const answer = await w.submit(who, { entitlement: role, ...more }, { 'idempotency-key': `key-${who}` });
      expect(refused(answer), who).toEqual({ status: 409, code: 'granted-by-identity-provider' });
      expect(answer.body.detail).toContain('aws#OktaAdmin');
    }
    expect(refused(await w.submit('ben', { entitlement: role, forPersonId: 'per_emil' })).code).toBe('not-for-them');
    for (const table of ['access_request', 'lease', 'notification', 'idempotency_key'])
      expect(await w.rows(`select 1 from ${table}`), table).toEqual([]);
  });

  it('a preview says the same', async () => {
    const preview = async (who: string, more = {}) =>
      (await w.as(who)).post('/api/v1/requests/preview', { durationMinutes: 60, entitlement: role, ...more });
    expect((await preview('ben')).body).toEqual((await ofRole('ben')).answer);
    expect((await preview('emil')).body).toEqual((await ofRole('emil')).answer);
    expect(refused(await preview('ben', { forPersonId: 'per_emil' })).code).toBe('not-for-them');
  });
});

describe('not in the catalog, and unknown when asked for', () => {
  it.each([
    ['a role that nobody’s group gives', 'audit'],
    ['a role that one only comes to through another', 'migrate'],
    ['a group called a role', 'platform'],
  ])('%s', async (_what, name) => {
    const entitlement = { kind: 'assume-role', roleId: w.world.ent(name) };
    const answer = await w.submit('emil', { entitlement });
    expect(refused(answer)).toEqual({ status: 400, code: 'entitlement-unknown' });
  });

  const gone = async (change: string, back: string) => {
    await w.rows(change);
    const page = await catalog('emil', '?kind=assume-role');
    const answer = await w.submit('emil', { entitlement: role });
    await w.rows(back);
    expect(page).toMatchObject({ items: [], total: 0 });
    expect(refused(answer)).toEqual({ status: 400, code: 'entitlement-unknown' });
    expect((await catalog('emil', '?kind=assume-role')).total).toBe(1);
  };
  it('a role whose trust does not name the provider any more', () => {
    const trust = `update grant_fact set to_seq = %s where principal_id = ${w.world.id('okta-provider')}`;
    return gone(trust.replace('%s', '3'), trust.replace('%s', 'null'));
  });
  it('a role of an AWS account that no connector reads any more', () =>
    gone(
      `update connector set deleted_at = now() where id = 'con_work'`,
      `update connector set deleted_at = null where id = 'con_work'`,
    ));
  it('a role of a suspended AWS account', () => {
    const status = `update entity_version set status = %s where entity_id = ${w.world.id('workloads')}`;
    return gone(status.replace('%s', `'suspended'`), status.replace('%s', 'null'));
  });
  it('a role whose mapping was taken back', () =>
    gone('update federation_grant set to_at = now()', 'update federation_grant set to_at = null'));
});

it('what the trust demands besides is said', async () => {
  const trust = `update grant_fact set qualifier = %s where principal_id = ${w.world.id('okta-provider')}`;
  await w.rows(trust.replace('%s', `'condition:aws:PrincipalTag/team'`));
  const item = await ofRole('emil');
  await w.rows(trust.replace('%s', `''`));
  expect(item.isHeld).toBe(true);
  expect(item.givenBy[0].condition).toMatch(/team/);
  expect(item.answer.reasons).toEqual([
    `You hold it already, through aws#OktaAdmin of Corporate Okta (${item.givenBy[0].condition}).`,
  ]);
});
