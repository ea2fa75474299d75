import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dueConnectors } from '../../../src/adapters/postgres/connectors/due-connectors.ts';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { createSyncRunStore } from '../../../src/adapters/postgres/sync/sync-run-store.ts';
import { RunLost } from '../../../src/core/inventory/ports.ts';
import type { ConnectorId } from '../../../src/core/shared/ids.ts';
import { Refusal } from '../../../src/core/shared/refusal.ts';
import { currentFacts, type Harness, openHarness, type Reading, ref, scope } from './sync-harness.ts';

const awsAccount = ref('aws-account', '111111111111');
const users = (...ids: string[]): Reading => ({
  scope: scope('iam-users', awsAccount),
  entities: ids.map((id) => ({ ...ref('iam-user', id), parent: awsAccount, name: id })),
});
const facts = {
  awsPartition: 'aws',
  awsAccountId: '111111111111',
  organizationId: null,
  managementAwsAccountId: null,
  identityCenterInstanceArn: null,
  identityStoreId: null,
};
const failure = { code: 'role-not-assumable', message: 'AccessDenied', mend: 'Check the trust policy.' };

let harness: Harness;
let connectorId: ConnectorId;
let tests = 0;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.clear();
  connectorId = await harness.addConnector(`life${++tests}`);
});
const connector = async () =>
  (
    await harness.query(
      `select status, status_reason, failures_in_a_row,
         round(extract(epoch from next_sync_at - product_now()) / 60)::int as "nextInMinutes" from connector where id = $1`,
      [connectorId],
    )
  )[0];
const letHeartbeatStop = (since = '31 seconds') =>
  harness.query('update sync_run set heartbeat_at = heartbeat_at - $1::interval', [since]);
const stage = async (runId: Awaited<ReturnType<Harness['open']>>, ...ids: string[]) => {
  const sink = harness.store.sink(runId);
  await sink.complete(users().scope ?? scope('iam-users', awsAccount), users(...ids));
  await sink.flush();
};

