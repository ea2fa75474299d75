import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, inTransaction, openDatabase } from '../../src/adapters/postgres/database.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let test: TestDatabase;
let database: Database;
const lost: Error[] = [];
beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.appUrl, { maxConnections: 2, onConnectionLost: (error) => lost.push(error) });
});
afterAll(async () => {
  await database.close();
  await test.drop();
});

it('a connection that breaks between two statements of a transaction fails that transaction and nothing else', async () => {
  const broken = inTransaction(database, async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await client.query('select 1');
  });
  await expect(broken).rejects.toThrow();
  expect(lost.length).toBeGreaterThan(0);
  expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});
