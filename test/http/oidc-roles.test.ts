import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startProvider, type TestProvider } from '../support/oidc/start-provider.ts';
import { providerOptions, sessionCookieOf, settingsFor, signInWith } from './oidc-world.ts';
import { type Http, startHttp } from './start-http.ts';

// `cloud-admins` gives Super Administrator, `risk` gives Auditor (oidc-world.ts).
let provider: TestProvider;
let http: Http;
beforeAll(async () => {
  provider = await startProvider(providerOptions);
  http = await startHttp({ isDemo: false, oidc: settingsFor(provider.issuer) });
});
afterAll(async () => {
  await http?.stop();
  await provider?.stop();
});
beforeEach(async () => {
  await http.reset();
  // Somebody else is Super Administrator, so that nobody below is the last.
  await http.database.pool.query(
    `insert into person (id, name, email, source, created_at, updated_at)
     values ('per_root', 'Root', 'root@corp.example', 'first-run', now(), now())`,
  );
  await http.database.pool.query(
    `insert into role_grant (person_id, role, granted_at) values ('per_root', 'super-administrator', now())`,
  );
});

const signInIn = async (groups: unknown, login = 'ada') => {
  const claims = { name: login, email: `${login}@corp.example`, email_verified: true };
  await provider.control({ accounts: { [login]: { ...claims, ...(groups === undefined ? {} : { groups }) } } });
  const answer = await signInWith(http, login);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return { id: answer.body.session.person.id as string, roles: answer.body.session.roles as string[], answer };
};
const audited = async (id: string) =>
  (
    await http.database.pool.query(
      `select action, detail ->> 'role' as role, detail ->> 'by' as by from audit_entry
       where object_id = $1 and action like 'role.%' order by id`,
      [id],
    )
  ).rows;
const giveByHand = (id: string, role: string) =>
  http.database.pool.query(
    `insert into role_grant (person_id, role, granted_at, granted_by) values ($1, $2, now(), 'per_root')
     on conflict (person_id, role) do nothing`,
    [id, role],
  );

test('a group gives its role at sign-in, and the role goes when the group goes', async () => {
  expect((await signInIn([])).roles).toEqual([]);
  const { id, roles, answer } = await signInIn(['staff', 'risk']);
  expect(roles).toEqual(['auditor']);
  expect(answer.body.session.permissions).toContain('audit.read');
  expect((await signInIn(['staff'])).roles).toEqual([]);
  expect(await audited(id)).toEqual([
    { action: 'role.granted', role: 'auditor', by: 'claim' },
    { action: 'role.taken-away', role: 'auditor', by: 'claim' },
  ]);
});

test('a role that goes with its group goes from sessions that were open before, and the person is told', async () => {
  const before = http.withCookie(sessionCookieOf((await signInIn(['risk'])).answer));
  expect((await before.get('/api/v1/audit-entries')).status).toBe(200);
  const { id } = await signInIn([]);
  expect((await before.get('/api/v1/audit-entries')).status).toBe(403);
  const told = await http.database.pool.query('select title from notification where person_id = $1', [id]);
  expect(told.rows).toEqual([{ title: 'You are no longer an Auditor' }]);
});

test('a claim that is not sent gives no role, and one that is a single text gives its role', async () => {
  const { id } = await signInIn('risk');
  expect((await signInIn('risk')).roles).toEqual(['auditor']);
  expect((await signInIn(undefined)).roles).toEqual([]);
  const { rows } = await http.database.pool.query(
    `select detail -> 'isClaimSent' as sent from audit_entry where action = 'role.taken-away' and object_id = $1`,
    [id],
  );
  expect(rows).toEqual([{ sent: false }]);
});

test('a role that was given by hand stays, whether the claim gives it or not', async () => {
  const { id } = await signInIn([]);
  await giveByHand(id, 'auditor');
  expect((await signInIn(['risk'])).roles).toEqual(['auditor']);
  expect((await signInIn([])).roles).toEqual(['auditor']);
  expect(await audited(id)).toEqual([]);
});

test('a role that a claim gave is given by hand as well, and stays then', async () => {
  await signInIn(['cloud-admins'], 'grace');
  const grace = http.withCookie(sessionCookieOf((await signInIn(['cloud-admins'], 'grace')).answer));
  const { id } = await signInIn(['risk']);
  expect((await grace.get(`/api/v1/members/${id}`)).body.roles).toMatchObject([{ role: 'auditor', isFromClaim: true }]);
  const given = await grace.post(`/api/v1/members/${id}/roles`, { role: 'auditor' });
  expect(given.body.roles).toMatchObject([{ role: 'auditor', isFromClaim: false, grantedBy: { name: 'grace' } }]);
  expect((await signInIn([])).roles).toEqual(['auditor']);
});

test('the last Super Administrator keeps the role when the claim goes, until there is another', async () => {
  const { id } = await signInIn(['cloud-admins']);
  await http.database.pool.query(`delete from role_grant where person_id = 'per_root'`);
  expect((await signInIn([])).roles).toEqual(['super-administrator']);
  expect(await audited(id)).toMatchObject([{ action: 'role.granted' }, { action: 'role.kept' }]);
  await giveByHand('per_root', 'super-administrator');
  expect((await signInIn([])).roles).toEqual([]);
});

test('of two who lose the role by the claim at the same moment one keeps it', async () => {
  await signInIn(['cloud-admins'], 'ada');
  await signInIn(['cloud-admins'], 'bob');
  await http.database.pool.query(`delete from role_grant where person_id = 'per_root'`);
  const claims = (name: string) => ({ name, email: `${name}@corp.example`, email_verified: true, groups: [] });
  await provider.control({ accounts: { ada: claims('ada'), bob: claims('bob') } });
  const both = await Promise.all(['ada', 'bob'].map((login) => signInWith(http, login)));
  expect(both.map(({ status }) => status)).toEqual([201, 201]);
  const { rows } = await http.database.pool.query(`select count(*) as n from role_grant`);
  expect(rows[0].n).toBe(1);
});