describe('a run', () => {
  it('is the only one of its connector that reads', async () => {
    const start = { connectorId, trigger: 'person', startedBy: null } as const;
    const opened = await Promise.all([1, 2, 3].map(() => harness.store.open(start, harness.nextRunId())));
    expect(opened.filter((run) => run !== null)).toHaveLength(1);
    expect(await connector()).toMatchObject({ status: 'syncing' });
  });

  it('of one listing does not wait for a long publish of another connector: it is busy, and free afterwards', async () => {
    const other = await harness.open(await harness.addConnector(`other${tests}`));
    const holder = await harness.database.pool.connect();
    await holder.query('begin');
    await holder.query('lock table scope_gap in access exclusive mode');
    const published = harness.store.publish(other, { ...facts, awsAccountId: '222222222222' });
    await expect
      .poll(
        async () => (await harness.query(`select from pg_locks where not granted and locktype = 'relation'`)).length,
      )
      .toBe(1);
    const start = { connectorId, trigger: 'schedule', startedBy: null, kind: 'targeted' } as const;
    expect(await harness.store.open(start, harness.nextRunId())).toBeNull();
    await holder.query('commit');
    holder.release();
    await published;
    expect(await harness.store.open(start, harness.nextRunId())).not.toBeNull();
  });

  it('that gave no sign of life for 30 minutes is abandoned: it can neither stage, publish nor fail', async () => {
    const zombie = await harness.open(connectorId);
    await stage(zombie, 'AIDA-OLD');
    await letHeartbeatStop('31 minutes');
    const heir = await harness.open(connectorId);
    expect(await harness.query('select run_id from stage_entity')).toEqual([]);
    await expect(stage(zombie, 'AIDA-ZOMBIE')).rejects.toThrow(RunLost);
    await expect(harness.store.sink(zombie).log('read', 'from the grave')).rejects.toThrow(RunLost);
    expect(await harness.query('select message from run_log')).toEqual([]);
    await expect(harness.store.publish(zombie, facts)).rejects.toThrow(RunLost);
    await expect(harness.store.fail(zombie, { ...failure, isTransient: false })).rejects.toThrow(RunLost);
    await expect(harness.store.heartbeat(zombie, {})).rejects.toThrow(RunLost);
    expect(await connector()).toMatchObject({ status: 'syncing' });
    await stage(heir, 'AIDA-NEW');
    await harness.store.publish(heir, facts);
    expect((await currentFacts(harness)).map((line) => line.split(' | ')[1])).toEqual(['iam-user AIDA-NEW']);
  });

  it('that stages or publishes at this moment is not abandoned, however old its heartbeat', async () => {
    const runId = await harness.open(connectorId);
    await letHeartbeatStop();
    const client = await harness.database.pool.connect();
    await client.query('begin');
    await client.query('select from sync_run where id = $1 for share', [runId]);
    const start = { connectorId, trigger: 'retry', startedBy: null } as const;
    expect(await harness.store.open(start, harness.nextRunId())).toBeNull();
    await client.query('rollback');
    client.release();
    expect(await harness.store.open(start, harness.nextRunId())).not.toBeNull();
  });

  it('cannot be published twice', async () => {
    const runId = await harness.open(connectorId);
    await stage(runId, 'AIDA1');
    const [once, twice] = await Promise.allSettled([1, 2].map(() => harness.store.publish(runId, facts)));
    expect([once?.status, twice?.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(await harness.query('select seq from sync_run')).toEqual([{ seq: 1 }]);
  });

  it('keeps its log in order and its calls', async () => {
    const runId = await harness.open(connectorId);
    const sink = harness.store.sink(runId);
    const written = Array.from({ length: 50 }, (_, n) => sink.log('read', `line ${n}`));
    await Promise.all(written);
    sink.plan('iam:ListUsers', 2);
    sink.called('iam:ListUsers', 'ok');
    sink.called('iam:ListUsers', 'throttled');
    await harness.store.heartbeat(runId, sink.calls());
    const log = await harness.query<{ message: string }>('select message from run_log order by n');
    expect(log.map((row) => row.message)).toEqual(Array.from({ length: 50 }, (_, n) => `line ${n}`));
    expect(await harness.query('select calls from sync_run')).toEqual([
      { calls: { 'iam:ListUsers': { planned: 2, actual: 2, throttled: 1 } } },
    ]);
  });

  it('stages whatever characters AWS has in names', async () => {
    const name = 'tab\t line\nreturn\r back\\slash \\N "quote" ü 漢 \\t';
    const attrs = { path: '/a\\b/\n"', tags: ['\t'] };
    await harness.sync(connectorId, [
      {
        scope: scope('iam-users', awsAccount),
        entities: [{ ...ref('iam-user', 'AIDA1'), parent: awsAccount, name, attrs }],
      },
    ]);
    expect(await harness.query('select name, attrs from entity_version')).toEqual([{ name, attrs }]);
  });
});

describe('characters that the database cannot hold', () => {
  const odd = 'a\0b\ud800c';
  const replaced = 'a\ufffdb\ufffdc';

  it('are replaced in everything that was read, so that a sync of them succeeds', async () => {
    const user = { ...ref('iam-user', `AIDA-${odd}`), parent: awsAccount, name: odd };
    const runId = await harness.open(connectorId);
    const sink = harness.store.sink(runId);
    await sink.complete(scope('iam-users', awsAccount), {
      entities: [{ ...user, attrs: { [odd]: [{ [odd]: odd }, 7, null, true] } }],
    });
    await sink.failed(scope('iam-groups', awsAccount), { reason: 'denied', action: 'iam:ListGroups', message: odd });
    await sink.log('gap', odd);
    await sink.flush();
    await harness.store.publish(runId, facts);
    const attrs = { [replaced]: [{ [replaced]: replaced }, 7, null, true] };
    expect(await harness.query(`select name, attrs from entity_version where attrs <> '{}'`)).toEqual([
      { name: replaced, attrs },
    ]);
    expect(await harness.query('select message from scope_gap union all select message from run_log')).toEqual([
      { message: replaced },
      { message: replaced },
    ]);
  });

  it('are replaced in the reason of a run that failed', async () => {
    await harness.store.fail(await harness.open(connectorId), { ...failure, message: odd, isTransient: false });
    expect(await connector()).toMatchObject({ status: 'error', status_reason: { ...failure, message: replaced } });
  });
});

describe('a moved demo clock', () => {
  it('makes a live run neither due nor abandoned', async () => {
    await harness.open(connectorId);
    const offset = (ms: number) => harness.query('update clock_offset set offset_ms = $1', [ms]);
    try {
      await offset(3_600_000);
      expect((await dueConnectors(harness.database).due()).map((each) => each.connectorId)).not.toContain(connectorId);
      await letHeartbeatStop();
      await offset(-3_600_000);
      expect((await dueConnectors(harness.database).due()).map((each) => each.connectorId)).toContain(connectorId);
    } finally {
      await offset(0);
    }
  });
});

describe('two publishes', () => {
  it('at once get one place in history after the other, and readers see none of them half', async () => {
    const other = await harness.addConnector(`other${tests}`);
    const second = openDatabase(harness.appUrl, { maxConnections: 2 });
    const runs = [
      { store: harness.store, runId: await harness.open(connectorId), awsAccountId: '111111111111' },
      { store: createSyncRunStore(second), runId: await harness.open(other), awsAccountId: '222222222222' },
    ];
    for (const { runId } of runs) await stage(runId, ...Array.from({ length: 400 }, (_, n) => `AIDA${n}`));
    const seen = new Set<number>();
    let isDone = false;
    const reader = (async () => {
      while (!isDone) {
        const [row] = await harness.query<{ count: number }>(
          'select count(*) from entity_version where to_seq is null',
        );
        seen.add(row?.count ?? -1);
      }
    })();
    const published = await Promise.all(
      runs.map(({ store, runId, awsAccountId }) => store.publish(runId, { ...facts, awsAccountId })),
    );
    isDone = true;
    await reader;
    await second.close();
    expect(published.map((run) => run.seq).sort()).toEqual([1, 2]);
    expect(published.map((run) => run.opened).sort()).toEqual([0, 400]);
    for (const count of seen) expect([0, 400]).toContain(count);
  });
});

describe('a run that could read nothing', () => {
  it('sets the connector to error with the reason, and leaves the facts as they were', async () => {
    await harness.sync(connectorId, [users('AIDA1')]);
    const before = await currentFacts(harness);
    const runId = await harness.open(connectorId);
    await stage(runId);
    await harness.store.fail(runId, { ...failure, isTransient: false });
    expect(await currentFacts(harness)).toEqual(before);
    expect(await connector()).toEqual({
      status: 'error',
      status_reason: failure,
      failures_in_a_row: 1,
      nextInMinutes: 30,
    });
    expect(await harness.query('select run_id from stage_scope')).toEqual([]);
    const audit = await harness.query('select action, object_id from audit_entry where object_id = $1', [runId]);
    expect(audit).toEqual([{ action: 'sync-run.failed', object_id: runId }]);
  });

  it('is tried again after 1, 2, 4 … 30 minutes when the cause may heal, and a success ends the series', async () => {
    const waits = [];
    for (let n = 0; n < 7; n += 1) {
      await harness.store.fail(await harness.open(connectorId), { ...failure, isTransient: true });
      waits.push((await connector())?.nextInMinutes);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30]);
    await harness.sync(connectorId, [users('AIDA1')]);
    expect(await connector()).toMatchObject({ status: 'connected', status_reason: null, failures_in_a_row: 0 });
  });
});

describe('coverage', () => {
  it('refuses a second connector of the same AWS account, naming the first, and publishes nothing of it', async () => {
    await harness.sync(connectorId, [users('AIDA1')], facts);
    const other = await harness.addConnector(`second${tests}`);
    const refused = harness.sync(other, [users('AIDA2')], facts);
    await expect(refused).rejects.toThrow(`The connector "life${tests}" already reads AWS account 111111111111.`);
    await expect(refused).rejects.toMatchObject({ code: 'coverage-taken', kind: 'conflict' });
    expect((await currentFacts(harness)).map((line) => line.split(' | ')[1])).toEqual(['iam-user AIDA1']);
  });

  it('of a deleted connector is free again', async () => {
    await harness.sync(connectorId, [users('AIDA1')], facts);
    await harness.query('update connector set deleted_at = now() where id = $1', [connectorId]);
    const other = await harness.addConnector(`third${tests}`);
    await harness.sync(other, [users('AIDA1')], facts);
    expect(await harness.query('select connector_id from coverage')).toEqual([{ connector_id: other }]);
  });

  it('stays: a role that now leads to another AWS account is refused', async () => {
    await harness.sync(connectorId, [users('AIDA1')], facts);
    const moved = harness.sync(connectorId, [users()], { ...facts, awsAccountId: '222222222222' });
    await expect(moved).rejects.toBeInstanceOf(Refusal);
    await expect(moved).rejects.toMatchObject({ code: 'connector-identity-fixed' });
    expect(await currentFacts(harness)).toHaveLength(1);
  });
});

it('what is known of a connector is asked for again: groups, sets and AWS accounts by their own ids', async () => {
  const organization = ref('organization', 'o-1');
  const instance = ref('identity-center-instance', 'arn:aws:sso:::instance/ssoins-1');
  await harness.sync(
    connectorId,
    [
      {
        entities: [
          { ...awsAccount, parent: organization, name: 'Main' },
          { ...ref('identity-center-group', 'd-1/g-1'), parent: instance, name: 'Admins' },
          { ...ref('permission-set', 'arn:ps'), parent: instance, name: 'admin' },
          { ...ref('iam-group', 'AGPA1'), parent: awsAccount, name: 'ops' },
        ],
      },
    ],
    { ...facts, organizationId: 'o-1', identityCenterInstanceArn: instance.nativeId, identityStoreId: 'd-1' },
  );
  expect(await harness.store.known(connectorId)).toEqual({
    awsAccountId: '111111111111',
    organizationId: 'o-1',
    managementAwsAccountId: null,
    identityCenterInstanceArn: instance.nativeId,
    identityStoreId: 'd-1',
    awsAccountIds: ['111111111111'],
    iamAwsAccountIds: [],
    iamElsewhere: expect.any(Array),
    identityCenterGroupIds: ['g-1'],
    permissionSetArns: ['arn:ps'],
    iamGroups: [{ nativeId: 'AGPA1', name: 'ops', awsAccountId: '111111111111' }],
  });
  expect(await harness.store.connection(connectorId)).toMatchObject({ roleArn: 'arn:aws:iam::1:role/r' });
});
