import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, inTransaction, openDatabase } from '../../src/adapters/postgres/database.ts';
import { sendProblem } from '../../src/entrypoints/http/core/problem.ts';
import { createTestDatabase } from '../support/database.ts';

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let database: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.appUrl, { maxConnections: 1, connectionTimeoutMs: 500 });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

test('whoever waits too long for a connection is told that the database is busy, and may ask again', async () => {
  const app = Fastify();
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  app.get('/query', async () => (await database.pool.query('select 1 as n')).rows);
  app.get('/transaction', () => inTransaction(database, async (client) => (await client.query('select 1 as n')).rows));
  app.get('/kysely', () => database.kysely.selectFrom('person').select('id').execute());
  const holder = await database.pool.connect();
  for (const url of ['/query', '/transaction', '/kysely']) {
    const answer = await app.inject(url);
    expect([answer.statusCode, answer.json().code], url).toEqual([503, 'database-busy']);
  }
  holder.release();
  for (const url of ['/query', '/transaction', '/kysely']) expect((await app.inject(url)).statusCode, url).toBe(200);
  await app.close();
});
