import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type DemoRole, type Http, startHttp } from './start-http.ts';

let http: Http;
let priya: Caller;
let kwame: Caller;
let auditor: Caller;
beforeAll(async () => {
  http = await startHttp();
  [priya, kwame, auditor] = await Promise.all([
    http.signIn('super-administrator'),
    http.signIn('connector-administrator'),
    http.signIn('auditor'),
  ]);
});
afterAll(() => http.stop());

let names = 0;
const newName = () => `Application ${++names}`;
const add = async (caller: Caller, owner: string, name = newName()) =>
  caller.post('/api/v1/connectors', { application: { newName: name }, ownerIds: [await http.personId(owner)] });
const auditOf = async (objectId: string) =>
  (await auditor.get(`/api/v1/audit-entries?objectId=${objectId}`)).body.items;

describe('adding a connector', () => {
  test('makes application and connector with an External ID of its own, not connected, and says so in the audit log', async () => {
    const { status, body, headers } = await add(kwame, 'kwame.boateng', 'AWS production');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: 'AWS production',
      application: { name: 'AWS production' },
      owners: [{ name: 'Kwame Boateng' }],
      status: 'not-connected',
      roleArn: null,
      lastSyncedAt: null,
      nextSyncAt: null,
      createdBy: { name: 'Kwame Boateng' },
      canManage: true,
      version: 1,
    });
    expect(headers.etag).toBe('"1"');
    expect(body.externalId).toMatch(/^cs-[0-9a-z]{32}$/);
    const [entry] = await auditOf(body.id);
    expect(entry).toMatchObject({
      action: 'connector.created',
      actor: { name: 'Kwame Boateng' },
      object: { kind: 'connector', name: 'AWS production' },
    });
    expect(await auditOf(body.application.id)).toMatchObject([{ action: 'application.created' }]);
  });

  test('joins an existing application under a name that tells the two apart', async () => {
    const first = await add(kwame, 'kwame.boateng', 'Shared');
    const ownerIds = [await http.personId('kwame.boateng')];
    const application = { id: first.body.application.id };
    const second = await kwame.post('/api/v1/connectors', { application, ownerIds });
    expect(second).toMatchObject({ status: 201, body: { name: 'Shared 2', application: { name: 'Shared' } } });
    expect(second.body.externalId).not.toBe(first.body.externalId);
    const applications = (await kwame.get('/api/v1/applications?limit=200')).body.items;
    expect(applications.find((item: { name: string }) => item.name === 'Shared')).toMatchObject({ connectorCount: 2 });
  });

  test('refuses a name that is taken, an application that is not there, and an owner who is not there', async () => {
    await add(kwame, 'kwame.boateng', 'Taken');
    expect(await add(kwame, 'kwame.boateng', 'tAKEN')).toMatchObject({
      status: 409,
      body: { code: 'application-name-taken', field: 'application' },
    });
    const ownerIds = [await http.personId('kwame.boateng')];
    expect(await kwame.post('/api/v1/connectors', { application: { id: 'app_none' }, ownerIds })).toMatchObject({
      status: 400,
      body: { code: 'application-unknown', field: 'application' },
    });
    const nobody = { application: { newName: newName() }, ownerIds: ['per_nobody'] };
    expect(await kwame.post('/api/v1/connectors', nobody)).toMatchObject({
      status: 400,
      body: { code: 'owner-unknown', field: 'ownerIds', facts: { personIds: ['per_nobody'] } },
    });
  });

  test('refuses an owner without the role, naming them, and leaves nothing behind', async () => {
    const name = newName();
    const answer = await add(kwame, 'tomas.herrera', name);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'owner-lacks-role', field: 'ownerIds', facts: { people: [{ name: 'Tomás Herrera' }] } },
    });
    expect(answer.body.detail).toContain('Tomás Herrera');
    const { rows } = await http.database.pool.query('select 1 from application where name = $1', [name]);
    expect(rows).toEqual([]);
  });

  test('a Super Administrator grants the role by naming the owner, and the grant is in the audit log', async () => {
    const answer = await add(priya, 'yusuf.demir');
    expect(answer.status).toBe(201);
    const id = await http.personId('yusuf.demir');
    const yusuf = await http.signIn(id);
    expect((await yusuf.get('/api/v1/session')).body.roles).toEqual(['connector-administrator']);
    expect((await yusuf.get(`/api/v1/connectors/${answer.body.id}`)).body.canManage).toBe(true);
    expect(await auditOf(id)).toContainEqual(
      expect.objectContaining({
        action: 'role.granted',
        actor: expect.objectContaining({ name: 'Priya Raman' }),
        detail: expect.objectContaining({ role: 'connector-administrator' }),
      }),
    );
  });

  test('sent again with its Idempotency-Key, a request makes no second connector; the key with another body is refused', async () => {
    const body = { application: { newName: newName() }, ownerIds: [await http.personId('kwame.boateng')] };
    const key = { 'idempotency-key': 'add-1' };
    const [first, again] = await Promise.all([
      kwame.post('/api/v1/connectors', body, key),
      kwame.post('/api/v1/connectors', body, key),
    ]);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    const other = await kwame.post('/api/v1/connectors', { ...body, application: { newName: newName() } }, key);
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency-key-reused' } });
    const mine = await priya.post('/api/v1/connectors', { ...body, application: { newName: newName() } }, key);
    expect(mine.status).toBe(201);
    await http.moveClock(25 * 3_600_000);
    [priya, kwame, auditor] = (await Promise.all(
      (['super-administrator', 'connector-administrator', 'auditor'] as const).map(http.signIn),
    )) as [Caller, Caller, Caller];
    expect(await kwame.post('/api/v1/connectors', body, key)).toMatchObject({
      body: { code: 'application-name-taken' },
    });
  });

  test('a failed request does not use up its key', async () => {
    const ownerIds = [await http.personId('kwame.boateng')];
    const key = { 'idempotency-key': 'add-2' };
    const taken = await kwame.post('/api/v1/connectors', { application: { newName: 'Taken' }, ownerIds }, key);
    expect(taken.status).toBe(409);
    const free = await kwame.post('/api/v1/connectors', { application: { newName: newName() }, ownerIds }, key);
    expect(free.status).toBe(201);
  });
});

