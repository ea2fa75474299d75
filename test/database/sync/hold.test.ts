import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dueConnectors } from '../../../src/adapters/postgres/connectors/due-connectors.ts';
import { createViews } from '../../../src/adapters/postgres/views/create-views.ts';
import { RunHeld, type SyncRunStore } from '../../../src/core/inventory/ports.ts';
import { syncConnector } from '../../../src/core/inventory/sync-connector.ts';
import type { ConnectorId, PersonId, RunId } from '../../../src/core/shared/ids.ts';
import { currentFacts, type Harness, openHarness, type Reading, ref, scope, stage } from './sync-harness.ts';

const awsAccount = ref('aws-account', '111111111111');
const group = ref('iam-group', 'AGPA1');
const facts = {
  awsPartition: 'aws',
  awsAccountId: '111111111111',
  organizationId: null,
  managementAwsAccountId: null,
  identityCenterInstanceArn: null,
  identityStoreId: null,
};
const user = (n: number) => ref('iam-user', `AIDA${n}`);
const many = (count: number) => Array.from({ length: count }, (_, n) => n);
/** An AWS account with these users, the first `members` of whom are in its one group. */
const world = (users: number[], members: number[] = users): Reading[] => [
  { entities: [{ ...awsAccount, name: 'main', isMention: true }] },
  {
    scope: scope('iam-users', awsAccount),
    entities: users.map((n) => ({ ...user(n), parent: awsAccount, name: `user ${String(n).padStart(3, '0')}` })),
  },
  { scope: scope('iam-groups', awsAccount), entities: [{ ...group, parent: awsAccount, name: 'ops' }] },
  {
    scope: scope('members-of-group', group),
    grants: members.map((n) => ({ kind: 'group-member', target: group, awsAccount, principal: user(n) })),
  },
];

let harness: Harness;
let connectorId: ConnectorId;
let tests = 0;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  await harness.clear();
  connectorId = await harness.addConnector(`hold${++tests}`);
  await harness.query(`insert into connector_owner values ($1, 'per_1')`, [connectorId]);
});

const publish = (readings: Reading[]) => harness.sync(connectorId, readings, facts);
/** Reads the world with a hold at its end; returns the run that waits. */
async function hold(readings: Reading[]): Promise<RunId> {
  await expect(publish(readings)).rejects.toThrow(RunHeld);
  const held = await harness.store.held(connectorId);
  if (!held) throw new Error('nothing is held');
  return held.runId;
}
const confirm = (runId: RunId) => harness.query(`update sync_run set status = 'confirmed' where id = $1`, [runId]);
const connector = async () => (await harness.query('select * from connector where id = $1', [connectorId]))[0];
const run = async (runId: RunId) => (await harness.query('select * from sync_run where id = $1', [runId]))[0];
const sync = (store: SyncRunStore = harness.store) =>
  syncConnector(
    { runs: store, heartbeat: { every: () => () => {} }, reader: { read: () => Promise.reject(new Error('read')) } },
    { connectorId, trigger: 'schedule', startedBy: null, runId: harness.nextRunId() },
  );
const told = async () =>
  (
    await harness.query<{ title: string }>('select title from notification where object_id = $1 order by created_at', [
      connectorId,
    ])
  ).map((notification) => notification.title);
const isDue = async () =>
  (await dueConnectors(harness.database).due()).some((each) => each.connectorId === connectorId);

