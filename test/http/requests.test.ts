import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  anywhere,
  byManager,
  byOwner,
  everyone,
  permitAll,
  permitGroups,
  type RequestsWorld,
  refused,
  startRequestsWorld,
} from './requests-world.ts';
import type { Answer } from './start-http.ts';

let w: RequestsWorld;
beforeAll(async () => {
  w = await startRequestsWorld();
});
afterAll(() => w?.http.stop());
beforeEach(() => w.begin(permitAll(), permitGroups));

const pending = (ref: object, who = 'emil', more = {}) => w.submit(who, { entitlement: ref, ...more });
const names = (people: { id: string }[]) => people.map(({ id }) => id);

describe('asking', () => {
  it('makes a request with the policies in force, their steps, and who may decide', async () => {
    const answer = await pending(w.readonlyOnProd);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      requester: { id: 'per_emil', name: 'Emil Employee' },
      person: { id: 'per_emil' },
      entitlement: {
        name: 'ReadOnlyAccess on prod-payments',
        awsAccount: { awsAccountId: '333333333333', name: 'prod-payments' },
        ref: w.readonlyOnProd,
      },
      status: 'pending',
      steps: [
        {
          step: 1,
          kind: 'manager',
          status: 'open',
          needed: 1,
          candidates: [{ id: 'per_lead', via: 'manager' }],
          decisions: [],
        },
      ],
      policies: [{ name: 'Policy 0' }],
      lease: null,
      canDecide: false,
      canCancel: true,
    });
    expect(Date.parse(answer.body.expiresAt) - Date.parse(answer.body.createdAt)).toBe(3 * 24 * 3_600_000);
    const [{ decision, policy_revision }] = await w.rows('select decision, policy_revision from access_request');
    expect(decision).toMatchObject({ limitMinutes: 480, steps: [{ kind: 'manager', needed: 1 }] });
    expect(policy_revision).toBe((await w.rows('select max(number) as n from policy_revision'))[0].n);
    expect(await w.told('approval-needed')).toEqual(['per_lead']);
    const [message] = await w.rows('select * from notification');
    expect(message).toMatchObject({
      link: `/tasks/${answer.body.id}`,
      title: 'Emil Employee asks for ReadOnlyAccess on prod-payments',
    });
    expect(await w.rows(`select 1 from lease`)).toEqual([]);
    expect(await w.rows(`select detail from audit_entry where object_id = $1`, [answer.body.id])).toHaveLength(1);
  });

  it('what an automatic policy permits is granted at once: a lease and the work to make it true', async () => {
    await w.begin({ shape: 'automatic', who: everyone, ...anywhere, maxMinutes: 90 });
    const { body } = await pending(w.readonlyOnProd, 'emil', { durationMinutes: 90 });
    expect(body).toMatchObject({
      status: 'approved',
      grantedMinutes: 90,
      steps: [],
      lease: { status: 'scheduled', person: { id: 'per_emil' } },
    });
    expect(Date.parse(body.lease.endsAt) - Date.parse(body.lease.startsAt)).toBe(90 * 60_000);
    const [lease] = await w.rows('select * from lease');
    expect(lease).toMatchObject({
      unit_key: '333333333333',
      connector_id: 'con_org',
      kind: 2,
      identity_id: w.world.id('emil'),
    });
    expect((await w.http.jobs()).filter(({ name }) => name === 'access.reconcile')).toMatchObject([
      { key: '333333333333', data: { unitKey: '333333333333' } },
    ]);
    expect(await w.told('request-decided')).toEqual(['per_emil']);
  });

  it('the unit of work is the identity store for its groups and the AWS account for IAM groups', async () => {
    const { body } = await pending(w.group('support'));
    await w.decide('owner', body.id, 'approve');
    const kwame = await w.rows('select unit_key, identity_id from lease');
    expect(kwame).toEqual([{ unit_key: 'd-1', identity_id: w.world.id('emil') }]);
    await w.rows(`update grant_fact set to_seq = 3 where principal_id = $1 and kind = 1 and to_seq is null`, [
      w.world.id('emil-iam'),
    ]);
    const admins = (await pending(w.group('admins'))).body;
    await w.decide('owner', admins.id, 'approve');
    await w.rows(`update grant_fact set to_seq = null where principal_id = $1 and kind = 1`, [w.world.id('emil-iam')]);
    expect((await w.rows('select unit_key, identity_id from lease order by created_at')).at(-1)).toEqual({
      unit_key: '111111111111',
      identity_id: w.world.id('emil-iam'),
    });
  });

  it('a start more than a year ahead is refused, so that its end is an instant too', async () => {
    for (const startsAt of ['9999-12-31T23:59:59Z', new Date(Date.now() + 366 * 24 * 3_600_000).toISOString()]) {
      const answer = await pending(w.readonlyOnProd, 'emil', { startsAt });
      expect(refused(answer)).toEqual({ status: 400, code: 'starts-too-late' });
      expect(answer.body.field ?? answer.body.errors?.[0]?.field).toBe('startsAt');
    }
    const startsAt = new Date(Date.now() + 364 * 24 * 3_600_000).toISOString();
    const { body } = await pending(w.readonlyOnProd, 'emil', { startsAt, durationMinutes: 480 });
    expect((await w.decide('lead', body.id, 'approve')).status).toBe(200);
  });

  it('a start in the future is kept, one in the past is refused', async () => {
    await w.begin({ shape: 'automatic', who: everyone, ...anywhere, maxMinutes: 90 });
    const startsAt = new Date(Date.now() + 7_200_000).toISOString();
    expect((await pending(w.readonlyOnProd, 'emil', { startsAt })).body.lease.startsAt).toBe(startsAt);
    const past = new Date(Date.now() - 7_200_000).toISOString();
    expect(refused(await pending(w.readonlyOnProd, 'emil', { startsAt: past }))).toEqual({
      status: 400,
      code: 'starts-in-the-past',
    });
  });

  it('sent again with its Idempotency-Key it is one request; with another body it is refused', async () => {
    const headers = { 'idempotency-key': 'k1' };
    const wish = { entitlement: w.readonlyOnProd };
    const [first, second] = [await w.submit('emil', wish, headers), await w.submit('emil', wish, headers)];
    expect(second.body.id).toBe(first.body.id);
    expect(refused(await w.submit('emil', { ...wish, durationMinutes: 61 }, headers))).toEqual({
      status: 409,
      code: 'idempotency-key-reused',
    });
    expect(await w.told('approval-needed')).toEqual(['per_lead']);
  });

  it('two equal wishes at the same instant are one request', async () => {
    const answers = await Promise.all([pending(w.readonlyOnProd), pending(w.readonlyOnProd)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.map(({ body }) => body.code).filter(Boolean)).toEqual(['request-pending']);
    expect(await w.rows('select 1 from access_request')).toHaveLength(1);
  });
});

