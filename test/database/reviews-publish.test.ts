import { afterAll, beforeAll, expect, it } from 'vitest';
import { queueSchema } from '../../src/adapters/postgres/queue-schema.ts';
import { createSyncRunStore } from '../../src/adapters/postgres/sync/sync-run-store.ts';
import { openJobQueue } from '../../src/adapters/queue/job-queue.ts';
import type { RunId } from '../../src/core/shared/ids.ts';
import { openHarness } from './sync/sync-harness.ts';

let harness: Awaited<ReturnType<typeof openHarness>>;
let queue: Awaited<ReturnType<typeof openJobQueue>>;
beforeAll(async () => {
  harness = await openHarness();
  queue = await openJobQueue({
    databaseUrl: harness.appUrl,
    schema: queueSchema,
    isWorker: false,
    onError: (error) => {
      throw error;
    },
  });
});
afterAll(async () => {
  await queue.runner.stop();
  await harness.close();
});

it('each publication has revoked access checked, by a job of its own transaction', async () => {
  const connectorId = await harness.addConnector('one');
  const store = createSyncRunStore(harness.database, queue.enqueue);
  const runId = 'run_review' as RunId;
  await store.open({ connectorId, trigger: 'schedule', startedBy: null }, runId);
  const { seq } = await store.publish(runId, {
    awsPartition: 'aws',
    awsAccountId: '111111111111',
    organizationId: null,
    managementAwsAccountId: null,
    identityCenterInstanceArn: null,
    identityStoreId: null,
  });
  const { rows } = await harness.database.pool.query(
    `select data from ${queueSchema}.job where name = 'reviews.verify-remediation'`,
  );
  expect(rows).toEqual([{ data: { seq } }]);
});
