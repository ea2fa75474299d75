import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomIds } from '../../src/adapters/crypto/node-crypto.ts';
import { createSyncRunStore } from '../../src/adapters/postgres/sync/sync-run-store.ts';
import { connectionFacts } from '../support/connection-facts.ts';
import { addConnector } from './add-connector.ts';
import { type Caller, type Http, startHttp } from './start-http.ts';

let http: Http;
let kwame: Caller;
beforeAll(async () => {
  http = await startHttp();
  kwame = await http.signIn('connector-administrator');
});
afterAll(() => http.stop());

const waiting = async (): Promise<number> =>
  (
    await http.database.pool.query(
      `select count(*) as n from pg_locks l join pg_stat_activity a using (pid)
       where not granted and locktype in ('relation', 'transactionid') and a.datname = current_database()`,
    )
  ).rows[0].n;

// A publish holds its connector's turn all the while, and its row at the end. Without a role, AWS is not asked.
test.each([
  ['its turn', 'lock table coverage in exclusive mode', { organizationsEnabled: true }],
  ['its row', 'select from connector for no key update', { name: 'Another name' }],
])(
  'while a publish goes on and on and has %s, who saves has an answer in seconds that says why, and nothing is changed',
  async (_what, hold, changes) => {
    const { id } = await addConnector(http, kwame);
    const url = `/api/v1/connectors/${id}`;
    const store = createSyncRunStore(http.database);
    const runId = randomIds.next('run');
    await store.open({ connectorId: id, trigger: 'first', startedBy: null }, runId);
    const before = (await kwame.get(url)).body;
    const holder = await http.database.pool.connect();
    await holder.query('begin');
    await holder.query(hold);
    const awsAccountId = hold.startsWith('lock') ? '111111111111' : '222222222222';
    const published = store.publish(runId, connectionFacts(awsAccountId));
    await expect.poll(waiting).toBe(1);
    const startedAt = performance.now();
    const answer = await kwame.patch(url, changes);
    const waitedMs = performance.now() - startedAt;
    await holder.query('commit');
    holder.release();
    await published;
    expect(answer).toMatchObject({ status: 503, body: { code: 'connector-busy' } });
    expect(waitedMs).toBeLessThan(15_000);
    const { name, organizationsEnabled, version } = before;
    expect((await kwame.get(url)).body).toMatchObject({ name, organizationsEnabled, version, status: 'connected' });
  },
);
