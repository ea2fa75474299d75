import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { randomIds } from '../../src/adapters/crypto/node-crypto.ts';
import { createSyncRunStore } from '../../src/adapters/postgres/sync/sync-run-store.ts';
import { RunHeld, type SyncRunStore } from '../../src/core/inventory/ports.ts';
import { syncConnector } from '../../src/core/inventory/sync-connector.ts';
import type { ConnectorId, RunId } from '../../src/core/shared/ids.ts';
import { connectionFacts } from '../support/connection-facts.ts';
import { addConnector } from './add-connector.ts';
import { type Caller, type Http, startHttp } from './start-http.ts';

const own = { kind: 'aws-account', nativeId: '111111111111' } as const;
const group = { kind: 'iam-group', nativeId: 'AGPA1' } as const;

let http: Http;
let kwame: Caller;
let auditor: Caller;
let store: SyncRunStore;
let id: ConnectorId;
beforeAll(async () => {
  http = await startHttp();
  kwame = await http.signIn('connector-administrator');
  auditor = await http.signIn('auditor');
  store = createSyncRunStore(http.database);
});
afterAll(() => http.stop());
let names = 0;
beforeEach(async () => {
  await http.database.pool.query('update connector set deleted_at = now()');
  ({ id } = await addConnector(http, kwame, { name: `Held ${++names}`, roleIn: own.nativeId }));
});

/** An AWS account with so many IAM users, all of them in one group. */
async function publish(users: number): Promise<RunId> {
  const runId = randomIds.next('run');
  if (!(await store.open({ connectorId: id, trigger: 'schedule', startedBy: null }, runId))) throw new Error('busy');
  const sink = store.sink(runId);
  const user = (n: number) => ({ kind: 'iam-user', nativeId: `AIDA${n}` }) as const;
  const numbers = Array.from({ length: users }, (_, n) => n);
  await sink.rows({ entities: [{ ...own, name: 'payments', isMention: true }] });
  await sink.complete(
    { kind: 'iam-users', a: own },
    { entities: numbers.map((n) => ({ ...user(n), parent: own, name: `user-${String(n).padStart(3, '0')}` })) },
  );
  await sink.complete({ kind: 'iam-groups', a: own }, { entities: [{ ...group, parent: own, name: 'ops' }] });
  await sink.complete(
    { kind: 'members-of-group', a: group },
    { grants: numbers.map((n) => ({ kind: 'group-member', target: group, awsAccount: own, principal: user(n) })) },
  );
  await sink.flush();
  await store.publish(runId, connectionFacts(own.nativeId));
  return runId;
}
async function hold(): Promise<string> {
  await publish(40);
  await expect(publish(25)).rejects.toThrow(RunHeld);
  return (await kwame.get(`/api/v1/connectors/${id}`)).body.hold.runId;
}
const work = () =>
  syncConnector(
    { runs: store, heartbeat: { every: () => () => {} }, reader: { read: () => Promise.reject(new Error('read')) } },
    { connectorId: id, trigger: 'person', startedBy: null, runId: randomIds.next('run') },
  );
const audited = async (action: string) =>
  (await http.database.pool.query('select actor_person_id, detail from audit_entry where action = $1', [action])).rows;

