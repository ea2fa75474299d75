import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { createSyncRunStore } from '../../../src/adapters/postgres/sync/sync-run-store.ts';
import { type AwsReader, AwsUnreachable } from '../../../src/core/inventory/ports.ts';
import { syncConnector } from '../../../src/core/inventory/sync-connector.ts';
import type { ConnectorId } from '../../../src/core/shared/ids.ts';
import { type Harness, openHarness } from './sync-harness.ts';

const facts = {
  awsPartition: 'aws',
  awsAccountId: '111111111111',
  organizationId: null,
  managementAwsAccountId: null,
  identityCenterInstanceArn: null,
  identityStoreId: null,
};
/** Runs here end before the first beat of a timer. */
const heartbeat = { every: () => () => {} };

let harness: Harness;
let connectorId: ConnectorId;
let tests = 0;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.clear();
  connectorId = await harness.addConnector(`short${++tests}`);
});
const sync = (reader: AwsReader, store = harness.store) =>
  syncConnector(
    { runs: store, reader, heartbeat },
    { connectorId, trigger: 'first', startedBy: null, runId: harness.nextRunId() },
  );
const callsOnRun = () => harness.query('select status, calls from sync_run');
const calls = { 'iam:ListUsers': { planned: 1, actual: 1, throttled: 0 } };

test('a run that ends before its first beat says which calls it made', async () => {
  const outcome = await sync({
    async read(_connection, _known, sink) {
      sink.plan('iam:ListUsers', 1);
      sink.called('iam:ListUsers', 'ok');
      return facts;
    },
  });
  expect(outcome.status).toBe('published');
  expect(await callsOnRun()).toEqual([{ status: 'published', calls }]);
});

test('a run that fails before its first beat says which calls it made', async () => {
  const outcome = await sync({
    async read(_connection, _known, sink) {
      sink.plan('iam:ListUsers', 1);
      sink.called('iam:ListUsers', 'ok');
      throw new AwsUnreachable('role-not-assumable', 'AccessDenied', { mend: 'Look.', isTransient: false });
    },
  });
  expect(outcome).toEqual({ status: 'failed', code: 'role-not-assumable' });
  expect(await callsOnRun()).toEqual([{ status: 'failed', calls }]);
});

test('a database that is busy is told as such, on the run and on the connector, and the sync is tried again soon', async () => {
  const database = openDatabase(harness.appUrl, { maxConnections: 1, connectionTimeoutMs: 200 });
  const store = createSyncRunStore(database);
  const outcome = await sync(
    {
      async read(_connection, _known, sink) {
        const holder = await database.pool.connect();
        try {
          await sink.log('read', 'while somebody else has the only connection');
        } finally {
          holder.release();
        }
        return facts;
      },
    },
    store,
  );
  await database.close();
  expect(outcome).toEqual({ status: 'failed', code: 'database-busy' });
  const reason = { code: 'database-busy', message: 'The database had no connection free for the sync.' };
  expect(await harness.query('select status, failure from sync_run')).toMatchObject([
    { status: 'failed', failure: reason },
  ]);
  expect(
    await harness.query(
      `select status, status_reason, next_sync_at <= product_now() + interval '1 minute' as soon from connector where id = $1`,
      [connectorId],
    ),
  ).toMatchObject([{ status: 'error', status_reason: reason, soon: true }]);
});

test('a run reads by the settings as they are once it is open', async () => {
  const newRole = 'arn:aws:iam::2:role/new';
  const store = {
    ...harness.store,
    async open(...start: Parameters<typeof harness.store.open>) {
      await harness.query('update connector set role_arn = $2 where id = $1', [connectorId, newRole]);
      return harness.store.open(...start);
    },
  };
  const roles: string[] = [];
  await sync(
    {
      async read(connection) {
        roles.push(connection.roleArn);
        return facts;
      },
    },
    store,
  );
  expect(roles).toEqual([newRole]);
});

test('a run that is discarded while it reads ends without a trace', async () => {
  const outcome = await sync({
    async read(_connection, _known, sink) {
      await harness.query(`update sync_run set status = 'discarded', finished_at = now()`);
      await sink.log('read', 'too late');
      return facts;
    },
  });
  expect(outcome).toEqual({ status: 'lost' });
  expect(await harness.query('select status from sync_run')).toEqual([{ status: 'discarded' }]);
});
