import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRefreshStore } from '../../src/adapters/postgres/sync/events/refresh-store.ts';
import { createSyncRunStore } from '../../src/adapters/postgres/sync/sync-run-store.ts';
import type { KeptEvent } from '../../src/core/inventory/refresh/ports.ts';
import type { ConnectorId, RunId } from '../../src/core/shared/ids.ts';
import { connectionFacts } from '../support/connection-facts.ts';
import { addConnector } from './add-connector.ts';
import { type Caller, type Http, startHttp } from './start-http.ts';

const own = { kind: 'aws-account', nativeId: '111111111111' } as const;
let http: Http;
let kwame: Caller;
let id: ConnectorId;
beforeAll(async () => {
  http = await startHttp();
  kwame = await http.signIn('connector-administrator');
  ({ id } = await addConnector(http, kwame));
});
afterAll(() => http.stop());

it('a connector looks every five minutes, as often as is set, or never', async () => {
  const path = `/api/v1/connectors/${id}`;
  expect((await kwame.get(path)).body).toMatchObject({ refreshIntervalMinutes: 5, lastLookedAt: null });
  const set = async (refreshIntervalMinutes: number | null) =>
    (await kwame.patch(path, { refreshIntervalMinutes })).body;
  expect(await set(15)).toMatchObject({ refreshIntervalMinutes: 15 });
  expect(await set(null)).toMatchObject({ refreshIntervalMinutes: null });
  for (const wrong of [0, 1441, 2.5])
    expect(await set(wrong)).toMatchObject({ code: 'invalid-input', fields: [{ field: 'refreshIntervalMinutes' }] });
});

it('a change that an event explains says who made it, from where, by which call', async () => {
  const runs = createSyncRunStore(http.database);
  const users = async (...names: string[]) => {
    const runId = `run_look${names.length}` as RunId;
    await runs.open({ connectorId: id, trigger: 'schedule', startedBy: null }, runId);
    const sink = runs.sink(runId);
    const entities = names.map((name) => ({ kind: 'iam-user' as const, nativeId: `AIDA${name}`, parent: own, name }));
    await sink.complete({ kind: 'iam-users', a: own }, { entities });
    await sink.flush();
    await runs.publish(runId, connectionFacts(own.nativeId));
  };
  await users('ann');
  await users('ann', 'bea');
  const cause = async () => {
    const { items } = (await kwame.get(`/api/v1/access/changes?connectorId=${id}`)).body;
    return items.find(({ sentence }: { sentence: string }) => /bea/.test(sentence))?.cause;
  };
  expect(await cause()).toEqual({ by: 'outside', words: 'outside Countersign', event: null });
  const { rows } = await http.database.pool.query('select max(published_at) as at from sync_run');
  const at = new Date(Date.parse(rows[0].at) - 60_000).toISOString();
  const event: KeptEvent = {
    id: '4cf38da1-fbc4-4ca5-acfc-d8281bb54da4',
    at,
    source: 'iam.amazonaws.com',
    name: 'CreateUser',
    region: 'us-east-1',
    awsAccountId: own.nativeId,
    actor: {
      name: 'arn:aws:iam::111111111111:user/root-cause',
      sourceIp: '203.0.113.7',
      roleArn: null,
      sessionName: null,
    },
    isRefused: false,
    parameters: {},
    answer: {},
    isKnown: true,
    explained: [{ op: 'appeared', entity: { kinds: ['iam-user'], name: 'BEA', awsAccountId: own.nativeId } }],
  };
  await createRefreshStore(http.database).record({ connectorId: id, lookedUntil: at, events: [event] });
  expect(await cause()).toEqual({
    by: 'outside',
    words: `outside Countersign: ${event.actor.name} (CreateUser, event ${event.id})`,
    event: { id: event.id, name: 'CreateUser', at, actor: event.actor.name, sourceIp: '203.0.113.7' },
  });
  await http.database.pool.query(
    `insert into identity_link (identity_id, person_id, method, evidence, linked_at)
     select e.id, $1, 'admin', 'test', now() from entity e where e.native_id = 'AIDAbea'`,
    [await http.personId('tomas.herrera')],
  );
  const tomas = await http.signIn(await http.personId('tomas.herrera'));
  const { items } = (await tomas.get('/api/v1/access/changes')).body;
  expect(items).toMatchObject([{ cause: { event: { actor: event.actor.name, sourceIp: null } } }]);
});
