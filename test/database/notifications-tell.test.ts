import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTransact } from '../../src/adapters/postgres/create-transact.ts';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { queueSchema } from '../../src/adapters/postgres/queue-schema.ts';
import { openJobQueue } from '../../src/adapters/queue/job-queue.ts';
import type { NewNotification } from '../../src/core/notifications/ports.ts';
import type { PersonId } from '../../src/core/shared/ids.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const now = '2026-11-24T10:00:00.000Z';
let testDatabase: TestDatabase;
let database: Database;
let queue: Awaited<ReturnType<typeof openJobQueue>>;
let transact: ReturnType<typeof createTransact>;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.appUrl, { maxConnections: 4 });
  queue = await openJobQueue({
    databaseUrl: testDatabase.appUrl,
    schema: queueSchema,
    isWorker: false,
    onError: (error) => {
      throw error;
    },
  });
  transact = createTransact(database, queue.enqueue);
  await database.pool.query(`insert into person (id, name, email, status, source, created_at, updated_at) values
    ('per_ada', 'Ada', 'ada@corp.example', 'active', 'demo', now(), now()),
    ('per_ben', 'Ben', null, 'active', 'demo', now(), now()),
    ('per_gone', 'Gone', 'gone@corp.example', 'inactive', 'demo', now(), now())`);
});
afterAll(async () => {
  await queue.runner.stop();
  await database.close();
  await testDatabase.drop();
});

const note = (personId: string, dedupeKey: string): NewNotification => ({
  personId: personId as PersonId,
  kind: 'approval-needed',
  objectKind: 'request',
  objectId: 'req_1',
  title: 'Approve',
  body: 'Tomás asks for ReadOnlyAccess on prod-payments.',
  link: '/tasks/req_1',
  dedupeKey,
});
const count = async (from: string): Promise<number> =>
  (await database.pool.query(`select count(*)::int as n from ${from}`)).rows[0].n;
const jobs = () => count(`pgboss.job where name = 'notifications.send-mail'`);

it('what is told is committed with its transaction: inbox for all, mail for who has an address and is active, one job', async () => {
  await transact((unit) =>
    unit.notifications.tell(
      ['per_ada', 'per_ben', 'per_gone'].map((id) => note(id, 'a')),
      now,
    ),
  );
  expect([await count('notification'), await count('mail'), await jobs()]).toEqual([3, 1, 1]);
});

it('nothing is told by a transaction that fails', async () => {
  const failing = transact(async (unit) => {
    await unit.notifications.tell([note('per_ada', 'rolled back')], now);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect([await count('notification'), await count('mail'), await jobs()]).toEqual([3, 1, 1]);
});

it('the same thing is told to a person once, also by two transactions at once and twice in one', async () => {
  const people = ['per_ada', 'per_ben'];
  const tell = (order: string[]) =>
    transact((unit) =>
      unit.notifications.tell(
        [...order, ...order].map((id) => note(id, 'b')),
        now,
      ),
    );
  await Promise.all([tell(people), tell([...people].reverse()), tell(people)]);
  expect([await count('notification'), await count('mail'), await jobs()]).toEqual([5, 2, 2]);
});

it('transactions that tell different things do not wait for each other', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = transact(async (unit) => {
    await unit.notifications.tell([note('per_ada', 'slow')], now);
    await held;
  });
  await transact((unit) => unit.notifications.tell([note('per_ada', 'quick')], now));
  release();
  await slow;
  expect(await jobs()).toBe(4);
});
