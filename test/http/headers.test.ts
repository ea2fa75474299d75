import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../src/entrypoints/http/core/create-app.ts';
import { registerSystemRoutes } from '../../src/entrypoints/http/features/system.ts';
import { addConnector } from './add-connector.ts';
import { type Http, startHttp } from './start-http.ts';

let folder: string;
let http: Http;
const apps: FastifyInstance[] = [];
const appWith = async (isHttps: boolean): Promise<FastifyInstance> => {
  const limits = { requestsPerMinute: 1000, signInsPerMinute: 1000 };
  const app = await createApp({
    logger: false,
    version: '0',
    ...limits,
    isHttps,
    trustedProxies: [],
    requestId: () => 'req_1',
  });
  await registerSystemRoutes(app, {
    notReadyBecause: async () => null,
    impairedBecause: async () => null,
    webDirectory: folder,
  });
  apps.push(app);
  return app;
};
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-web-'));
  await writeFile(
    path.join(folder, 'index.html'),
    '<!doctype html><meta property="csp-nonce" nonce="csp-nonce-placeholder" />',
  );
  await writeFile(path.join(folder, 'layout.worker.js'), 'self.close();');
  http = await startHttp();
});
afterAll(async () => {
  await http?.stop();
  for (const app of apps) await app.close();
  await rm(folder, { recursive: true });
});
const html = { accept: 'text/html' };
const policyOf = (answer: LightMyRequestResponse): Map<string, string> =>
  new Map(
    String(answer.headers['content-security-policy'])
      .split('; ')
      .map((directive) => [directive.split(' ')[0] ?? '', directive.split(' ').slice(1).join(' ')]),
  );
const addresses = [
  '/',
  '/connectors',
  '/layout.worker.js',
  '/api/docs/',
  '/api/openapi.json',
  '/api/v1/none',
  '/healthz',
];

test('no answer may be framed, guessed at, or tell other sites where one came from', async () => {
  const app = await appWith(false);
  for (const url of addresses) {
    const answer = await app.inject({ url, headers: html });
    expect(answer.headers, url).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    });
    const policy = policyOf(answer);
    expect(policy.get('frame-ancestors'), url).toBe("'none'");
    expect(policy.get('base-uri'), url).toBe("'none'");
    expect(policy.get('default-src'), url).toBe("'none'");
  }
});

test('no policy lets inline code or code of another origin in', async () => {
  const app = await appWith(false);
  for (const url of addresses) {
    const text = String((await app.inject({ url, headers: html })).headers['content-security-policy']);
    expect(text, url).not.toMatch(/unsafe|\*|https?:|blob:/);
    if (url !== '/api/docs/') expect(text, url).toMatch(/script-src 'self';/);
    if (url !== '/api/docs/') expect(text, url).not.toContain('data:');
  }
});

test.each(['/', '/api/docs/'])('%s has a nonce of its own in each answer, the same in header and page', async (url) => {
  const app = await appWith(false);
  const nonces = [];
  for (let n = 0; n < 2; n += 1) {
    const answer = await app.inject({ url, headers: html });
    const [, nonce = ''] = /'nonce-([\w+/]{24})'/.exec(policyOf(answer).get('style-src') ?? '') ?? [];
    expect(answer.body).toContain(`"${nonce}"`);
    expect(answer.body).not.toContain('csp-nonce-placeholder');
    nonces.push(nonce);
  }
  expect(new Set(nonces).size).toBe(2);
  expect(nonces).not.toContain('');
});

test('browsers are told to come by https only where people do', async () => {
  for (const [isHttps, told] of [
    [true, 'max-age=31536000'],
    [false, undefined],
  ] as const) {
    const app = await appWith(isHttps);
    for (const url of addresses)
      expect((await app.inject({ url, headers: html })).headers['strict-transport-security'], url).toBe(told);
  }
});

test('answers of the API are kept nowhere, refusals and streams included', async () => {
  const caller = await http.signIn('super-administrator');
  for (const url of ['/api/v1/session', '/api/v1/audit-entries', '/api/v1/people/per_none'])
    expect((await caller.get(url)).headers, url).toMatchObject({ 'cache-control': 'no-store' });
  const refused = await http.anonymous.get('/api/v1/session');
  expect(refused).toMatchObject({ status: 401, headers: { 'x-content-type-options': 'nosniff' } });
});

test('a stream of events has the headers of every answer', async () => {
  const caller = await http.signIn('super-administrator');
  const { id } = await addConnector(http, caller);
  const url = await http.app.listen({ host: '127.0.0.1', port: 0 });
  const gone = new AbortController();
  const stream = await fetch(`${url}/api/v1/connectors/${id}/log`, {
    headers: { cookie: caller.cookie },
    signal: gone.signal,
  });
  expect(stream.headers.get('content-type')).toBe('text/event-stream');
  expect(stream.headers.get('x-content-type-options')).toBe('nosniff');
  expect(stream.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  gone.abort();
});
