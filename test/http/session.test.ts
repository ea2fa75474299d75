import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cookieOf, type Http, startHttp } from './start-http.ts';

const hourMs = 3_600_000;

describe('sign-in of the demo', () => {
  let http: Http;
  beforeAll(async () => {
    http = await startHttp();
  });
  afterAll(() => http.stop());

  test('offers six people, each with what they are there to show', async () => {
    const { body } = await http.anonymous.get('/api/v1/demo/sign-ins');
    expect(body.items.map((item: { as: string }) => item.as)).toEqual([
      'super-administrator',
      'connector-administrator',
      'campaign-administrator',
      'auditor',
      'manager',
      'employee',
    ]);
    expect(body.items[0]).toMatchObject({ person: { name: 'Priya Raman', title: 'Head of cloud platform' } });
    expect((await http.anonymous.get('/api/v1/sign-in-options')).body).toMatchObject({
      isDemo: true,
      isFirstRunPending: false,
    });
  });

  test('signing in answers who it is, with permissions, and reports for a manager', async () => {
    const priya = await http.anonymous.post('/api/v1/session', { kind: 'demo', as: 'super-administrator' });
    expect(priya.status).toBe(201);
    expect(priya.body).toMatchObject({
      person: { name: 'Priya Raman', email: 'priya.raman@larkspurpay.example' },
      roles: ['super-administrator'],
      isDemo: true,
      organizationName: null,
      lastPublishedAt: null,
      version: '0.0.0-test',
    });
    expect(priya.body.permissions).toContain('audit.read');
    const aoife = await (await http.signIn('manager')).get('/api/v1/session');
    expect(aoife.body).toMatchObject({ person: { name: 'Aoife Gallagher' }, roles: [], reportCount: 4 });
    expect(aoife.body.permissions).toEqual([
      'session.use',
      'access.read',
      'people.read',
      'api-tokens.manage-own',
      'requests.make',
      'reviews.decide',
    ]);
  });

  test('anybody in the directory can be chosen by id; an unknown id is refused', async () => {
    const caller = await http.signIn(await http.personId('hana.kobayashi'));
    expect((await caller.get('/api/v1/session')).body.person.name).toBe('Hana Kobayashi');
    const unknown = await http.anonymous.post('/api/v1/session', { kind: 'demo', as: 'per_nobody' });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'demo-person-unknown', field: 'as' } });
  });

  test('somebody who has left is neither offered nor let in, and their open session ends', async () => {
    const id = await http.personId('jun-ho.park');
    const caller = await http.signIn(id);
    await http.database.pool.query(`update person set status = 'inactive' where id = $1`, [id]);
    expect((await caller.get('/api/v1/session')).status).toBe(401);
    expect((await http.anonymous.post('/api/v1/session', { kind: 'demo', as: id })).status).toBe(404);
    await http.database.pool.query(`update person set status = 'active' where id = $1`, [id]);
  });

  test('the cookie can not be read by scripts, is not sent along by other sites, and holds no stored value', async () => {
    const answer = await http.anonymous.post('/api/v1/session', { kind: 'demo', as: 'auditor' });
    const header = String(answer.headers['set-cookie']);
    expect(header).toMatch(/^countersign_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);
    const secret = cookieOf(answer).split('=')[1] ?? '';
    const stored = await http.database.pool.query(
      `select encode(digest, 'escape') as d, encode(digest, 'hex') as h from session`,
    );
    expect(JSON.stringify(stored.rows)).not.toContain(secret);
  });

  test('signing in ends the session the browser came with', async () => {
    const before = await http.signIn('auditor');
    const again = await before.post('/api/v1/session', { kind: 'demo', as: 'employee' });
    expect(cookieOf(again)).not.toBe(before.cookie);
    expect((await before.get('/api/v1/session')).status).toBe(401);
    expect((await http.withCookie(cookieOf(again)).get('/api/v1/session')).body.person.name).toBe('Tomás Herrera');
  });

  test('signing out ends the session on the server, not only in the browser', async () => {
    const caller = await http.signIn('employee');
    const out = await caller.remove('/api/v1/session');
    expect(out).toMatchObject({ status: 200, body: { providerSignOutUrl: null } });
    expect(String(out.headers['set-cookie'])).toContain('Expires=Thu, 01 Jan 1970');
    expect((await caller.get('/api/v1/session')).status).toBe(401);
  });

  test('a change that another site makes the browser send is refused, with the cookie or without a header to tell', async () => {
    const caller = await http.signIn('employee');
    const token = { name: 'x' };
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ] as Record<string, string>[]) {
      const answer = await caller.post('/api/v1/api-tokens', token, headers);
      expect(answer, JSON.stringify(headers)).toMatchObject({ status: 403, body: { code: 'cross-site-request' } });
    }
    expect((await caller.post('/api/v1/api-tokens', token, { 'sec-fetch-site': 'same-origin' })).status).toBe(201);
  });

  test('a session ends after twelve hours without a request, and a request keeps it', async () => {
    const [busy, idle] = [await http.signIn('employee'), await http.signIn('employee')];
    await http.moveClock(11 * hourMs);
    expect((await busy.get('/api/v1/session')).status).toBe(200);
    await http.moveClock(2 * hourMs);
    expect((await idle.get('/api/v1/session')).status).toBe(401);
    expect((await busy.get('/api/v1/session')).status).toBe(200);
  });

  test('a session ends after seven days however busy it is', async () => {
    const caller = await http.signIn('employee');
    for (let hour = 0; hour < 7 * 24 - 10; hour += 10) {
      await http.moveClock(10 * hourMs);
      expect((await caller.get('/api/v1/session')).status).toBe(200);
    }
    await http.moveClock(10 * hourMs);
    expect((await caller.get('/api/v1/session')).status).toBe(401);
  });

  test('the demo is seeded once: starting again changes nobody and writes nothing', async () => {
    const { seedDemo } = await import('../../src/core/directory/seed-demo.ts');
    const count = async () => (await http.database.pool.query('select count(*) as n from audit_entry')).rows[0].n;
    const before = await count();
    expect(await seedDemo(http.security)).toBe(0);
    expect(await count()).toBe(before);
  });
});

test('on https the cookie is Secure and bound to this host', async () => {
  const http = await startHttp({ isHttps: true });
  const answer = await http.anonymous.post('/api/v1/session', { kind: 'demo', as: 'auditor' });
  expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-countersign_session=[\w-]{43}; .*; Secure; /);
  expect((await http.withCookie(cookieOf(answer)).get('/api/v1/session')).status).toBe(200);
  await http.stop();
});

test('outside the demo nobody signs in without a password, and nobody is listed', async () => {
  const http = await startHttp({ isDemo: false });
  const answer = await http.anonymous.post('/api/v1/session', { kind: 'demo', as: 'super-administrator' });
  expect(answer).toMatchObject({ status: 404, body: { code: 'demo-only' } });
  expect(await http.anonymous.get('/api/v1/demo/sign-ins')).toMatchObject({ status: 404, body: { code: 'demo-only' } });
  expect((await http.anonymous.get('/api/v1/sign-in-options')).body).toMatchObject({
    isDemo: false,
    isFirstRunPending: true,
  });
  await http.stop();
});
