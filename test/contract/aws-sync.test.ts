import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../simulator/start.ts';
import { MANAGEMENT } from '../../simulator/worlds/demo/organization.ts';
import { createAwsReader } from '../../src/adapters/aws/aws-reader.ts';
import { openDatabase } from '../../src/adapters/postgres/database.ts';
import { awsRates, createRateBudget } from '../../src/adapters/postgres/rate-budget.ts';
import type { Heartbeat } from '../../src/core/inventory/steps/guarded-run.ts';
import { type SyncOutcome, syncConnector } from '../../src/core/inventory/sync-connector.ts';
import type { ConnectorId } from '../../src/core/shared/ids.ts';
import { currentFacts, type Harness, openHarness } from '../database/sync/sync-harness.ts';
import { quickRates } from '../support/quick-rates.ts';
import { type CustomerRole, createCustomerRole, externalId, pointAt, startAws } from './aws-support.ts';

let simulator: Simulator;
let role: CustomerRole;
let harness: Harness;
let connectorId: ConnectorId;
let first: SyncOutcome;
/** Beats far more often than the product does, so that a lost run is noticed while a test waits. */
const heartbeat: Heartbeat = {
  every(_periodMs, beat) {
    const handle = setInterval(beat, 20);
    return () => clearInterval(handle);
  },
};

beforeAll(async () => {
  simulator = await startAws('demo', true);
  role = await createCustomerRole(simulator, simulator.credentials.administrator, { awsAccountId: MANAGEMENT });
  harness = await openHarness();
  connectorId = await harness.addConnector('larkspur');
  await harness.query(
    `update connector set role_arn = $2, external_id = $3, organizations_enabled = true,
       identity_center_enabled = true, identity_center_region = 'eu-north-1' where id = $1`,
    [connectorId, role.connection.roleArn, externalId],
  );
  simulator.counters.clear();
  first = await sync(awsRates);
  await throttling(false);
}, 60_000);
afterAll(async () => {
  await harness.close();
  await simulator.stop();
});
beforeEach(() => {
  simulator.faults.clear();
  pointAt(simulator);
});

function sync(rates = quickRates): Promise<SyncOutcome> {
  const reader = createAwsReader({ budget: createRateBudget(harness.database, rates), backOffMs: 20 });
  const ports = { runs: harness.store, reader, heartbeat };
  return syncConnector(ports, { connectorId, trigger: 'schedule', startedBy: null, runId: harness.nextRunId() });
}
const throttling = (isOn: boolean) =>
  fetch(`${simulator.url}/_simulator/throttling`, { method: 'POST', body: JSON.stringify({ isOn }) });
const connector = async () => (await harness.query('select * from connector where id = $1', [connectorId]))[0];
const gaps = async () =>
  (await currentFacts(harness)).filter((line) => line.startsWith('gap | ')).map((line) => line.slice('gap | '.length));
/** But for the policy of the role that reads: what it may do is what these tests change. */
const facts = async () =>
  (await currentFacts(harness)).filter((line) => !line.startsWith('gap | ') && !line.includes('/CountersignRead'));

describe('a sync of the demo world, at the rates of AWS', () => {
  it('publishes, and AWS never once had to slow it down', async () => {
    expect(first).toMatchObject({ status: 'published', run: { scopesFailed: 0 } });
    const counts = simulator.counters.toJSON();
    expect(Object.entries(counts).filter(([, { throttled }]) => throttled > 0)).toEqual([]);
    expect(counts['sso:ListAccountAssignments']?.calls).toBeGreaterThan(20);
    expect(await connector()).toMatchObject({
      status: 'connected',
      aws_account_id: MANAGEMENT,
      management_aws_account_id: MANAGEMENT,
    });
  });

  it('keeps its plan, its calls and a log that a person can read', async () => {
    const [run] = await harness.query<{ calls: Record<string, { planned: number; actual: number }> }>(
      `select calls from sync_run where status = 'published' order by number limit 1`,
    );
    expect(run?.calls['sso:ListAccountAssignments']).toMatchObject({ throttled: 0 });
    const lines = (await harness.query<{ message: string }>('select message from run_log')).map(
      ({ message }) => message,
    );
    expect(lines.some((line) => /^Group .+ · \d+ members?$/.test(line))).toBe(true);
    expect(lines.some((line) => line.startsWith('Read everything: '))).toBe(true);
  });

  it('finds nothing new the second time', async () => {
    expect(await sync()).toMatchObject({ status: 'published', run: { opened: 0, closed: 0, changed: 0 } });
  });
});