describe('refused before anybody is asked, with the reason', () => {
  const cases: [string, () => Promise<Answer>, number, string][] = [
    ['no Identity Center user', () => pending(w.readonlyOnProd, 'manager'), 409, 'no-identity'],
    ['no IAM user in the AWS account of the group', () => pending(w.group('admins'), 'ben'), 409, 'no-identity'],
    ['a suspended AWS account', () => pending(w.set('readonly', '444444444444')), 409, 'aws-account-not-active'],
    [
      'a group that comes from an identity provider',
      () => pending(w.group('okta-group')),
      409,
      'group-owned-by-identity-provider',
    ],
    ['what is held directly', () => pending(w.readonlyOnProd, 'ben'), 409, 'already-held'],
    ['what is held through a group', () => pending(w.set('admin', '333333333333')), 409, 'already-held'],
    ['a membership that is held', () => pending(w.group('platform')), 409, 'already-held'],
    [
      'an unknown permission set',
      () => pending({ ...w.readonlyOnProd, permissionSetId: 'ent_99999' }),
      400,
      'entitlement-unknown',
    ],
    ['an unknown AWS account', () => pending(w.set('readonly', '123123123123')), 400, 'entitlement-unknown'],
    [
      'an AWS account outside of the organization',
      () => pending(w.set('readonly', '222222222222')),
      400,
      'entitlement-unknown',
    ],
    ['an unknown group', () => pending({ kind: 'group-member', groupId: 'ent_99999' }), 400, 'entitlement-unknown'],
    ['an AWS account that is called a group', () => pending(w.group('management')), 400, 'entitlement-unknown'],
    [
      'more time than the policies give',
      () => pending(w.readonlyOnProd, 'emil', { durationMinutes: 481 }),
      400,
      'duration-over-limit',
    ],
  ];
  it.each(cases)('%s', async (_what, ask, status, code) => {
    expect(refused(await ask())).toEqual({ status, code });
    expect(await w.rows('select 1 from access_request')).toEqual([]);
    expect(await w.rows('select 1 from notification')).toEqual([]);
  });

  it('the limit is named', async () => {
    const { body } = await pending(w.readonlyOnProd, 'emil', { durationMinutes: 481 });
    expect(body).toMatchObject({ field: 'durationMinutes', facts: { maxMinutes: 480 } });
  });

  it('no policy, or one that forbids', async () => {
    await w.begin();
    expect(refused(await pending(w.readonlyOnProd))).toEqual({ status: 403, code: 'policy-says-no' });
    await w.begin(permitAll(), {
      shape: 'forbid',
      who: everyone,
      permissionSets: 'all',
      awsAccounts: ['333333333333'],
      because: 'Nobody in payments',
    });
    const answer = await pending(w.readonlyOnProd);
    expect(answer.body).toMatchObject({
      code: 'policy-says-no',
      detail: 'Nobody in payments',
      facts: { policies: [{ name: 'Policy 1' }] },
    });
  });

  it('a disabled identity is none', async () => {
    await w.rows(`update entity_version set status = 'disabled' where entity_id = $1`, [w.world.id('emil')]);
    const answer = await pending(w.readonlyOnProd);
    await w.rows(`update entity_version set status = 'enabled' where entity_id = $1`, [w.world.id('emil')]);
    expect(refused(answer)).toEqual({ status: 409, code: 'no-identity' });
  });

  it('the management AWS account, where the connector is a delegated administrator', async () => {
    await w.rows(`update connector set aws_account_id = '333333333333' where id = 'con_org'`);
    const answer = await pending(w.set('readonly', '111111111111'));
    await w.rows(`update connector set aws_account_id = null where id = 'con_org'`);
    expect(refused(answer)).toEqual({ status: 409, code: 'management-account-out-of-reach' });
  });

  it('what a lease of ours gives is not "held": it may be asked for again, so that leases overlap', async () => {
    await w.begin({ shape: 'automatic', who: everyone, ...anywhere, maxMinutes: 90 });
    await pending(w.readonlyOnProd);
    expect((await pending(w.readonlyOnProd)).status).toBe(201);
    expect(await w.rows('select 1 from lease')).toHaveLength(2);
  });
});

