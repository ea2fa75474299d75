import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { queueSchema } from '../../src/adapters/postgres/queue-schema.ts';
import { openJobQueue } from '../../src/adapters/queue/job-queue.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(() => database.drop());

/** A worker that changes so many units at once; `slow-…` wait until they are released. */
const worker = async (unitsAtOnce: number) => {
  const { runner } = await openJobQueue({
    databaseUrl: database.appUrl,
    schema: queueSchema,
    isWorker: true,
    atOnce: { 'access.reconcile': unitsAtOnce },
    onError: (error) => {
      throw error;
    },
  });
  const begun: string[] = [];
  const ended: string[] = [];
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await runner.work('access.reconcile', async (data) => {
    const unitKey = String(data.unitKey);
    begun.push(unitKey);
    if (unitKey.startsWith('slow')) await released;
    ended.push(unitKey);
  });
  stops.push(async () => {
    release();
    await runner.stop();
  });
  const send = (unitKey: string) => runner.send('access.reconcile', { unitKey }, { key: unitKey });
  return { begun, ended, release, send };
};
const soon = { timeout: 15_000 };

it('a unit that waits for AWS does not hold up the others, however many they are', async () => {
  const { begun, ended, send } = await worker(4);
  await send('slow');
  await expect.poll(() => begun, soon).toEqual(['slow']);
  const others = Array.from({ length: 6 }, (_, n) => `other-${n}`);
  for (const unitKey of others) await send(unitKey);
  await expect.poll(() => [...ended].sort(), soon).toEqual(others);
});

it('as many units as are configured are changed at once, and no more', async () => {
  const { begun, ended, release, send } = await worker(2);
  for (const unitKey of ['slow-1', 'slow-2', 'third']) await send(unitKey);
  await expect.poll(() => [...begun].sort(), soon).toEqual(['slow-1', 'slow-2']);
  // Two polls of the queue later the third is still waiting.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(begun).toHaveLength(2);
  release();
  await expect.poll(() => [...ended].sort(), soon).toEqual(['slow-1', 'slow-2', 'third']);
}, 40_000);
