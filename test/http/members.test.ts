import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { takeRoleAway } from '../../src/core/security/members/take-role-away.ts';
import type { PersonId } from '../../src/core/shared/ids.ts';
import { createWorld, viewer } from '../support/world.ts';
import { type Caller, type Http, startHttp } from './start-http.ts';

let http: Http;
let superAdministrator: Caller;
beforeAll(async () => {
  http = await startHttp();
});
afterAll(() => http?.stop());
beforeEach(async () => {
  await http.reset();
  await http.asOwner('truncate entity cascade');
  await createWorld(http.database);
  superAdministrator = await http.signIn('per_super');
});

const grant = (id: string, role: string) => superAdministrator.post(`/api/v1/members/${id}/roles`, { role });
const takeAway = (id: string, role: string) => superAdministrator.remove(`/api/v1/members/${id}/roles/${role}`);
const rolesOf = async (id: string): Promise<string[]> =>
  (await superAdministrator.get(`/api/v1/members/${id}`)).body.roles.map(({ role }: { role: string }) => role);
const entriesOf = async (id: string) =>
  (
    await http.database.pool.query(
      `select actor_person_id as by, action, detail from audit_entry
       where object_id = $1 and action not like 'session.%' order by id`,
      [id],
    )
  ).rows;
const toldTo = async (id: string) =>
  (
    await http.database.pool.query(
      `select n.kind, n.title, n.link, m.to_address as mail from notification n
       left join mail m on m.notification_id = n.id where n.person_id = $1 order by n.created_at, n.id`,
      [id],
    )
  ).rows;

test('the list says who holds what, by whom, and when they last signed in; by name, page after page', async () => {
  await grant('per_ben', 'request-administrator');
  const everybody = await superAdministrator.get('/api/v1/members?limit=2');
  expect(everybody.body).toMatchObject({ total: 9, items: [{ name: 'Ada Admin' }, { name: 'Audrey Auditor' }] });
  const next = await superAdministrator.get(`/api/v1/members?limit=2&cursor=${everybody.body.nextCursor}`);
  expect(next.body.items).toMatchObject([
    {
      name: 'Ben Builder',
      email: 'ben@corp.example',
      roles: [{ role: 'request-administrator', grantedBy: { id: 'per_super', name: 'Sue Super' } }],
      lastSignedInAt: null,
    },
    { name: 'Cam Campaign' },
  ]);
  const me = await superAdministrator.get('/api/v1/members/per_super');
  expect(me.body.roles).toMatchObject([{ role: 'super-administrator', grantedBy: null }]);
  expect(Date.now() - Date.parse(me.body.lastSignedInAt)).toBeLessThan(60_000);
  const owner = await superAdministrator.get('/api/v1/members/per_owner');
  expect(owner.body.ownedConnectorCount).toBe(1);
});

test('the list is searched by name and e-mail, and filtered by role', async () => {
  const namesOf = async (query: string) => {
    const { body } = await superAdministrator.get(`/api/v1/members?${query}`);
    expect(body.total).toBe(body.items.length);
    return body.items.map(({ name }: { name: string }) => name);
  };
  expect(await namesOf('q=BEN%40corp')).toEqual(['Ben Builder']);
  expect(await namesOf('role=connector-administrator')).toEqual(['Ada Admin', 'Olga Owner']);
  expect(await namesOf('role=any')).toEqual(['Ada Admin', 'Audrey Auditor', 'Cam Campaign', 'Olga Owner', 'Sue Super']);
  expect(await namesOf('role=any&q=o')).toEqual(await namesOf('q=o&role=any'));
  expect(await namesOf('q=100%25')).toEqual([]);
});

test('the roles come with what each may do, and how many active people hold it', async () => {
  await http.database.pool.query(`update person set status = 'inactive' where id = 'per_nothing'`);
  const { body } = await superAdministrator.get('/api/v1/member-roles');
  expect(body.items.map(({ role, holderCount }: { role: string; holderCount: number }) => [role, holderCount])).toEqual(
    [
      ['super-administrator', 1],
      ['connector-administrator', 1],
      ['request-administrator', 0],
      ['campaign-administrator', 1],
      ['auditor', 1],
    ],
  );
  for (const role of body.items) expect(role.may.length).toBeGreaterThan(0);
});

