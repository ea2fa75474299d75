import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { randomIds } from '../../src/adapters/crypto/node-crypto.ts';
import { createSyncRunStore } from '../../src/adapters/postgres/sync/sync-run-store.ts';
import type { RunSink, SyncRunStore } from '../../src/core/inventory/ports.ts';
import type { ConnectorId, RunId } from '../../src/core/shared/ids.ts';
import { connectionFacts } from '../support/connection-facts.ts';
import { addConnector } from './add-connector.ts';
import { type Caller, type Http, startHttp } from './start-http.ts';

const awsAccountId = '111111111111';
const own = { kind: 'aws-account', nativeId: awsAccountId } as const;
const group = (n: number) => ({ kind: 'iam-group', nativeId: `AGPA${names}X${n}` }) as const;
const user = (n: number) => ({ kind: 'iam-user', nativeId: `AIDA${names}X${n}` }) as const;
const facts = connectionFacts(awsAccountId);

let http: Http;
let kwame: Caller;
let store: SyncRunStore;
let id: ConnectorId;
beforeAll(async () => {
  http = await startHttp();
  kwame = await http.signIn('connector-administrator');
  store = createSyncRunStore(http.database);
});
afterAll(() => http.stop());
let names = 0;
beforeEach(async () => {
  await http.database.pool.query('delete from coverage');
  ({ id } = await addConnector(http, kwame, { name: `Page ${++names}`, roleIn: awsAccountId }));
});

const open = async (startedBy: string | null = null): Promise<{ runId: RunId; sink: RunSink }> => {
  const runId = randomIds.next('run');
  await store.open(
    { connectorId: id, trigger: startedBy ? 'person' : 'schedule', startedBy: startedBy as never },
    runId,
  );
  return { runId, sink: store.sink(runId) };
};
/** Users 1 and 2 and so many groups; members of the groups from `denied` on are refused. */
const read = async (sink: RunSink, { members, denied }: { members: number[]; denied: number[] }) => {
  const groups = [1, 2, 3];
  await sink.complete(
    { kind: 'iam-users', a: own },
    {
      entities: [{ ...own, name: 'payments' }, ...[1, 2].map((n) => ({ ...user(n), parent: own, name: `User ${n}` }))],
    },
  );
  await sink.complete(
    { kind: 'iam-groups', a: own },
    { entities: groups.map((n) => ({ ...group(n), parent: own, name: `Group ${n}` })) },
  );
  for (const n of groups)
    if (denied.includes(n))
      await sink.failed(
        { kind: 'members-of-group', a: group(n) },
        {
          reason: 'denied',
          action: 'iam:GetGroup',
          message: `User: x is not authorized to perform: iam:GetGroup (${n})`,
        },
      );
    else
      await sink.complete(
        { kind: 'members-of-group', a: group(n) },
        {
          grants: members
            .filter((member) => member === n)
            .map((member) => ({ kind: 'group-member' as const, target: group(n), principal: user(member) })),
        },
      );
  await sink.flush();
};
const detail = async (runId: RunId) => (await kwame.get(`/api/v1/connectors/${id}/runs/${runId}`)).body;
const gaps = async (runId: RunId, query = '') =>
  (await kwame.get(`/api/v1/connectors/${id}/runs/${runId}/gaps${query}`)).body;

test('a run that reads tells how far each kind of listing has got, and what it could not read so far', async () => {
  const { runId, sink } = await open();
  await read(sink, { members: [1], denied: [3] });
  expect(await detail(runId)).toMatchObject({
    status: 'reading',
    scopesRead: 4,
    scopesFailed: 1,
    scopes: [
      { kind: 'iam-groups', title: 'IAM groups', read: 1, failed: 0 },
      { kind: 'iam-users', title: 'IAM users', read: 1, failed: 0 },
      { kind: 'members-of-group', title: 'members of groups', read: 2, failed: 1 },
    ],
    publishingMs: null,
  });
  expect(await gaps(runId)).toMatchObject({
    total: 1,
    items: [{ what: 'members of group Group 3', reason: 'denied', action: 'iam:GetGroup', about: null }],
  });
});

test('a published run keeps its listings by kind, its times, who started it and its limits, whatever comes later', async () => {
  const kwameId = await http.personId('kwame.boateng');
  await http.database.pool.query(
    `insert into rate_budget (key, per_second, burst, tokens, filled_at)
     values ('${awsAccountId}/us-east-1/iam', 20, 50, 50, now()), ('999999999999/us-east-1/iam', 7, 50, 50, now())
     on conflict (key) do update set per_second = excluded.per_second`,
  );
  const { runId, sink } = await open(kwameId);
  sink.plan('iam:GetGroup', 40);
  for (let n = 0; n < 42; n++) sink.called('iam:GetGroup', n === 0 ? 'throttled' : 'ok');
  sink.called('sso:ListInstances', 'ok');
  sink.called('identitystore:ListUsers', 'ok');
  await read(sink, { members: [1], denied: [] });
  // As if it had read for four seconds.
  await http.database.pool.query(
    `update sync_run set heartbeat_at = clock_timestamp() - interval '4 s' where id = $1`,
    [runId],
  );
  await store.heartbeat(runId, sink.calls());
  await store.publish(runId, facts);
  await http.database.pool.query(`update rate_budget set per_second = 2`);

  const run = await detail(runId);
  expect(run).toMatchObject({
    status: 'published',
    startedBy: { id: kwameId, name: 'Kwame Boateng' },
    resumptions: 0,
    calls: [
      { operation: 'iam:GetGroup', planned: 40, actual: 42, throttled: 1 },
      { operation: 'identitystore:ListUsers' },
      { operation: 'sso:ListInstances' },
    ],
    rates: [
      { family: 'iam', calls: 42, limitPerSecond: 20 },
      { family: 'identity-center', calls: 2, limitPerSecond: null },
    ],
    scopes: [{ kind: 'iam-groups' }, { kind: 'iam-users' }, { kind: 'members-of-group', read: 3, failed: 0 }],
    changes: { granted: 1, areFirst: true },
  });
  expect(run.readingMs).toBeGreaterThanOrEqual(4000);
  expect(run.readingMs).toBeLessThan(6000);
  expect(run.rates[0].perSecond).toBeCloseTo(42_000 / run.readingMs, 1);
  expect(run.publishingMs).toBeGreaterThan(0);
});

