import { afterEach, expect, test } from 'vitest';
import { sessionRoutes } from '../../src/contract/session.ts';
import { createApp } from '../../src/entrypoints/http/core/create-app.ts';
import { type Http, startHttp } from './start-http.ts';

// Brute force (SEC-1): one person's password has its lock (session-first-run.test.ts); this is about many people's.
let http: Http | undefined;
afterEach(async () => {
  await http?.stop();
  http = undefined;
});
const guess = (n: number) => ({ kind: 'password', email: `person${n}@corp.example`, password: `guess ${n}` });

test('one address tries so many people’s passwords a minute, and not one more, also the right one', async () => {
  http = await startHttp({ signInsPerMinute: 5 });
  const answers = [];
  for (let n = 0; n < 7; n += 1) answers.push(await http.anonymous.post('/api/v1/session', guess(n)));
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 429, 429]);
  expect(answers[6]).toMatchObject({ body: { code: 'too-many-requests' } });
  expect(Number(answers[6]?.headers['retry-after'])).toBeGreaterThan(0);
  expect((await http.anonymous.post('/api/v1/session', { kind: 'demo', as: 'auditor' })).status).toBe(429);
});

test('every way to sign in counts towards the same limit, and nothing else does', async () => {
  http = await startHttp({ signInsPerMinute: 3 });
  for (let n = 0; n < 10; n += 1) expect((await http.anonymous.get('/api/v1/sign-in-options')).status).toBe(200);
  const firstRun = {
    token: 'made-up-token-made-up-token',
    name: 'E',
    email: 'e@corp.example',
    password: 'x'.repeat(12),
  };
  expect((await http.anonymous.post('/api/v1/first-run', firstRun)).status).toBe(409);
  expect((await http.anonymous.post('/api/v1/oidc-sign-ins', {})).status).toBe(404);
  expect((await http.anonymous.post('/api/v1/oidc-sign-ins/finish', { state: 'x' })).status).toBe(404);
  expect((await http.anonymous.post('/api/v1/session', guess(1))).status).toBe(429);
  expect((await http.anonymous.get('/api/v1/sign-in-options')).status).toBe(200);
});

test('every route that opens a session is among those that are limited', () => {
  const open = Object.values(sessionRoutes).filter(
    ({ method, permission }) => permission === 'public' && method === 'POST',
  );
  expect(open.map(({ path }) => path).sort()).toEqual([
    '/api/v1/first-run',
    '/api/v1/oidc-sign-ins',
    '/api/v1/oidc-sign-ins/finish',
    '/api/v1/session',
  ]);
  for (const route of open) expect(route, route.path).toMatchObject({ isSignIn: true });
});

const limited = async (trustedProxies: string[]) => {
  const app = await createApp({
    logger: false,
    version: '0',
    requestsPerMinute: 100,
    signInsPerMinute: 2,
    isHttps: false,
    trustedProxies,
    requestId: () => 'req_1',
  });
  app.post('/try', { config: { isSignIn: true } }, async () => 'tried');
  return {
    tryAs: async (forwardedFor: string) =>
      (await app.inject({ method: 'POST', url: '/try', headers: { 'x-forwarded-for': forwardedFor } })).statusCode,
    close: () => app.close(),
  };
};

test('an address that somebody writes into a header is no other address', async () => {
  const app = await limited([]);
  expect([await app.tryAs('192.0.2.1'), await app.tryAs('192.0.2.2'), await app.tryAs('192.0.2.3')]).toEqual([
    200, 200, 429,
  ]);
  await app.close();
});

test('behind a proxy that is named each person is counted for themselves, and what they forged before it is not believed', async () => {
  const app = await limited(['127.0.0.1']);
  const tries = [];
  for (const from of ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2', '203.0.113.9, 192.0.2.1'])
    tries.push(await app.tryAs(from));
  expect(tries).toEqual([200, 200, 429, 200, 429]);
  await app.close();
});
