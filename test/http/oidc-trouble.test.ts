import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { clientSecretIn } from '../../src/adapters/oidc/client-secret.ts';
import { signInAt } from '../support/oidc/sign-in-at.ts';
import { type ProviderOptions, startProvider, type TestProvider } from '../support/oidc/start-provider.ts';
import { freePort } from '../support/product.ts';
import { begin, clientSecret, finish, providerOptions, redirectUri, settingsFor, signInWith } from './oidc-world.ts';
import { type Http, startHttp } from './start-http.ts';

// Each way that a provider fails has its own message and mend, and heals without a restart of ours (issue C, bars).
const ada = { name: 'Ada Example', email: 'ada@corp.example', email_verified: true };
const running: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of running.splice(0).reverse()) await each.stop();
});
let port: number;
beforeAll(async () => {
  port = await freePort();
});

const providerWith = async (options: Partial<ProviderOptions> = {}): Promise<TestProvider> => {
  const provider = await startProvider({ ...providerOptions, ...options }, port);
  running.push(provider);
  await provider.control({ accounts: { ada } });
  return provider;
};
const serverWith = async (changes: Parameters<typeof settingsFor>[1] = {}): Promise<Http> => {
  const http = await startHttp({ isDemo: false, oidc: settingsFor(`http://127.0.0.1:${port}`, changes) });
  running.push(http);
  return http;
};
const beginOf = (http: Http) => http.anonymous.post('/api/v1/oidc-sign-ins', {});

test('a provider that does not answer is said so, and works as soon as it is there', async () => {
  const http = await serverWith();
  expect(await beginOf(http)).toMatchObject({
    status: 503,
    body: {
      code: 'oidc-provider-unreachable',
      facts: { issuer: `http://127.0.0.1:${port}` },
      detail: expect.stringContaining('ECONNREFUSED'),
    },
  });
  await providerWith();
  expect((await signInWith(http, 'ada')).status).toBe(201);
});

test('a provider that breaks down while somebody is there is said so, and the next sign-in works once it is back', async () => {
  const provider = await providerWith();
  const http = await serverWith();
  const { cookie, authorizationUrl } = await begin(http);
  const back = await signInAt(authorizationUrl, redirectUri, 'ada');
  await provider.control({ failWith: 503 });
  const failed = await finish(http, cookie, back);
  expect(failed).toMatchObject({ status: 503, body: { code: 'oidc-provider-unreachable' } });
  expect(failed.body.detail).toContain('HTTP 503');
  await provider.control({ failWith: null });
  expect((await signInWith(http, 'ada')).status).toBe(201);
});

test('a provider that comes back with other keys is not believed by them once, and then without a restart', async () => {
  const provider = await providerWith();
  const http = await serverWith();
  expect((await signInWith(http, 'ada')).status).toBe(201);
  await provider.stop();
  running.splice(running.indexOf(provider), 1);
  await providerWith();
  expect(await signInWith(http, 'ada')).toMatchObject({ status: 503, body: { code: 'oidc-provider-answer' } });
  expect((await signInWith(http, 'ada')).status).toBe(201);
});

test('an address that is no provider, and one with another issuer, are said to be that', async () => {
  const provider = await providerWith();
  await provider.control({ failWith: 404 });
  const http = await serverWith();
  expect(await beginOf(http)).toMatchObject({ status: 503, body: { code: 'oidc-provider-answer' } });
  await provider.control({ failWith: null });
  const other = await startHttp({ isDemo: false, oidc: settingsFor(`http://localhost:${port}`) });
  running.push(other);
  const answer = await beginOf(other);
  expect(answer).toMatchObject({ status: 503, body: { code: 'oidc-provider-answer' } });
  expect(answer.body.detail).toContain(`its issuer is http://127.0.0.1:${port}`);
});

test('a redirect URI that is not registered is told with the one to register', async () => {
  await providerWith({ redirectUris: ['http://127.0.0.1:9999/elsewhere'] });
  expect(await beginOf(await serverWith())).toMatchObject({
    status: 503,
    body: { code: 'oidc-redirect-uri-refused', facts: { redirectUri } },
  });
});

