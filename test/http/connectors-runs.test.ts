import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { randomIds } from '../../src/adapters/crypto/node-crypto.ts';
import { runViews } from '../../src/adapters/postgres/connectors/run-views.ts';
import { createSyncRunStore } from '../../src/adapters/postgres/sync/sync-run-store.ts';
import type { SyncRunStore } from '../../src/core/inventory/ports.ts';
import type { ConnectorId, RunId } from '../../src/core/shared/ids.ts';
import { followLog } from '../../src/entrypoints/http/features/connector-log.ts';
import { connectionFacts } from '../support/connection-facts.ts';
import { addConnector } from './add-connector.ts';
import { type Caller, type Http, startHttp } from './start-http.ts';

const awsAccountId = '111111111111';

let http: Http;
let kwame: Caller;
let store: SyncRunStore;
let address: string;
beforeAll(async () => {
  http = await startHttp();
  kwame = await http.signIn('connector-administrator');
  store = createSyncRunStore(http.database);
  address = await http.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => http.stop());

const withRole = async (): Promise<ConnectorId> => (await addConnector(http, kwame, { roleIn: awsAccountId })).id;
const openRun = async (connectorId: ConnectorId): Promise<RunId> => {
  const runId = randomIds.next('run');
  await store.open({ connectorId, trigger: 'first', startedBy: null }, runId);
  return runId;
};
const own = { kind: 'aws-account', nativeId: awsAccountId } as const;
const group = { kind: 'iam-group', nativeId: 'AGPAEXAMPLE' } as const;

test('of a run with very many log lines the newest 2,000 are shown, in order', async () => {
  const id = await withRole();
  const runId = await openRun(id);
  await http.database.pool.query(
    `insert into run_log (run_id, at, level, message) select $1, now(), 'read', 'line ' || n from generate_series(1, 2005) n order by n`,
    [runId],
  );
  const { log } = (await kwame.get(`/api/v1/connectors/${id}/runs/${runId}`)).body;
  expect(log).toHaveLength(2000);
  expect([log[0].message, log.at(-1).message]).toEqual(['line 6', 'line 2005']);
});

test('a run is seen while it reads, with what is planned and made, and afterwards with its log and what it could not read', async () => {
  const id = await withRole();
  const runId = await openRun(id);
  const sink = store.sink(runId);
  sink.plan('iam:ListGroups', 1);
  sink.plan('iam:GetGroup', 2);
  sink.called('iam:ListGroups', 'ok');
  sink.called('iam:GetGroup', 'throttled');
  await sink.log('read', 'IAM groups · 1 group');
  await sink.complete(
    { kind: 'iam-groups', a: own },
    {
      entities: [
        { ...own, name: 'payments' },
        { ...group, parent: own, name: 'Platform' },
      ],
    },
  );
  await sink.failed(
    { kind: 'members-of-group', a: group },
    { reason: 'denied', action: 'iam:GetGroup', message: 'User: x is not authorized to perform: iam:GetGroup' },
  );
  await sink.flush();
  await store.heartbeat(runId, sink.calls());

  const reading = (await kwame.get(`/api/v1/connectors/${id}`)).body;
  expect(reading).toMatchObject({
    status: 'syncing',
    currentRun: { id: runId, status: 'reading', callsPlanned: 3, callsMade: 2, callsThrottled: 1 },
  });
  expect((await kwame.post(`/api/v1/connectors/${id}/sync`)).status).toBe(202);
  expect((await http.jobs()).filter((job) => job.key === id)).toEqual([]);

  await store.publish(runId, connectionFacts(awsAccountId));
  const connected = (await kwame.get(`/api/v1/connectors/${id}`)).body;
  expect(connected).toMatchObject({ status: 'connected', currentRun: null, awsAccountId, gapCount: 1 });
  expect(connected.lastSyncedAt).not.toBeNull();

  const run = (await kwame.get(`/api/v1/connectors/${id}/runs/${runId}`)).body;
  expect(run).toMatchObject({
    status: 'published',
    scopesRead: 1,
    scopesFailed: 1,
    calls: [
      { operation: 'iam:GetGroup', planned: 2, actual: 1, throttled: 1 },
      { operation: 'iam:ListGroups', planned: 1, actual: 1, throttled: 0 },
    ],
  });
  expect(run.log[0]).toMatchObject({ runId, level: 'read', message: 'IAM groups · 1 group' });
  expect((await kwame.get(`/api/v1/connectors/${id}/gaps`)).body.items).toEqual([
    expect.objectContaining({
      what: 'members of group Platform',
      scopeKind: 'members-of-group',
      reason: 'denied',
      action: 'iam:GetGroup',
      mend: "Allow iam:GetGroup in a policy of the connector's role, then sync again.",
      connectorId: id,
    }),
  ]);
  expect((await kwame.get(`/api/v1/connectors/${id}/runs`)).body).toMatchObject({ total: 1, items: [{ id: runId }] });
  const session = (await kwame.get('/api/v1/session')).body;
  expect(session).toMatchObject({ organizationName: 'payments', lastPublishedAt: connected.lastSyncedAt });
});

test('a run that could read nothing leaves its reason on run and connector', async () => {
  const id = await withRole();
  const runId = await openRun(id);
  await store.fail(runId, {
    code: 'aws-unreachable',
    message: 'AWS could not be reached.',
    mend: 'Wait.',
    isTransient: true,
  });
  const reason = { code: 'aws-unreachable', message: 'AWS could not be reached.', mend: 'Wait.', awsError: null };
  expect((await kwame.get(`/api/v1/connectors/${id}`)).body).toMatchObject({ status: 'error', statusReason: reason });
  expect((await kwame.get(`/api/v1/connectors/${id}/runs/${runId}`)).body).toMatchObject({
    status: 'failed',
    failure: reason,
  });
});

test('a run of another connector is not found under this one', async () => {
  const [mine, other] = [await withRole(), await withRole()];
  const runId = await openRun(other);
  expect(await kwame.get(`/api/v1/connectors/${mine}/runs/${runId}`)).toMatchObject({
    status: 404,
    body: { code: 'run-not-found' },
  });
});

test('a run that ends while the connector is paused leaves it paused; resumed, it is connected', async () => {
  const id = await withRole();
  const runId = await openRun(id);
  expect((await kwame.post(`/api/v1/connectors/${id}/pause`)).body.status).toBe('syncing');
  const sink = store.sink(runId);
  await sink.flush();
  await http.database.pool.query(`delete from coverage`);
  await store.publish(runId, connectionFacts(awsAccountId));
  expect((await kwame.get(`/api/v1/connectors/${id}`)).body).toMatchObject({ status: 'paused', nextSyncAt: null });
  const resumed = (await kwame.post(`/api/v1/connectors/${id}/resume`)).body;
  expect(resumed.status).toBe('connected');
  expect(Date.parse(resumed.nextSyncAt)).toBeLessThanOrEqual(Date.parse(resumed.lastSyncedAt) + 60_000);
});

/** Reads server-sent events as a browser does; `next` waits for one more message. */
const openStream = async (id: ConnectorId, { cookie } = kwame) => {
  const gone = new AbortController();
  const response = await fetch(`${address}/api/v1/connectors/${id}/log`, {
    headers: { cookie },
    signal: gone.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  const next = async (): Promise<{ runId: string; message: string } | null> => {
    for (;;) {
      const end = buffer.indexOf('\n\n');
      if (end >= 0) {
        const event = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        if (event.startsWith('data: ')) return JSON.parse(event.slice(6));
        continue;
      }
      const chunk = await reader?.read();
      if (!chunk || chunk.done) return null;
      buffer += chunk.value;
    }
  };
  return { status: response.status, type: response.headers.get('content-type'), next, close: () => gone.abort() };
};

test('the live log opens before there is a run, gives each line once and in order, and goes on with the next run', async () => {
  const id = await withRole();
  const stream = await openStream(id);
  expect(stream).toMatchObject({ status: 200, type: 'text/event-stream' });
  const first = await openRun(id);
  const log = async (runId: RunId, message: string) => {
    const sink = store.sink(runId);
    await sink.log('read', message);
    await sink.flush();
  };
  await log(first, 'one');
  expect(await stream.next()).toMatchObject({ runId: first, message: 'one' });
  await log(first, 'two');
  await log(first, 'three');
  expect(await stream.next()).toMatchObject({ message: 'two' });
  expect(await stream.next()).toMatchObject({ message: 'three' });
  await store.fail(first, { code: 'aws-unreachable', message: 'x', mend: 'y', isTransient: true });
  const second = await openRun(id);
  await log(second, 'again');
  let line = await stream.next();
  while (line?.runId === first) line = await stream.next();
  expect(line).toMatchObject({ runId: second, message: 'again' });
  stream.close();
  const late = await openStream(id);
  expect(await late.next()).toMatchObject({ runId: second, message: 'again' });
  late.close();
});

test('the server stops reading the log when the caller goes away', async () => {
  const id = await withRole();
  const stream = await openStream(id);
  stream.close();
  const asked: string[] = [];
  const query = http.database.pool.query.bind(http.database.pool);
  await new Promise((resolve) => setTimeout(resolve, 600));
  http.database.pool.query = ((text: string, values?: unknown[]) => {
    asked.push(text);
    return query(text, values);
  }) as never;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  http.database.pool.query = query as never;
  expect(asked).toEqual([]);
});

test('the stream ends within 15 s once the viewer may no longer see the connector', async () => {
  const id = await withRole();
  let nowMs = 0;
  let isAllowed = true;
  const lines = followLog({
    runs: runViews(http.database),
    connectorId: id,
    isAllowed: async () => isAllowed,
    signal: new AbortController().signal,
    monotonicMs: () => nowMs,
  });
  const end = lines.next();
  await new Promise((resolve) => setTimeout(resolve, 100));
  isAllowed = false;
  nowMs = 15_000;
  expect(await end).toEqual({ done: true, value: undefined });
});

test('an open stream keeps no session: it idles out as if the page were closed, and the stream with it', async () => {
  const id = await withRole();
  const reader = await http.signIn('connector-administrator');
  const stream = await openStream(id, reader);
  expect(stream.status).toBe(200);
  const now = performance.now.bind(performance);
  let aheadMs = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + aheadMs);
  try {
    const hourMs = 3_600_000;
    await http.moveClock(11 * hourMs);
    aheadMs = 16_000;
    await wait(1200);
    await http.moveClock(2 * hourMs);
    expect((await reader.get('/api/v1/session')).status).toBe(401);
    aheadMs = 32_000;
    expect(await stream.next()).toBeNull();
  } finally {
    clock.mockRestore();
    stream.close();
  }
});