describe('a held sync', () => {
  it('stands on the connector with its numbers, and what would vanish can be read page by page and by kind', async () => {
    const runId = await hold();
    const connector = (await kwame.get(`/api/v1/connectors/${id}`)).body;
    expect(connector).toMatchObject({
      status: 'held',
      nextSyncAt: null,
      statusReason: {
        code: 'sync-held',
        message:
          'The last sync would remove 15 of 40 identities (37.5 %) and 15 of 40 grants (37.5 %), more than the limit of 20 %: nothing of it was published.',
      },
      hold: {
        identities: { current: 40, removed: 15 },
        kinds: [{ kind: 'iam-user', count: 15 }, { kind: 'group-member' }],
      },
    });
    const url = `/api/v1/connectors/${id}/runs/${runId}/removals`;
    const first = (await auditor.get(`${url}?limit=16`)).body;
    expect(first).toMatchObject({ total: 30 });
    expect(first.items[0]).toEqual({ kind: 'iam-user', name: 'user-025', of: null, awsAccount: 'payments' });
    expect(first.items[15]).toEqual({ kind: 'group-member', name: 'user-025', of: 'ops', awsAccount: 'payments' });
    const rest = (await auditor.get(`${url}?limit=16&cursor=${first.nextCursor}`)).body;
    expect(rest.items.map((each: { name: string }) => each.name).at(-1)).toBe('user-039');
    expect((await auditor.get(`${url}?kind=group-member`)).body).toMatchObject({ total: 15, nextCursor: null });
    expect((await auditor.get(`/api/v1/connectors/${id}/runs/run_none/removals`)).status).toBe(404);
  });

  it('keeps Sync now until it is discarded', async () => {
    const runId = await hold();
    expect(await kwame.post(`/api/v1/connectors/${id}/sync`)).toMatchObject({
      status: 409,
      body: { code: 'connector-held' },
    });
    const discarded = await kwame.post(`/api/v1/connectors/${id}/runs/${runId}/discard`);
    expect(discarded.body).toMatchObject({ status: 'connected', hold: null, statusReason: null });
    expect((await kwame.post(`/api/v1/connectors/${id}/sync`)).status).toBe(202);
  });

  it('is published as it was read once its owner confirms it, with who did in the audit log', async () => {
    const runId = await hold();
    const answer = await kwame.post(`/api/v1/connectors/${id}/runs/${runId}/confirm`);
    expect(answer).toMatchObject({ status: 202, body: { status: 'syncing', hold: null } });
    expect((await http.jobs()).find((job) => job.name === 'inventory.sync-connector' && job.key === id)).toBeDefined();
    expect(await work()).toMatchObject({ status: 'published', run: { closed: 30 } });
    expect((await kwame.get(`/api/v1/connectors/${id}`)).body).toMatchObject({ status: 'connected', hold: null });
    expect((await kwame.get(`/api/v1/connectors/${id}/runs/${runId}/removals`)).body).toMatchObject({ total: 0 });
    expect(await audited('sync-run.confirmed')).toMatchObject([
      {
        actor_person_id: await http.personId('kwame.boateng'),
        detail: { connectorId: id, identities: { removed: 15 } },
      },
    ]);
  });

  it('is settled once: whoever comes second is told so, and changes nothing', async () => {
    const runId = await hold();
    const both = await Promise.all(
      ['confirm', 'discard'].map((verb) => kwame.post(`/api/v1/connectors/${id}/runs/${runId}/${verb}`)),
    );
    expect(both.map((answer) => answer.body.code ?? 'done').sort()).toEqual(['done', 'run-not-held']);
  });

  it('may be seen by an auditor, and settled by none but who manages the connector', async () => {
    const runId = await hold();
    expect((await auditor.get(`/api/v1/connectors/${id}`)).body).toMatchObject({ status: 'held', canManage: false });
    expect((await auditor.post(`/api/v1/connectors/${id}/runs/${runId}/confirm`)).status).toBe(403);
  });

  it('is still held when its connector is paused and resumed', async () => {
    await hold();
    await kwame.post(`/api/v1/connectors/${id}/pause`);
    expect((await kwame.post(`/api/v1/connectors/${id}/resume`)).body).toMatchObject({ status: 'held' });
  });
});

describe('the limits of a connector', () => {
  it('may be changed, within what makes sense', async () => {
    const changed = await kwame.patch(`/api/v1/connectors/${id}`, { holdSharePercent: 2.5, holdMinimum: 3 });
    expect(changed.body).toMatchObject({ holdSharePercent: 2.5, holdMinimum: 3 });
    for (const wrong of [{ holdSharePercent: 0 }, { holdSharePercent: 101 }, { holdMinimum: 0 }])
      expect((await kwame.patch(`/api/v1/connectors/${id}`, wrong)).body).toMatchObject({
        code: 'invalid-input',
        fields: [{ field: Object.keys(wrong)[0] }],
      });
  });
});

