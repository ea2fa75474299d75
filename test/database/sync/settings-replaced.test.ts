import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectorStore } from '../../../src/adapters/postgres/connectors/connector-store.ts';
import { type ExecuteSql, inTransaction } from '../../../src/adapters/postgres/database.ts';
import { RunLost } from '../../../src/core/inventory/ports.ts';
import { type Harness, openHarness, ref, scope } from './sync-harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

const isSomebodyWaiting = async () =>
  (await harness.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))
    .length > 0;

it('settings that are replaced while memberships are staged discard the run: the two do not wait for each other', async () => {
  const connectorId = await harness.addConnector('replaced');
  const sink = harness.store.sink(await harness.open(connectorId));
  const listing = ref('identity-center-group', 'd-1/g1');
  let staged: Promise<unknown> = Promise.resolve();
  await inTransaction(harness.database, async (client) => {
    const connectors = connectorStore(client.query.bind(client) as ExecuteSql);
    await connectors.takeTurnWithRuns(connectorId);
    await connectors.lock(connectorId);
    await sink.complete(scope('members-of-group', listing), { memberships: { listing, memberships: [{ id: 'm1' }] } });
    staged = sink.flush().catch((error: unknown) => error);
    await expect.poll(isSomebodyWaiting).toBe(true);
    await connectors.discardReading(connectorId);
  });
  expect(await staged).toBeInstanceOf(RunLost);
});