test('a role counts from the next request on, and so does its loss, in sessions and tokens that are open', async () => {
  const ben = await http.signIn('per_ben');
  const { body: token } = await ben.post('/api/v1/api-tokens', { name: 'ci' });
  const byToken = () => http.anonymous.get('/api/v1/audit-entries', { authorization: `Bearer ${token.token}` });
  expect((await ben.get('/api/v1/audit-entries')).status).toBe(403);
  expect((await grant('per_ben', 'auditor')).body.roles).toMatchObject([{ role: 'auditor' }]);
  expect((await ben.get('/api/v1/audit-entries')).status).toBe(200);
  expect((await byToken()).status).toBe(200);
  expect((await takeAway('per_ben', 'auditor')).body.roles).toEqual([]);
  expect((await ben.get('/api/v1/audit-entries')).status).toBe(403);
  expect((await byToken()).status).toBe(403);
  expect((await ben.get('/api/v1/session')).status).toBe(200);
});

test('each change is in the audit log once, and the person is told of it by inbox and mail', async () => {
  for (const _ of [1, 2]) expect((await grant('per_ben', 'auditor')).status).toBe(200);
  for (const _ of [1, 2]) expect((await takeAway('per_ben', 'auditor')).status).toBe(200);
  expect((await grant('per_ben', 'auditor')).status).toBe(200);
  expect(await entriesOf('per_ben')).toEqual([
    { by: 'per_super', action: 'role.granted', detail: { role: 'auditor' } },
    { by: 'per_super', action: 'role.taken-away', detail: { role: 'auditor' } },
    { by: 'per_super', action: 'role.granted', detail: { role: 'auditor' } },
  ]);
  expect(await toldTo('per_ben')).toMatchObject([
    { kind: 'role-changed', title: 'You are an Auditor now', link: '/', mail: 'ben@corp.example' },
    { kind: 'role-changed', title: 'You are no longer an Auditor' },
    { kind: 'role-changed', title: 'You are an Auditor now' },
  ]);
});

test('nobody but a Super Administrator changes who may do what, and an Auditor only reads it', async () => {
  const auditor = await http.signIn('per_auditor');
  expect((await auditor.get('/api/v1/members')).body.total).toBe(9);
  for (const id of ['per_auditor', 'per_owner', 'per_campaign', 'per_emil']) {
    const caller = await http.signIn(id);
    expect(await caller.post(`/api/v1/members/${id}/roles`, { role: 'super-administrator' })).toMatchObject({
      status: 403,
      body: { code: 'permission-missing', facts: { permission: 'members.manage' } },
    });
    expect((await caller.remove('/api/v1/members/per_super/roles/super-administrator')).status).toBe(403);
    expect((await caller.post('/api/v1/members', { name: 'Eve', email: 'eve@corp.example' })).status).toBe(403);
  }
  expect(await rolesOf('per_super')).toEqual(['super-administrator']);
});

test('nobody gives a role to themselves', async () => {
  expect(await grant('per_super', 'auditor')).toMatchObject({ status: 403, body: { code: 'own-role' } });
  expect(await rolesOf('per_super')).toEqual(['super-administrator']);
});

test('a role is given to who is here and has not left', async () => {
  await http.database.pool.query(`update person set status = 'inactive' where id = 'per_ben'`);
  expect(await grant('per_ben', 'auditor')).toMatchObject({ status: 409, body: { code: 'person-inactive' } });
  expect(await grant('per_none', 'auditor')).toMatchObject({ status: 404, body: { code: 'member-not-found' } });
  expect((await grant('per_ben', 'everyone')).status).toBe(400);
});

test('the last active Super Administrator keeps the role, whoever else holds it and has left', async () => {
  await http.database.pool.query(`
    insert into role_grant values ('per_ben', 'super-administrator', now());
    update person set status = 'inactive' where id = 'per_ben'`);
  const refused = await takeAway('per_super', 'super-administrator');
  expect(refused).toMatchObject({ status: 409, body: { code: 'last-super-administrator' } });
  // Who has left is none of those who could still decide.
  expect((await takeAway('per_ben', 'super-administrator')).status).toBe(200);
  expect(await rolesOf('per_super')).toEqual(['super-administrator']);
});

test('a Super Administrator may lay the role down once there is another', async () => {
  await grant('per_ben', 'super-administrator');
  expect((await takeAway('per_super', 'super-administrator')).status).toBe(200);
  expect((await superAdministrator.get('/api/v1/members')).status).toBe(403);
  const ben = await http.signIn('per_ben');
  expect((await ben.get('/api/v1/members')).status).toBe(200);
});