describe('for whom', () => {
  it.each([
    ['emil', undefined, 201],
    ['lead', 'per_emil', 201],
    ['manager', 'per_emil', 201],
    ['super', 'per_emil', 201],
    ['rae', 'per_emil', 201],
    ['ben', 'per_emil', 403],
    ['owner', 'per_emil', 403],
    ['auditor', 'per_emil', 403],
    ['emil', 'per_lead', 403],
    ['emil', 'per_nobody', 403],
  ])('%s for %s is answered with %i', async (who, forPersonId, status) => {
    const answer = await pending(w.readonlyOnProd, who, { forPersonId });
    expect([answer.status, answer.body.code ?? 'made']).toEqual([status, status === 201 ? 'made' : 'not-for-them']);
  });

  it('a request for somebody else names both, and the manager who asks is not among the approvers', async () => {
    const { body } = await pending(w.readonlyOnProd, 'lead', { forPersonId: 'per_emil' });
    expect(body).toMatchObject({ requester: { id: 'per_lead' }, person: { id: 'per_emil' } });
    expect(names(body.steps[0].candidates)).toEqual(['per_owner']);
    expect(body.steps[0].candidates[0].via).toBe('owner of AWS production, in place of the approver');
  });

  it('nobody asks for who has left', async () => {
    await w.rows(`update person set status = 'inactive' where id = 'per_emil'`);
    const answer = await pending(w.readonlyOnProd, 'lead', { forPersonId: 'per_emil' });
    await w.rows(`update person set status = 'active' where id = 'per_emil'`);
    expect(refused(answer)).toEqual({ status: 409, code: 'person-inactive' });
  });
});