test('a wrong client secret is told, and the one that is put into the file works without a restart', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-oidc-'));
  running.push({ stop: () => rm(folder, { recursive: true }) });
  const file = path.join(folder, 'client-secret');
  await providerWith();
  const http = await serverWith({ clientSecret: clientSecretIn(file) });
  const refused = { status: 503, body: { code: 'oidc-client-refused' } };
  const noFile = await beginOf(http);
  expect(noFile).toMatchObject(refused);
  expect(noFile.body.detail).not.toContain(folder);
  await writeFile(file, 'not the secret\n');
  expect(await beginOf(http)).toMatchObject(refused);
  await writeFile(file, `${clientSecret}\n`);
  expect((await signInWith(http, 'ada')).status).toBe(201);
});

test('a client id that the provider does not know is told', async () => {
  await providerWith();
  expect(await beginOf(await serverWith({ clientId: 'somebody-else' }))).toMatchObject({
    status: 503,
    body: { code: 'oidc-client-refused' },
  });
});

test('a clock that is two hours behind is told with both times, and heals when it is set', async () => {
  const provider = await providerWith();
  const http = await serverWith();
  await provider.control({ clockOffsetMs: -2 * 3_600_000 });
  const answer = await signInWith(http, 'ada');
  expect(answer).toMatchObject({ status: 503, body: { code: 'oidc-clock-skew' } });
  expect(answer.body.detail).toMatch(/The token says 2\d\d\d-.*Z, this server 2\d\d\d-.*Z\. Set both by NTP\./);
  await provider.control({ clockOffsetMs: 0 });
  expect((await signInWith(http, 'ada')).status).toBe(201);
});

test('whoever declines at the provider is told so, and may try again', async () => {
  await providerWith();
  const http = await serverWith();
  const declined = await signInWith(http, null);
  expect(declined).toMatchObject({ status: 403, body: { code: 'oidc-denied' } });
  expect(declined.body.detail).toContain('End-User aborted interaction');
  expect((await signInWith(http, 'ada')).status).toBe(201);
});

test('where the scopes do not ask for the e-mail, the claim that is missing is named', async () => {
  await providerWith();
  const http = await serverWith({ scopes: 'openid' });
  expect(await signInWith(http, 'ada')).toMatchObject({
    status: 403,
    body: { code: 'oidc-claim-missing', facts: { claim: 'email' } },
  });
});

test.each([
  ['takes no pushed requests', { takesPushedRequests: false }],
  ['sends its claims in the ID token', { claimsInIdToken: true }],
] as [string, Partial<ProviderOptions>][])('a provider that %s will do', async (_, options) => {
  await providerWith(options);
  const http = await serverWith();
  const { authorizationUrl } = await begin(http);
  if (options.takesPushedRequests === false)
    expect(Object.fromEntries(new URL(authorizationUrl).searchParams)).toMatchObject({
      response_type: 'code',
      redirect_uri: redirectUri,
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[0-9a-f]{64}$/),
      nonce: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  expect((await signInWith(http, 'ada')).body.session.person.email).toBe('ada@corp.example');
});

test('a provider that takes the secret in the body only will do, once it is said', async () => {
  await providerWith({ clientAuthentication: 'client_secret_post' });
  expect(await beginOf(await serverWith())).toMatchObject({ status: 503, body: { code: 'oidc-client-refused' } });
  expect((await signInWith(await serverWith({ clientAuthentication: 'post' }), 'ada')).status).toBe(201);
});

test('a message of the provider is not shown to whom nobody sent there: a link can put no words on our page', async () => {
  await providerWith();
  const http = await serverWith();
  const { cookie } = await begin(http);
  const forged = { state: 'x', error: 'access_denied', errorDescription: 'Call +1 555 0100 to unlock your account' };
  const answer = await finish(http, cookie, forged);
  expect(answer).toMatchObject({ status: 403, body: { code: 'oidc-sign-in-unknown' } });
  expect(JSON.stringify(answer.body)).not.toContain('555');
});

test('without a provider there is nothing to begin or to finish', async () => {
  const http = await startHttp({ isDemo: false });
  running.push(http);
  expect(await beginOf(http)).toMatchObject({ status: 404, body: { code: 'oidc-off' } });
  expect(await finish(http, '', { state: 'x' })).toMatchObject({ status: 404, body: { code: 'oidc-off' } });
});