describe('a sync that would remove more than the share', () => {
  it('publishes nothing: not one row of any fact table is written, and what is shown stays', async () => {
    await publish(world(many(40)));
    const before = await harness.factRows();
    const runId = await hold(world(many(29)));
    expect(await harness.factRows()).toEqual(before);
    expect(await run(runId)).toMatchObject({
      status: 'held',
      seq: null,
      scopes_read: 3,
      hold: {
        identities: { current: 40, removed: 11 },
        grants: { current: 40, removed: 11 },
        kinds: [
          { kind: 'iam-user', count: 11 },
          { kind: 'group-member', count: 11 },
        ],
      },
    });
    expect(await connector()).toMatchObject({ status: 'held', status_reason: { code: 'sync-held' } });
  });

  it('keeps what it read and what would vanish, by kind and name, and tells the owners once', async () => {
    await publish(world(many(40)));
    const runId = await hold(world(many(29)));
    expect(await harness.query('select count(*) from stage_entity where run_id = $1', [runId])).toEqual([
      { count: 31 },
    ]);
    const removals = await harness.query<{ kind: string; name: string }>(
      `select r.kind, v.name from held_removal r
       join entity_version v on v.entity_id = coalesce(r.entity_id, r.principal_id) and v.to_seq is null order by n`,
    );
    const names = many(11).map((n) => `user 0${29 + n}`);
    expect(removals).toEqual([
      ...names.map((name) => ({ kind: 'iam-user', name })),
      ...names.map((name) => ({ kind: 'group-member', name })),
    ]);
    expect(await told()).toEqual([`A sync of hold${tests} waits for you`]);
  });

  it('is not overtaken: no full run begins, the schedule passes it over, a job leaves it alone', async () => {
    await publish(world(many(40)));
    const runId = await hold(world(many(20)));
    await harness.query(`update connector set next_sync_at = now() - interval '1 hour' where id = $1`, [connectorId]);
    expect(await isDue()).toBe(false);
    const start = { connectorId, trigger: 'schedule', startedBy: null } as const;
    expect(await harness.store.open(start, harness.nextRunId())).toBeNull();
    expect(await sync()).toEqual({ status: 'held' });
    expect(await run(runId)).toMatchObject({ status: 'held' });
  });

  it('publishes exactly what was staged, once confirmed, by whichever worker comes first', async () => {
    await publish(world(many(40)));
    const runId = await hold(world(many(20), many(15)));
    await confirm(runId);
    expect(await isDue()).toBe(true);
    expect(await sync()).toMatchObject({ status: 'published', run: { closed: 45, opened: 0 } });
    expect(await connector()).toMatchObject({ status: 'connected', status_reason: null });
    const reached = await currentFacts(harness);
    await harness.clear();
    await harness.query('update connector set last_synced_at = null');
    await publish(world(many(20), many(15)));
    expect(reached).toEqual(await currentFacts(harness));
    expect(await harness.query('select from held_removal union all select from stage_scope')).toEqual([]);
  });

  it('says of a confirmed run when AWS was read, not when somebody had time to look', async () => {
    await publish(world(many(40)));
    const runId = await hold(world(many(20)));
    await harness.query(
      `update sync_run set hold = jsonb_set(hold, '{at}', to_jsonb('2026-01-02T03:04:05Z'::text)) where id = $1`,
      [runId],
    );
    await confirm(runId);
    await sync();
    expect(await connector()).toMatchObject({ last_synced_at: '2026-01-02T03:04:05.000Z' });
    const [left] = await harness.query<{ id: number }>(`select id from entity where native_id = 'AIDA0'`);
    const views = createViews(harness.database);
    const auditor = { personId: 'per_1' as PersonId, roles: ['auditor' as const] };
    const freshness = { readAt: '2026-01-02T03:04:05.000Z', isStale: false };
    expect(await views.iamDetails(auditor, `ent_${left?.id}`, {})).toMatchObject({
      policiesFreshness: freshness,
      useFreshness: freshness,
    });
    expect(await views.identity(auditor, `ent_${left?.id}`, {})).toMatchObject({ freshness });
  });

  it('ends with a word to the owners when a crash of the database took what was staged, and AWS is read anew', async () => {
    await publish(world(many(40)));
    const runId = await hold(world(many(20)));
    await harness.query('delete from stage_scope; delete from stage_entity; delete from stage_grant');
    // Reading anew can wait until the connector is not paused any more.
    await harness.query('update connector set is_paused = true where id = $1', [connectorId]);
    expect(await isDue()).toBe(false);
    await harness.query('update connector set is_paused = false where id = $1', [connectorId]);
    expect(await isDue()).toBe(true);
    const before = await currentFacts(harness);
    await expect(sync()).rejects.toThrow('read');
    expect(await run(runId)).toMatchObject({ status: 'discarded', failure: { code: 'hold-lost' } });
    expect((await told()).at(-1)).toBe(`The sync of hold${tests} that waited for you is void`);
    expect(await currentFacts(harness)).toEqual(before);
  });

  it('never publishes "nothing was there" when the crash comes after the confirmation', async () => {
    await publish(world(many(40)));
    const runId = await hold(world(many(20)));
    const before = await currentFacts(harness);
    await confirm(runId);
    await harness.query('delete from stage_scope; delete from stage_entity; delete from stage_grant');
    await expect(harness.store.publish(runId, facts)).rejects.toThrow('no longer reads');
    expect(await currentFacts(harness)).toEqual(before);
  });
});

it('a confirmed run that cannot be published fails, and what it would have removed is told of no more', async () => {
  await publish(world(many(40)));
  const runId = await hold(world(many(20)));
  await confirm(runId);
  await harness.query(
    `update sync_run set connection_facts = connection_facts || '{"awsAccountId":"222222222222"}' where id = $1`,
    [runId],
  );
  expect(await sync()).toMatchObject({ status: 'failed', code: 'connector-identity-fixed' });
  expect(await run(runId)).toMatchObject({ status: 'failed' });
  expect(await harness.query('select from held_removal union all select from stage_scope')).toEqual([]);
});

