import { afterAll, beforeAll, expect, it } from 'vitest';
import { queueSchema } from '../../src/adapters/postgres/queue-schema.ts';
import { openJobQueue } from '../../src/adapters/queue/job-queue.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let queue: Awaited<ReturnType<typeof openJobQueue>>;
beforeAll(async () => {
  database = await createTestDatabase();
  queue = await openJobQueue({
    databaseUrl: database.appUrl,
    schema: queueSchema,
    isWorker: true,
    onError: (error) => {
      throw error;
    },
  });
});
afterAll(async () => {
  await queue.runner.stop();
  await database.drop();
});

it('a unit that waits for AWS does not hold up the others', async () => {
  const ended: string[] = [];
  let release = () => {};
  const slow = new Promise<void>((resolve) => {
    release = resolve;
  });
  const isOtherDone = new Promise<void>((resolve) => {
    void queue.runner.work('access.reconcile', async ({ unitKey }) => {
      if (unitKey === 'slow') await slow;
      ended.push(String(unitKey));
      if (unitKey === 'other') resolve();
    });
  });
  await queue.runner.send('access.reconcile', { unitKey: 'slow' }, { key: 'slow' });
  await queue.runner.send('access.reconcile', { unitKey: 'other' }, { key: 'other' });
  await isOtherDone;
  expect(ended).toEqual(['other']);
  release();
});