describe('who sees a connector', () => {
  let ofKwame: string;
  let ofPriya: string;
  beforeAll(async () => {
    ofKwame = (await add(kwame, 'kwame.boateng', 'Seen by Kwame')).body.id;
    ofPriya = (await add(priya, 'priya.raman', 'Seen by Priya')).body.id;
  });
  const listed = async (caller: Caller) => {
    const { body } = await caller.get('/api/v1/connectors?limit=200');
    expect(body.total).toBe(body.items.length);
    return body.items.map((item: { id: string }) => item.id);
  };

  test('a Connector Administrator sees those owned or created, in the list, its total, and by id', async () => {
    expect(await listed(kwame)).toContain(ofKwame);
    expect(await listed(kwame)).not.toContain(ofPriya);
    for (const path of ['', '/runs', '/gaps', '/log', '/setup'])
      expect(await kwame.get(`/api/v1/connectors/${ofPriya}${path}`), path).toMatchObject({
        status: 404,
        body: { code: 'connector-not-found' },
      });
  });

  test('whoever created one for somebody else still sees and manages it', async () => {
    const made = await add(kwame, 'priya.raman');
    expect(made).toMatchObject({ status: 201, body: { owners: [{ name: 'Priya Raman' }], canManage: true } });
    expect(await listed(kwame)).toContain(made.body.id);
  });

  test('the Auditor sees all, without the External ID, and changes nothing', async () => {
    expect(await listed(auditor)).toEqual(expect.arrayContaining([ofKwame, ofPriya]));
    expect((await auditor.get(`/api/v1/connectors/${ofKwame}`)).body).toMatchObject({
      externalId: '',
      canManage: false,
    });
    for (const [method, path] of [
      ['patch', ''],
      ['get', '/setup'],
      ['post', '/test'],
      ['post', '/sync'],
      ['post', '/pause'],
      ['post', '/resume'],
    ] as const) {
      const url = `/api/v1/connectors/${ofKwame}${path}`;
      const body = path === '/test' ? testBody : path === '' ? { name: 'x' } : undefined;
      const answer = method === 'get' ? await auditor.get(url) : await auditor[method](url, body);
      expect(answer, `${method} ${path}`).toMatchObject({ status: 403, body: { code: 'permission-missing' } });
    }
  });

  test('an Auditor who is also Connector Administrator may only read what is not theirs', async () => {
    const id = await http.personId('rafael.costa');
    await http.database.pool.query(
      `insert into role_grant select $1, r, now() from unnest(array['auditor', 'connector-administrator']) r`,
      [id],
    );
    const rafael = await http.signIn(id);
    expect((await rafael.get(`/api/v1/connectors/${ofKwame}`)).body).toMatchObject({
      externalId: '',
      canManage: false,
    });
    expect(await rafael.post(`/api/v1/connectors/${ofKwame}/pause`)).toMatchObject({
      status: 403,
      body: { code: 'connector-not-yours' },
    });
  });

  test.each(['manager', 'employee', 'campaign-administrator'] as DemoRole[])(
    '%s sees none, by no route',
    async (as) => {
      const caller = await http.signIn(as);
      for (const path of [
        '',
        `/${ofKwame}`,
        `/${ofKwame}/runs`,
        `/${ofKwame}/gaps`,
        `/${ofKwame}/log`,
        `/${ofKwame}/setup`,
      ]) {
        const answer = await caller.get(`/api/v1/connectors${path}`);
        expect(answer, path).toMatchObject({ status: 403, body: { code: 'permission-missing' } });
        expect(JSON.stringify(answer.body)).not.toContain('Seen by');
      }
      for (const url of ['/api/v1/applications', '/api/v1/service-identity', '/api/v1/audit-entries'])
        expect((await caller.get(url)).status, url).toBe(403);
      expect((await add(caller, 'kwame.boateng')).status).toBe(403);
    },
  );

  test('without signing in every route answers 401', async () => {
    for (const path of ['', `/${ofKwame}`, `/${ofKwame}/log`])
      expect((await http.anonymous.get(`/api/v1/connectors${path}`)).status).toBe(401);
  });
});