describe('the schedule of a connector', () => {
  it('may be times of day in a time zone, said as a sentence, with the next of them', async () => {
    await publish(1);
    const body = { syncCron: '0 6 * * *', syncTimeZone: 'europe/berlin' };
    const changed = (await kwame.patch(`/api/v1/connectors/${id}`, body)).body;
    expect(changed).toMatchObject({
      syncCron: '0 6 * * *',
      syncTimeZone: 'Europe/Berlin',
      schedule: 'every day at 06:00 Europe/Berlin',
    });
    const there = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'short' });
    expect(there.format(new Date(changed.nextSyncAt))).toBe('06:00');
    await publish(1);
    const { nextSyncAt } = (await kwame.get(`/api/v1/connectors/${id}`)).body;
    expect(there.format(new Date(nextSyncAt))).toBe('06:00');
    const back = (await kwame.patch(`/api/v1/connectors/${id}`, { syncIntervalMinutes: 60 })).body;
    expect(back).toMatchObject({ syncCron: null, syncTimeZone: null, schedule: 'every hour' });
  });

  it.each([
    [{ syncCron: '0 25 * * *', syncTimeZone: 'UTC' }, 'schedule-invalid', 'syncCron'],
    [{ syncCron: '0 6 * * *' }, 'time-zone-missing', 'syncTimeZone'],
    [{ syncCron: '0 6 * * *', syncTimeZone: 'Mars/Base' }, 'time-zone-unknown', 'syncTimeZone'],
  ])('is refused with the reason at its field: %j', async (body, code, field) => {
    expect(await kwame.patch(`/api/v1/connectors/${id}`, body)).toMatchObject({ status: 400, body: { code, field } });
  });
});

describe('owners', () => {
  const failure = { code: 'assume-role-refused', message: 'AWS refused.', mend: 'Mend the role.', isTransient: false };
  async function fail(): Promise<void> {
    const runId = randomIds.next('run');
    await store.open({ connectorId: id, trigger: 'schedule', startedBy: null }, runId);
    await store.fail(runId, failure);
  }
  const inbox = async () =>
    (await kwame.get('/api/v1/notifications')).body.items
      .filter((each: { link: string; kind: string }) => each.link === `/connectors/${id}`)
      .map((each: { kind: string }) => each.kind);

  it('are told once when three syncs in a row failed, once when they work again, and then anew', async () => {
    await fail();
    await fail();
    expect(await inbox()).toEqual([]);
    await fail();
    expect(await inbox()).toEqual(['sync-failing']);
    const failing = (await kwame.get(`/api/v1/connectors/${id}`)).body;
    expect(failing).toMatchObject({ status: 'error', failuresInARow: 3 });
    expect(failing.ownersToldAt).not.toBeNull();
    await fail();
    expect(await inbox()).toEqual(['sync-failing']);
    await publish(1);
    expect(await inbox()).toEqual(['sync-healed', 'sync-failing']);
    expect((await kwame.get(`/api/v1/connectors/${id}`)).body).toMatchObject({ failuresInARow: 0, ownersToldAt: null });
    await fail();
    await fail();
    await publish(1);
    expect(await inbox()).toHaveLength(2);
    for (let n = 0; n < 3; n += 1) await fail();
    expect(await inbox()).toHaveLength(3);
  });

  it('get mail of it, committed with the failure', async () => {
    for (let n = 0; n < 3; n += 1) await fail();
    const { rows } = await http.database.pool.query(
      `select m.status, n.title, n.body from mail m join notification n on n.id = m.notification_id where n.object_id = $1
       and n.kind = 'sync-failing'`,
      [id],
    );
    expect(rows).toEqual([
      {
        status: 'queued',
        title: `Held ${names} could not be synced 3 times in a row`,
        body: expect.stringContaining('AWS refused.\nMend the role.'),
      },
    ]);
  });
});