describe('a sync is not held', () => {
  it('when it is the first, or removes what is within the share or below the minimum', async () => {
    await publish(world(many(40)));
    await publish(world(many(32)));
    await publish(world([]).slice(0, 1));
    await publish(world(many(26)));
    await publish(world(many(17)));
    await publish(world(many(8)));
    await publish(world([]));
    expect(await connector()).toMatchObject({ status: 'connected' });
  });

  it('by more than its own limits say', async () => {
    await publish(world(many(40)));
    await harness.query('update connector set hold_share_percent = 100 where id = $1', [connectorId]);
    await publish(world([], []));
    await publish(world(many(8)));
    await harness.query('update connector set hold_share_percent = 0.5, hold_minimum = 1 where id = $1', [connectorId]);
    await hold(world(many(7), many(7)));
  });

  it('for what could not be read: a failed listing removes nothing', async () => {
    await publish(world(many(40)));
    const failure = { reason: 'denied', action: 'iam:ListUsers', message: 'no' } as const;
    const [, users, , members] = world([]);
    await publish([{ ...users, failure } as Reading, { ...members, failure } as Reading]);
    expect(await currentFacts(harness)).toHaveLength(84);
  });

  it('when it is of one listing, read after a change of our own', async () => {
    await publish(world(many(40)));
    const runId = harness.nextRunId();
    await harness.store.open({ connectorId, trigger: 'schedule', startedBy: null, kind: 'targeted' }, runId);
    const sink = harness.store.sink(runId);
    await stage(sink, { scope: scope('members-of-group', group), grants: [] });
    await sink.flush();
    expect(await harness.store.publish(runId, facts)).toMatchObject({ closed: 40 });
  });
});

it('what was published while a run was held is newer than it, and stays when it is confirmed', async () => {
  await publish(world(many(40)));
  const runId = await hold(world(many(20), many(20)));
  const targeted = harness.nextRunId();
  await harness.store.open({ connectorId, trigger: 'schedule', startedBy: null, kind: 'targeted' }, targeted);
  const sink = harness.store.sink(targeted);
  // A lease gave user 50 the group, and another's end took it from user 5.
  const members = [...many(40), 50].filter((n) => n !== 5);
  await stage(sink, {
    scope: scope('members-of-group', group),
    entities: [{ ...user(50), parent: awsAccount, name: 'user 050', isMention: true }],
    grants: members.map((n) => ({ kind: 'group-member', target: group, awsAccount, principal: user(n) })),
  });
  await sink.flush();
  await harness.store.publish(targeted, facts);
  await confirm(runId);
  expect(await sync()).toMatchObject({ status: 'published' });
  const left = (await currentFacts(harness)).filter((line) => line.startsWith('grant')).map((line) => line.slice(-13));
  expect(left.map((line) => Number(/AIDA(\d+)/.exec(line)?.[1])).sort((a, b) => a - b)).toEqual(
    [...many(20).filter((n) => n !== 5), 50].sort((a, b) => a - b),
  );
});

it('what a listing read while a run was held still holds is not closed when it is confirmed', async () => {
  await publish(world(many(40)));
  const runId = await hold(world(many(40), many(20)));
  const targeted = harness.nextRunId();
  await harness.store.open({ connectorId, trigger: 'schedule', startedBy: null, kind: 'targeted' }, targeted);
  const sink = harness.store.sink(targeted);
  const [, , , members] = world(many(40), many(30));
  await stage(sink, members as Reading);
  await sink.flush();
  expect(await harness.store.publish(targeted, facts)).toMatchObject({ closed: 10 });
  await confirm(runId);
  expect(await sync()).toMatchObject({ status: 'published' });
  expect((await currentFacts(harness)).filter((line) => line.startsWith('grant'))).toHaveLength(30);
});

it('whatever vanishes, a run is held exactly when the numbers say so, and then nothing of it can be seen', async () => {
  const anyUsers = fc.subarray(many(30));
  await fc.assert(
    fc.asyncProperty(anyUsers, anyUsers, anyUsers, anyUsers, async (users, members, later, laterMembers) => {
      await harness.clear();
      await harness.query(`update connector set last_synced_at = null where id = $1`, [connectorId]);
      const [before, after] = [world(users, members), world(later, laterMembers)];
      await publish(before);
      const shown = await harness.factRows();
      const removed = (was: number[], is: number[]) => was.filter((n) => !is.includes(n)).length;
      const gone = users.filter((n) => !later.includes(n));
      const grantsGone = members.filter((n) => !laterMembers.includes(n) || gone.includes(n)).length;
      const isTooMuch = (lost: number, of: number) => lost >= 10 && lost > of * 0.2;
      const expected = isTooMuch(removed(users, later), users.length) || isTooMuch(grantsGone, members.length);
      const outcome = await publish(after).then(
        () => 'published',
        (error: unknown) => (error instanceof RunHeld ? 'held' : error),
      );
      expect(outcome).toBe(expected ? 'held' : 'published');
      if (expected) expect(await harness.factRows()).toEqual(shown);
    }),
    { numRuns: 30 },
  );
}, 300_000);
