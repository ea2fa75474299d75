import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/adapters/postgres/database.ts';
import { databaseReadiness } from '../../src/adapters/postgres/readiness.ts';
import { createApp } from '../../src/entrypoints/http/core/create-app.ts';
import { registerSystemRoutes } from '../../src/entrypoints/http/features/system.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let folder: string;
let app: FastifyInstance;
let reason: string | null = null;
const start = async (webDirectory: string | null): Promise<FastifyInstance> => {
  const created = await createApp({
    logger: false,
    version: '0',
    requestsPerMinute: 10_000,
    signInsPerMinute: 10_000,
    isHttps: false,
    trustedProxies: [],
    requestId: () => 'req_1',
  });
  await registerSystemRoutes(created, {
    notReadyBecause: async () => reason,
    impairedBecause: async () => null,
    webDirectory,
  });
  return created;
};
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-web-'));
  await mkdir(path.join(folder, 'assets'));
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>Countersign</title>');
  await writeFile(path.join(folder, 'assets', 'app-3f2a.js'), 'export const x = 1;');
  await writeFile(path.join(folder, 'favicon.svg'), '<svg/>');
  app = await start(folder);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});
const asBrowser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

test('any address a browser opens is the page, never kept without asking', async () => {
  for (const url of ['/', '/connectors/con_1', '/aws-accounts/111111111111?asOf=2026-03-01']) {
    const answer = await app.inject({ url, headers: asBrowser });
    expect(answer.statusCode, url).toBe(200);
    expect(answer.body).toContain('<title>Countersign</title>');
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'text/html; charset=utf-8' });
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  }
});

test('files with a hash in their name are kept for ever, others are asked about', async () => {
  const script = await app.inject('/assets/app-3f2a.js');
  expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(script.headers['content-type']).toContain('javascript');
  expect((await app.inject('/favicon.svg')).headers['cache-control']).toBe('no-cache');
});

test('an unknown API address, a missing file and a wrong method are problem documents', async () => {
  for (const request of [
    { url: '/api/v1/nothing', headers: asBrowser },
    { url: '/api/v1/nothing', method: 'POST' as const, payload: {} },
    { url: '/assets/old-1111.js' },
    { url: '/anything', method: 'POST' as const, headers: asBrowser },
  ]) {
    const answer = await app.inject(request);
    expect(answer.statusCode, request.url).toBe(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ code: 'route-unknown', status: 404 });
  }
});

test('nothing outside the folder is served', async () => {
  for (const url of ['/../package.json', '/%2e%2e/package.json', '/assets/..%2f..%2fpackage.json', '/.env'])
    expect((await app.inject(url)).body, url).not.toContain('"name"');
});

test('alive is told apart from ready, with the reason', async () => {
  expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready', reason: null, impaired: null });
  reason = 'The database does not answer.';
  expect(await app.inject('/readyz').then((answer) => [answer.statusCode, answer.json().reason])).toEqual([
    503,
    reason,
  ]);
  expect((await app.inject('/healthz')).statusCode).toBe(200);
  reason = null;
});

test('a server without a page answers its API only', async () => {
  const bare = await start(null);
  expect((await bare.inject({ url: '/', headers: asBrowser })).json()).toMatchObject({ code: 'route-unknown' });
  await bare.close();
});

test('a database is ready when it answers with this version’s schema or a newer one, and not before', async () => {
  const testDatabase: TestDatabase = await createTestDatabase();
  const database = openDatabase(testDatabase.appUrl);
  const isReady = databaseReadiness(database);
  expect(await isReady()).toBeNull();
  const owner = new pg.Client(testDatabase.ownerUrl);
  await owner.connect();
  await owner.query(`insert into schema_migration values (9000, '9000_newer.sql', '')`);
  expect(await isReady()).toBeNull();
  await owner.query('delete from schema_migration where version > 1');
  expect(await isReady()).toMatch(/^The database has schema 1, this version needs \d+: migrate it\.$/);
  await owner.query('drop table schema_migration');
  expect(await isReady()).toBe('The database is empty: migrate it.');
  await owner.end();
  await testDatabase.drop();
  expect(await isReady()).toBe('The database does not answer.');
  await database.close();
});