const testBody = {
  roleArn: 'arn:aws:iam::111111111111:role/Countersign',
  organizationsEnabled: false,
  identityCenterEnabled: false,
  identityCenterRegion: null,
};

describe('what can be refused without asking AWS', () => {
  let url: string;
  beforeAll(async () => {
    url = `/api/v1/connectors/${(await add(kwame, 'kwame.boateng')).body.id}`;
  });
  test.each([
    [{ roleArn: 'not an arn' }, 'role-arn-invalid', 'roleArn'],
    [{ roleArn: '' }, 'role-arn-invalid', 'roleArn'],
    [{ roleArn: 'arn:aws:sts::111111111111:assumed-role/x/y' }, 'role-arn-invalid', 'roleArn'],
    [{ identityCenterEnabled: true }, 'identity-center-region-missing', 'identityCenterRegion'],
    [{ identityCenterRegion: 'eu-middle-9' }, 'identity-center-region-unknown', 'identityCenterRegion'],
    [
      {
        roleArn: 'arn:aws-cn:iam::111111111111:role/x',
        identityCenterEnabled: true,
        identityCenterRegion: 'eu-north-1',
      },
      'identity-center-region-unknown',
      'identityCenterRegion',
    ],
  ])('%j is refused as %s', async (change, code, field) => {
    expect(await kwame.patch(url, change)).toMatchObject({ status: 400, body: { code, field } });
    expect(await kwame.post(`${url}/test`, { ...testBody, ...change })).toMatchObject({
      status: 400,
      body: { code, field },
    });
    expect((await kwame.get(url)).body.version).toBe(1);
  });

  test('names, owners and the interval are saved without a sync; each save is one version', async () => {
    const changed = await kwame.patch(url, { name: 'Renamed', syncIntervalMinutes: 60 }, { 'if-match': '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { name: 'Renamed', syncIntervalMinutes: 60, version: 2 } });
    expect(changed.body.status).toBe('not-connected');
    const stale = await kwame.patch(url, { name: 'Older' }, { 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'changed-meanwhile', facts: { version: 2 } } });
    expect((await kwame.get(url)).body.name).toBe('Renamed');
    expect(await kwame.patch(url, { name: 'x' }, { 'if-match': 'abc' })).toMatchObject({
      body: { code: 'if-match-invalid' },
    });
    const [entry] = await auditOf(changed.body.id);
    expect(entry).toMatchObject({
      action: 'connector.changed',
      detail: { syncIntervalMinutes: { from: 30, to: 60 }, name: { to: 'Renamed' } },
    });
    expect((await http.jobs()).filter((job) => job.key === changed.body.id)).toEqual([]);
  });

  test('a new owner needs the role, as at adding', async () => {
    const ownerIds = [await http.personId('kwame.boateng'), await http.personId('tomas.herrera')];
    expect(await kwame.patch(url, { ownerIds })).toMatchObject({ status: 400, body: { code: 'owner-lacks-role' } });
    const saved = await kwame.patch(url, { ownerIds: [await http.personId('priya.raman')] });
    expect(saved.body.owners).toMatchObject([{ name: 'Priya Raman' }]);
  });

  test('sync now is refused before there is a role ARN', async () => {
    expect(await kwame.post(`${url}/sync`)).toMatchObject({ status: 409, body: { code: 'connector-not-set-up' } });
  });

  test('pause and resume change only that, once each in the audit log', async () => {
    expect((await kwame.post(`${url}/pause`)).body).toMatchObject({ status: 'paused', isPaused: true });
    expect((await kwame.post(`${url}/pause`)).status).toBe(200);
    const resumed = await kwame.post(`${url}/resume`);
    expect(resumed.body).toMatchObject({ status: 'not-connected', isPaused: false });
    const actions = (await auditOf(resumed.body.id)).map((entry: { action: string }) => entry.action);
    expect(actions.slice(0, 2)).toEqual(['connector.resumed', 'connector.paused']);
    expect(actions.filter((action: string) => action === 'connector.paused')).toHaveLength(1);
  });

  test('until the product knows who it is in AWS no trust policy is shown, and the read policy is', async () => {
    const { body } = await kwame.get(`${url}/setup`);
    expect(body).toMatchObject({ trustPolicy: null, terraform: null, cloudFormation: null, awsCli: null });
    expect(JSON.parse(body.readPolicy).Statement[0].Action).toHaveLength(14);
    expect(body.actions).toHaveLength(14);
    expect(body.furtherReading).toMatchObject({ policyName: 'CountersignReadFurther', withRole: null });
    expect(JSON.parse(body.furtherReading.policy).Statement[0].Action).toHaveLength(body.furtherReading.actions.length);
    // What the roles in other AWS accounts trust is the connector's role, and what lets it in names that role's own name.
    expect(body.memberAccounts).toMatchObject({
      roleName: 'CountersignMember',
      organizationId: null,
      trustPolicy: null,
      stackSet: null,
      single: null,
      assume: { policyName: 'CountersignAssumeMembers', roleName: 'Countersign' },
    });
    expect(JSON.parse(body.memberAccounts.readPolicy).Statement[0].Action).toHaveLength(9);
    expect(body.memberAccounts.actions).toHaveLength(9);
    expect(body.regions).toContain('eu-north-1');
    expect(body.canCreateRoleInDemo).toBe(false);
  });
});

test('lists come in pages that neither repeat nor leave out, with the total of all', async () => {
  for (let n = 0; n < 5; n += 1) await add(priya, 'priya.raman');
  for (const url of ['/api/v1/connectors', '/api/v1/applications', '/api/v1/audit-entries']) {
    const all = (await priya.get(`${url}?limit=200`)).body;
    const seen: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: { id: string }[]; nextCursor: string | null; total: number } = (
        await priya.get(`${url}?limit=3${cursor && `&cursor=${cursor}`}`)
      ).body;
      expect(page.total).toBe(all.total);
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(all.items.map((item: { id: string }) => item.id));
    expect(seen).toHaveLength(all.total);
    expect(await priya.get(`${url}?cursor=bm90IG91cnM`)).toMatchObject({
      status: 400,
      body: { code: 'cursor-invalid' },
    });
  }
});
