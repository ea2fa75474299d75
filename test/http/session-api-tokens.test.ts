import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Http, startHttp } from './start-http.ts';

let http: Http;
beforeAll(async () => {
  http = await startHttp();
});
afterAll(() => http.stop());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test('a token stands for its person, with that person’s permissions', async () => {
  const auditor = await http.signIn('auditor');
  const made = await auditor.post('/api/v1/api-tokens', { name: 'laptop' });
  expect(made.status).toBe(201);
  expect(made.body.token).toMatch(/^cst_[\w-]{43}$/);
  const who = await http.anonymous.get('/api/v1/session', bearer(made.body.token));
  expect(who.body.person.name).toBe('Mei-Lin Zhou');
  expect((await http.anonymous.get('/api/v1/audit-entries', bearer(made.body.token))).status).toBe(200);
  const employee = await (await http.signIn('employee')).post('/api/v1/api-tokens', { name: 'laptop' });
  const denied = await http.anonymous.get('/api/v1/audit-entries', bearer(employee.body.token));
  expect(denied).toMatchObject({
    status: 403,
    body: { code: 'permission-missing', facts: { permission: 'audit.read' } },
  });
});

test('the secret is shown once: neither the list nor the database has it', async () => {
  const caller = await http.signIn('employee');
  const made = await caller.post('/api/v1/api-tokens', { name: 'once' });
  const list = await caller.get('/api/v1/api-tokens');
  expect(JSON.stringify(list.body)).not.toContain(made.body.token);
  const rows = await http.database.pool.query(`select t::text || encode(digest, 'escape') as row from api_token t`);
  expect(JSON.stringify(rows.rows)).not.toContain(made.body.token);
});

test('a revoked token is refused at once', async () => {
  const caller = await http.signIn('employee');
  const { body } = await caller.post('/api/v1/api-tokens', { name: 'to revoke' });
  expect((await http.anonymous.get('/api/v1/session', bearer(body.token))).status).toBe(200);
  expect((await caller.remove(`/api/v1/api-tokens/${body.id}`)).status).toBe(204);
  expect((await http.anonymous.get('/api/v1/session', bearer(body.token))).status).toBe(401);
  const list = await caller.get('/api/v1/api-tokens');
  expect(list.body.items.map((item: { id: string }) => item.id)).not.toContain(body.id);
  expect(await caller.remove(`/api/v1/api-tokens/${body.id}`)).toMatchObject({
    status: 404,
    body: { code: 'api-token-not-found' },
  });
});

test('nobody sees or revokes the token of somebody else, not even a Super Administrator', async () => {
  const owner = await http.signIn('employee');
  const { body } = await owner.post('/api/v1/api-tokens', { name: 'mine' });
  const other = await http.signIn('super-administrator');
  expect((await other.get('/api/v1/api-tokens')).body.items).toEqual([]);
  expect((await other.remove(`/api/v1/api-tokens/${body.id}`)).status).toBe(404);
  expect((await http.anonymous.get('/api/v1/session', bearer(body.token))).status).toBe(200);
});

test('a token ends on its day', async () => {
  const caller = await http.signIn('employee');
  const { body } = await caller.post('/api/v1/api-tokens', { name: 'a day', expiresInDays: 1 });
  await http.moveClock(86_400_000 - 60_000);
  expect((await http.anonymous.get('/api/v1/session', bearer(body.token))).status).toBe(200);
  await http.moveClock(120_000);
  expect((await http.anonymous.get('/api/v1/session', bearer(body.token))).status).toBe(401);
});

test('last use is kept, to the minute', async () => {
  const caller = await http.signIn('auditor');
  const { body } = await caller.post('/api/v1/api-tokens', { name: 'used' });
  const lastUsed = async () =>
    (await caller.get('/api/v1/api-tokens')).body.items.find((item: { id: string }) => item.id === body.id).lastUsedAt;
  expect(await lastUsed()).toBeNull();
  await http.anonymous.get('/api/v1/session', bearer(body.token));
  const first = await lastUsed();
  expect(first).not.toBeNull();
  await http.anonymous.get('/api/v1/session', bearer(body.token));
  expect(await lastUsed()).toBe(first);
  await http.moveClock(61_000);
  await http.anonymous.get('/api/v1/session', bearer(body.token));
  expect(await lastUsed()).not.toBe(first);
});

test('a repeated request makes no second token, and says that the secret was shown', async () => {
  const caller = await http.signIn('manager');
  const send = (name: string) => caller.post('/api/v1/api-tokens', { name }, { 'idempotency-key': 'k-1' });
  const first = await send('ci');
  expect(first.status).toBe(201);
  expect(await send('ci')).toMatchObject({
    status: 409,
    body: { code: 'api-token-already-made', facts: { apiTokenId: first.body.id } },
  });
  expect(await send('other')).toMatchObject({ status: 409, body: { code: 'idempotency-key-reused' } });
  expect((await caller.get('/api/v1/api-tokens')).body.items).toHaveLength(1);
  const otherPerson = await (await http.signIn('employee')).post(
    '/api/v1/api-tokens',
    { name: 'ci' },
    { 'idempotency-key': 'k-1' },
  );
  expect(otherPerson.status).toBe(201);
});

test('an Idempotency-Key that is empty or too long is refused', async () => {
  const caller = await http.signIn('manager');
  for (const key of ['', 'x'.repeat(201), 'naïve'])
    expect(await caller.post('/api/v1/api-tokens', { name: 'x' }, { 'idempotency-key': key })).toMatchObject({
      status: 400,
      body: { code: 'idempotency-key-invalid' },
    });
});

test('a token makes no other, which would outlive it', async () => {
  const caller = await http.signIn('auditor');
  const { body } = await caller.post('/api/v1/api-tokens', { name: 'mother', expiresInDays: 1 });
  for (const via of [http.anonymous, caller])
    expect(await via.post('/api/v1/api-tokens', { name: 'child' }, bearer(body.token))).toMatchObject({
      status: 403,
      body: { code: 'session-needed' },
    });
  const { items } = (await caller.get('/api/v1/api-tokens')).body;
  expect(items.map((item: { name: string }) => item.name)).not.toContain('child');
});