describe('who is asked', () => {
  it.each<[string, string, readonly { kind: 'manager' | 'application-owner' }[], string[][]]>([
    ['the manager', 'emil', byManager, [['per_lead']]],
    ['owners of the application', 'emil', byOwner, [['per_owner']]],
    ['without a manager, owners of the application in their place', 'ben', byManager, [['per_owner']]],
    ['manager and owner, in this order', 'emil', [...byOwner, ...byManager], [['per_lead'], ['per_owner']]],
    [
      'different people for two steps that would be one person',
      'ben',
      [...byManager, ...byOwner],
      [['per_owner', 'per_super'], ['per_owner']],
    ],
  ])('%s', async (_what, who, approval, expected) => {
    await w.begin(permitAll(approval));
    const { body } = await pending(w.set('readonly', '111111111111'), who);
    expect(body.steps.map(({ candidates }: { candidates: { id: string }[] }) => names(candidates))).toEqual(expected);
  });

  it('Super Administrators when there is nobody else; and without them the request is refused, naming the step', async () => {
    await w.rows(`delete from application_owner`);
    const { body } = await pending(w.set('readonly', '111111111111'), 'ben');
    expect(names(body.steps[0].candidates)).toEqual(['per_super']);
    await w.begin(permitAll());
    await w.rows(`update person set status = 'inactive' where id = 'per_super'`);
    const answer = await pending(w.set('readonly', '111111111111'), 'ben');
    await w.rows(`update person set status = 'active' where id = 'per_super'`);
    await w.rows(`insert into application_owner values ('app_aws', 'per_owner')`);
    expect(answer.body).toMatchObject({ status: 409, code: 'no-approver', facts: { step: 1, kind: 'manager' } });
    expect(await w.rows('select 1 from access_request')).toEqual([]);
  });
});