test('time in which no worker had the run, and what was not measured, make no rate', async () => {
  const { runId, sink } = await open();
  sink.called('iam:ListUsers', 'ok');
  await store.heartbeat(runId, sink.calls());
  expect((await detail(runId)).rates).toEqual([
    { family: 'iam', calls: 1, perSecond: null, limitPerSecond: expect.anything() },
  ]);
  await http.database.pool.query('update sync_run set reading_ms = null where id = $1', [runId]);
  expect(await detail(runId)).toMatchObject({ readingMs: null, scopes: null });
});

test('what a past run could not read is told as of then, a page at a time, with what that hides and the mend', async () => {
  const first = await open();
  await read(first.sink, { members: [], denied: [1, 2, 3] });
  await store.publish(first.runId, facts);
  const second = await open();
  await read(second.sink, { members: [1, 2], denied: [3] });
  await store.publish(second.runId, facts);

  expect((await gaps(second.runId)).items.map((gap: { what: string }) => gap.what)).toEqual([
    'members of group Group 3',
  ]);
  const page = await gaps(first.runId, '?limit=2');
  expect(page).toMatchObject({ total: 3, items: [{ what: 'members of group Group 1' }, { about: { kind: 'group' } }] });
  expect(page.items[0]).toMatchObject({
    hides: 'Members of IAM groups are not read: access that comes from a group is not shown for IAM users.',
    mend: "Allow iam:GetGroup in a policy of the connector's role, then sync again.",
    about: { kind: 'group', id: expect.stringMatching(/^ent_\d+$/), name: 'Group 1' },
  });
  const rest = await gaps(first.runId, `?limit=2&cursor=${page.nextCursor}`);
  expect(rest).toMatchObject({ total: 3, nextCursor: null, items: [{ what: 'members of group Group 3' }] });
  expect((await detail(second.runId)).changes).toEqual({
    granted: 2,
    removed: 0,
    changed: 0,
    appeared: 0,
    vanished: 0,
    areFirst: false,
  });
});

test('the changes of one run can be asked for alone, and by what happened', async () => {
  for (const members of [[1], [2]]) {
    const { runId, sink } = await open();
    await read(sink, { members, denied: [] });
    await store.publish(runId, facts);
  }
  const { runId } = await open();
  const { items } = (await kwame.get(`/api/v1/connectors/${id}/runs`)).body;
  const changesOf = async (query: string) =>
    (await kwame.get(`/api/v1/access/changes?${query}`)).body.items.map((change: { sentence: string; op: string }) => [
      change.op,
      change.sentence,
    ]);
  const ofSecond = `runId=${items[1].id}`;
  expect((await changesOf(ofSecond)).map(([op]: [string]) => op).sort()).toEqual(['granted', 'removed']);
  expect(await changesOf(`${ofSecond}&op=removed`)).toEqual([['removed', expect.stringContaining('Group 1')]]);
  expect(await changesOf(`runId=${runId}`)).toEqual([]);
  expect(await changesOf(`runId=${items[2].id}`)).toEqual([]);
});

test('a run that failed keeps how much it had read, and hides nothing anew', async () => {
  const { runId, sink } = await open();
  await read(sink, { members: [], denied: [2] });
  await store.fail(runId, { code: 'aws-unreachable', message: 'x', mend: 'y', isTransient: true });
  expect(await detail(runId)).toMatchObject({
    status: 'failed',
    scopes: [{ kind: 'iam-groups' }, { kind: 'iam-users' }, { kind: 'members-of-group', read: 2, failed: 1 }],
  });
  expect(await gaps(runId)).toEqual({ items: [], nextCursor: null, total: 0 });
});

test('each decision of the plan is said in a sentence, with what the other ways would have cost', async () => {
  const { runId, sink } = await open();
  await sink.decided({
    part: 'memberships',
    chosen: 'by-group',
    estimatedCalls: 96,
    basis: 'listed',
    reason: 'By group takes 96 calls, by user 1,204.',
    refusedAction: null,
    alternatives: [
      { strategy: 'by-group', operation: 'a', estimatedCalls: 96, outcome: 'chosen', why: 'The fewest calls.' },
      { strategy: 'by-user', operation: 'b', estimatedCalls: 1204, outcome: 'dearer', why: '1,108 more calls.' },
    ],
  });
  expect((await detail(runId)).plan).toEqual([
    expect.objectContaining({
      sentence: 'Who is in which group is read group by group: 96 calls; user by user it would take 1,204.',
    }),
  ]);
});

test('gaps of a run of another connector are not found under this one, and a made-up cursor is refused', async () => {
  const { runId } = await open();
  expect(await kwame.get(`/api/v1/connectors/${id}/runs/run_none/gaps`)).toMatchObject({
    status: 404,
    body: { code: 'run-not-found' },
  });
  expect(await kwame.get(`/api/v1/connectors/${id}/runs/${runId}/gaps?cursor=x`)).toMatchObject({
    status: 400,
    body: { code: 'cursor-invalid' },
  });
});