test('two Super Administrators who take the role from each other at once leave one', async () => {
  for (let round = 0; round < 10; round += 1) {
    await http.database.pool.query(`
      insert into role_grant values ('per_ben', 'super-administrator', now()), ('per_super', 'super-administrator', now())
      on conflict do nothing`);
    const take = (by: string, from: string) =>
      takeRoleAway(http.security, {
        viewer: { ...viewer(by), roles: ['super-administrator'] },
        actor: { kind: 'person', personId: by as PersonId },
        personId: from as PersonId,
        role: 'super-administrator',
      });
    const outcomes = await Promise.allSettled([take('per_super', 'per_ben'), take('per_ben', 'per_super')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((each) => each.status === 'rejected')).toMatchObject({
      // The later one asks with a role that is gone by then.
      reason: { code: 'permission-missing' },
    });
  }
});

test('two Super Administrators who lay the role down at once leave one', async () => {
  for (let round = 0; round < 10; round += 1) {
    await http.database.pool.query(`
      insert into role_grant values ('per_ben', 'super-administrator', now()), ('per_super', 'super-administrator', now())
      on conflict do nothing`);
    const layDown = async (id: string) =>
      (await http.signIn(id)).remove(`/api/v1/members/${id}/roles/super-administrator`);
    const answers = await Promise.all(['per_super', 'per_ben'].map(layDown));
    expect(answers.map(({ status, body }) => body.code ?? status).sort()).toEqual([200, 'last-super-administrator']);
  }
});

test('an invited person gets a link to sign in, the roles, and no credential', async () => {
  const invited = await superAdministrator.post('/api/v1/members', {
    name: '  Nadia New ',
    email: 'Nadia@Corp.example',
    roles: ['auditor', 'auditor'],
  });
  expect(invited).toMatchObject({
    status: 201,
    body: {
      name: 'Nadia New',
      email: 'nadia@corp.example',
      source: 'manual',
      status: 'active',
      roles: [{ role: 'auditor', grantedBy: { id: 'per_super' } }],
      lastSignedInAt: null,
    },
  });
  const { id } = invited.body;
  expect(await toldTo(id)).toEqual([
    {
      kind: 'invitation',
      title: 'Sue Super invites you to Countersign',
      link: '/sign-in',
      mail: 'nadia@corp.example',
    },
  ]);
  expect(await entriesOf(id)).toEqual([
    { by: 'per_super', action: 'person.invited', detail: { source: 'manual' } },
    { by: 'per_super', action: 'role.granted', detail: { role: 'auditor', by: 'invitation' } },
  ]);
  const credentials = await http.database.pool.query('select from local_credential where person_id = $1', [id]);
  expect(credentials.rows).toEqual([]);
  const guess = { kind: 'password', email: 'nadia@corp.example', password: 'anything' };
  expect((await http.anonymous.post('/api/v1/session', guess)).body.code).toBe('sign-in-refused');
});

test('an invitation sent again by its key makes one person and one mail', async () => {
  const body = { name: 'Nadia New', email: 'nadia@corp.example' };
  const send = () => superAdministrator.post('/api/v1/members', body, { 'idempotency-key': 'once' });
  const [first, second] = await Promise.all([send(), send()]);
  expect([first?.status, second?.status]).toEqual([201, 201]);
  expect(second?.body.id).toBe(first?.body.id);
  expect(await toldTo(first?.body.id)).toHaveLength(1);
});

test('who is here already is not invited a second time, also not by two invitations at once', async () => {
  const invite = (email: string) => superAdministrator.post('/api/v1/members', { name: 'Somebody', email });
  expect(await invite('BEN@corp.example')).toMatchObject({
    status: 409,
    body: { code: 'member-exists', field: 'email', facts: { personId: 'per_ben', name: 'Ben Builder' } },
  });
  await http.database.pool.query(`update person set status = 'inactive' where id = 'per_ben'`);
  expect(await invite('ben@corp.example')).toMatchObject({ status: 409, body: { code: 'person-inactive' } });
  const answers = await Promise.all(['nadia@corp.example', 'Nadia@corp.example'].map(invite));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
});

test('a name or an address that would break a mail apart is refused', async () => {
  const invite = (name: string, email: string) => superAdministrator.post('/api/v1/members', { name, email });
  expect((await invite('Nadia', 'nadia@corp.example\r\nBcc: all@corp.example')).status).toBe(400);
  expect((await invite('   ', 'nadia@corp.example')).status).toBe(400);
  expect((await invite('Nadia\r\nBcc: all@corp.example', 'nadia@corp.example')).status).toBe(400);
});