describe('the catalog', () => {
  const catalog = async (who: string, query = '') => (await (await w.as(who)).get(`/api/v1/catalog${query}`)).body;
  const all = [
    'AdministratorAccess on management',
    'ReadOnlyAccess on management',
    'AdministratorAccess on prod-payments',
    'ReadOnlyAccess on prod-payments',
    'Admins',
    'Platform',
    'Readers',
    'Support',
  ];

  it('names every permission set on every active AWS account and every group that is ours to change, to everybody', async () => {
    for (const who of ['emil', 'ben', 'manager', 'nothing', 'auditor', 'super']) {
      const page = await catalog(who);
      expect(
        page.items.map(({ name }: { name: string }) => name),
        who,
      ).toEqual(all);
      expect(page.total).toBe(8);
    }
  });

  it('says of each row whether it may be asked for, why not, who decides, and whether it is held', async () => {
    const page = await catalog('emil');
    const row = (name: string) => page.items.find((item: { name: string }) => item.name === name);
    expect(row('ReadOnlyAccess on prod-payments')).toMatchObject({
      isHeld: false,
      answer: {
        isAllowed: true,
        reasons: [],
        maxMinutes: 480,
        steps: [{ kind: 'manager', people: [{ id: 'per_lead', name: 'Lee Lead', via: 'manager' }] }],
        policies: [{ name: 'Policy 0' }],
      },
    });
    expect(row('Platform')).toMatchObject({
      isHeld: true,
      answer: { isAllowed: false, reasons: ['You hold it already, with no end.'] },
    });
    const ofMia = (await catalog('manager')).items[0];
    expect(ofMia.answer).toMatchObject({ isAllowed: false, reasons: ['You have no Identity Center user.'] });
    const tooLong = (await catalog('emil', '?minutes=600&q=ReadOnly+prod')).items[0];
    expect(tooLong.answer).toMatchObject({
      isAllowed: false,
      reasons: ['At most 480 minutes may be asked for.'],
      maxMinutes: 480,
    });
  });

  it('comes in pages that are the whole, and is searched by every word', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await catalog('emil', `?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ name }: { name: string }) => name));
      cursor = page.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(all);
    const found = async (query: string) =>
      (await catalog('emil', query)).items.map(({ name }: { name: string }) => name);
    expect(await found('?q=readonly%20prod')).toEqual(['ReadOnlyAccess on prod-payments']);
    expect(await found('?q=333333333333&kind=permission-set-assignment')).toHaveLength(2);
    expect(await found('?kind=group-member')).toEqual(all.slice(4));
    expect(await found('?q=100%25')).toEqual([]);
    expect(refused(await (await w.as('emil')).get('/api/v1/catalog?cursor=WzMsIiIsMCwiIiwwXQ'))).toEqual({
      status: 400,
      code: 'cursor-invalid',
    });
  });

  it('is answered for a report, and for nobody else', async () => {
    expect(
      (await catalog('lead', '?forPersonId=per_emil')).items.find((item: { name: string }) => item.name === 'Platform')
        .isHeld,
    ).toBe(true);
    expect(await catalog('ben', '?forPersonId=per_emil')).toMatchObject({ code: 'not-for-them' });
  });

  it('a preview says the same as the request then does, and changes nothing', async () => {
    const preview = (who: string, body: object) =>
      w.as(who).then((caller) => caller.post('/api/v1/requests/preview', { durationMinutes: 60, ...body }));
    const yes = (await preview('emil', { entitlement: w.readonlyOnProd })).body;
    expect(yes).toMatchObject({ isAllowed: true, maxMinutes: 480, usualMinutes: null });
    expect(await w.rows('select 1 from access_request')).toEqual([]);
    const { body } = await pending(w.readonlyOnProd);
    expect(names(yes.steps[0].people)).toEqual(names(body.steps[0].candidates));
    await w.http.moveClock(12 * 60_000);
    await w.decide('lead', body.id, 'deny', { reason: 'Not today' });
    expect((await preview('emil', { entitlement: w.readonlyOnProd })).body.usualMinutes).toBeCloseTo(12, 0);
  });
});

describe('who sees which requests', () => {
  it('own, for oneself, of reports, to decide, on own applications; all for who sees everything', async () => {
    const emil = (await pending(w.readonlyOnProd)).body.id;
    const ben = (await pending(w.set('readonly', '111111111111'), 'ben')).body.id;
    const lists: Record<string, string[]> = {
      emil: [emil],
      lead: [emil],
      manager: [emil],
      ben: [ben],
      owner: [emil, ben],
      auditor: [emil, ben],
      super: [emil, ben],
      nothing: [],
      rae: [],
      campaign: [],
    };
    for (const [who, expected] of Object.entries(lists)) {
      const { items, total } = (await (await w.as(who)).get('/api/v1/requests')).body;
      expect([names(items).sort(), total], who).toEqual([[...expected].sort(), expected.length]);
      const one = await (await w.as(who)).get(`/api/v1/requests/${emil}`);
      expect(one.status, who).toBe(expected.includes(emil) ? 200 : 404);
      const cancel = await w.decide(who, emil, 'approve', { minutes: 5 });
      if (!expected.includes(emil)) expect(refused(cancel), who).toEqual({ status: 404, code: 'request-not-found' });
    }
  });

  it('is filtered by state, person and "mine", newest first, in pages', async () => {
    const first = (await pending(w.readonlyOnProd)).body.id;
    await w.decide('emil', first, 'cancel');
    const second = (await pending(w.readonlyOnProd, 'lead', { forPersonId: 'per_emil' })).body.id;
    const list = async (who: string, query: string) => (await (await w.as(who)).get(`/api/v1/requests?${query}`)).body;
    expect(names((await list('emil', '')).items)).toEqual([second, first]);
    const page = await list('emil', 'limit=1');
    expect(names((await list('emil', `limit=1&cursor=${page.nextCursor}`)).items)).toEqual([first]);
    expect(names((await list('emil', 'status=cancelled')).items)).toEqual([first]);
    expect(names((await list('lead', 'mine=true')).items)).toEqual([second]);
    expect(names((await list('lead', 'mine=false')).items)).toEqual([first]);
    expect((await list('auditor', 'personId=per_ben')).total).toBe(0);
  });
});