describe('a denied listing in the next run', () => {
  it('keeps every fact, names the action, and still asks the groups it knows', async () => {
    const before = await facts();
    await role.allowAllBut(
      'identitystore:ListGroups',
      'iam:ListAccountAliases',
      'sso:ListInstances',
      'organizations:ListAccounts',
    );
    simulator.counters.clear();
    expect(await sync()).toMatchObject({ status: 'published', run: { closed: 0, scopesFailed: 4 } });
    expect(await facts()).toEqual(before);
    const { calls } = simulator.counters.of('identitystore', 'ListGroupMemberships');
    expect(calls).toBe(simulator.world.identityCenters[0]?.groups.size);
    expect((await gaps()).map((gap) => gap.slice(gap.lastIndexOf('denied | '))).sort()).toEqual([
      'denied | iam:ListAccountAliases',
      'denied | identitystore:ListGroups',
      'denied | organizations:ListAccounts',
      'denied | sso:ListInstances',
    ]);
  });

  it('heals when the permission is back', async () => {
    await role.allowAllBut();
    expect(await sync()).toMatchObject({ status: 'published', run: { scopesFailed: 0, opened: 0, closed: 0 } });
    expect(await gaps()).toEqual([]);
  });
});

describe('a run that cannot be finished', () => {
  it('for want of AWS puts the reason on the connector, loses nothing, and heals by itself', async () => {
    const before = await facts();
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1';
    expect(await sync()).toEqual({ status: 'failed', code: 'aws-unreachable' });
    expect(await connector()).toMatchObject({ status: 'error', status_reason: { code: 'aws-unreachable' } });
    expect(await facts()).toEqual(before);
    pointAt(simulator);
    expect(await sync()).toMatchObject({ status: 'published' });
    expect(await connector()).toMatchObject({ status: 'connected', status_reason: null });
  });

  it('because it was taken for dead stops quietly and publishes nothing', async () => {
    simulator.faults.add({ operation: 'iam:GetAccountAuthorizationDetails', latencyMs: 400 });
    const running = sync();
    await harness.query(`select pg_sleep(0.2)`);
    await harness.query(`update sync_run set status = 'abandoned', finished_at = now() where status = 'reading'`);
    expect(await running).toEqual({ status: 'lost' });
    expect(await sync()).toMatchObject({ status: 'published' });
  });

  it('for a fault of ours is closed with a code, and the fault is thrown for the log', async () => {
    const before = await facts();
    await expect(syncWithBrokenTable()).rejects.toThrow(/entity_version/);
    expect(await connector()).toMatchObject({ status: 'error', status_reason: { code: 'sync-bug' } });
    expect(await facts()).toEqual(before);
    expect(await sync()).toMatchObject({ status: 'published' });
  });

  it('does not start while another one reads', async () => {
    const runId = await harness.open(connectorId);
    expect(await sync()).toEqual({ status: 'busy' });
    await harness.store.fail(runId, { code: 'x', message: 'x', mend: 'x', isTransient: true });
  });

  it('does not start without a role', async () => {
    const id = await harness.addConnector('empty');
    await harness.query('update connector set role_arn = null where id = $1', [id]);
    const reader = createAwsReader({ budget: createRateBudget(harness.database) });
    const ports = { runs: harness.store, reader, heartbeat };
    const outcome = await syncConnector(ports, {
      connectorId: id,
      trigger: 'first',
      startedBy: null,
      runId: harness.nextRunId(),
    });
    expect(outcome).toEqual({ status: 'not-configured' });
  });
});

async function syncWithBrokenTable(): Promise<SyncOutcome> {
  const owner = openDatabase(harness.ownerUrl, { maxConnections: 1 });
  await owner.pool.query('alter table entity_version rename to entity_version_away');
  try {
    return await sync();
  } finally {
    await owner.pool.query('alter table entity_version_away rename to entity_version');
    await owner.close();
  }
}
