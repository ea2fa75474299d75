import { afterEach, expect, test } from 'vitest';
import { firstRunLink } from '../../src/core/security/first-run-link.ts';
import { type ProviderOptions, startProvider, type TestProvider } from '../support/oidc/start-provider.ts';
import { providerOptions, sessionCookieOf, settingsFor, signedOutUri, signInWith } from './oidc-world.ts';
import { cookieOf, type Http, startHttp } from './start-http.ts';

const running: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of running.splice(0).reverse()) await each.stop();
});
const start = async (
  options: Partial<ProviderOptions> = {},
  changes: Parameters<typeof settingsFor>[1] = {},
  isLocalSignInAllowed = true,
): Promise<{ provider: TestProvider; http: Http }> => {
  const provider = await startProvider({ ...providerOptions, ...options });
  running.push(provider);
  await provider.control({ accounts: { ada: { name: 'Ada', email: 'ada@corp.example', email_verified: true } } });
  const http = await startHttp({ isDemo: false, oidc: settingsFor(provider.issuer, changes), isLocalSignInAllowed });
  running.push(http);
  return { provider, http };
};
const password = 'a long enough passphrase';
const becomeFirst = async (http: Http) =>
  http.anonymous.post('/api/v1/first-run', {
    name: 'Root',
    email: 'root@corp.example',
    password,
    token: await firstRunLink(http.security),
  });

test('signing out ends our session, and leads to the provider with a hint of whose session to end there', async () => {
  const { provider, http } = await start();
  const signedIn = sessionCookieOf(await signInWith(http, 'ada'));
  const out = await http.withCookie(signedIn).remove('/api/v1/session');
  expect((await http.withCookie(signedIn).get('/api/v1/session')).status).toBe(401);
  const url = new URL(out.body.providerSignOutUrl);
  expect(url.origin).toBe(provider.issuer);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    client_id: 'countersign',
    post_logout_redirect_uri: signedOutUri,
    id_token_hint: expect.stringMatching(/^eyJ/),
  });
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(200);
});

test('the ID token lies encrypted in the database', async () => {
  const { http } = await start();
  await signInWith(http, 'ada');
  const { rows } = await http.database.pool.query('select sealed_id_token as sealed from session');
  expect(rows[0].sealed.length).toBeGreaterThan(100);
  expect(Buffer.from(rows[0].sealed, 'base64').toString('latin1')).not.toContain('eyJ');
});

test.each([
  ['does not offer it', { offersSignOut: false }, {}],
  ['is not to be asked', {}, { signedOutUri: null }],
] as const)('where the provider %s, signing out ends our session only', async (_, options, changes) => {
  const { http } = await start(options, changes);
  const signedIn = sessionCookieOf(await signInWith(http, 'ada'));
  expect(await http.withCookie(signedIn).remove('/api/v1/session')).toMatchObject({
    status: 200,
    body: { providerSignOutUrl: null },
  });
  expect((await http.withCookie(signedIn).get('/api/v1/session')).status).toBe(401);
});

test('whoever signed in with a password is not led to the provider', async () => {
  const { http } = await start();
  const first = cookieOf(await becomeFirst(http));
  expect((await http.withCookie(first).remove('/api/v1/session')).body).toEqual({ providerSignOutUrl: null });
});

test('beside a provider the password of the local administrator opens the way in when the provider is down', async () => {
  const { provider, http } = await start();
  await becomeFirst(http);
  await provider.stop();
  const answer = await http.anonymous.post('/api/v1/session', {
    kind: 'password',
    email: 'root@corp.example',
    password,
  });
  expect(answer.status).toBe(201);
});

test('where local sign-in is off no password opens anything, the right one included', async () => {
  const { http } = await start({}, {}, false);
  await becomeFirst(http);
  expect((await http.anonymous.get('/api/v1/sign-in-options')).body.isLocalSignInAllowed).toBe(false);
  for (const secret of [password, 'not the password'])
    expect(
      await http.anonymous.post('/api/v1/session', { kind: 'password', email: 'root@corp.example', password: secret }),
    ).toMatchObject({ status: 403, body: { code: 'local-sign-in-off' } });
  expect((await signInWith(http, 'ada')).status).toBe(201);
});
