import { afterAll, beforeAll, expect, it } from 'vitest';
import { groupsOfMemberships } from '../../../src/adapters/postgres/sync/events/membership-hints.ts';
import { createRefreshStore } from '../../../src/adapters/postgres/sync/events/refresh-store.ts';
import type { KeptEvent } from '../../../src/core/inventory/refresh/ports.ts';
import type { ConnectorId } from '../../../src/core/shared/ids.ts';
import { type Harness, openHarness, ref, scope } from './sync-harness.ts';

let harness: Harness;
let connectorId: ConnectorId;
beforeAll(async () => {
  harness = await openHarness();
  connectorId = await harness.addConnector('looks');
});
afterAll(() => harness.close());

const overlapMs = 20 * 60_000;
const store = () => createRefreshStore(harness.database);
const event = (id: string, at: string): KeptEvent => ({
  id,
  at,
  source: 'iam.amazonaws.com',
  name: 'CreateUser',
  region: 'us-east-1',
  awsAccountId: '111111111111',
  actor: { name: 'somebody', sourceIp: null, roleArn: null, sessionName: null },
  isRefused: false,
  parameters: {},
  answer: {},
  isKnown: true,
  explained: [],
});

it('there is nothing to look for before a connector has been read whole, nor while it is paused or a run is held', async () => {
  expect(await store().begin(connectorId, overlapMs)).toBeNull();
  await harness.sync(connectorId, []);
  expect(await store().begin(connectorId, overlapMs)).toMatchObject({ lookedUntil: null, keptEventIds: new Set() });
  await harness.query('update connector set is_paused = true');
  expect(await store().begin(connectorId, overlapMs)).toBeNull();
  await harness.query('update connector set is_paused = false');
  await harness.query(
    `update sync_run set status = 'held', hold = '{}', connection_facts = '{}', held_after_seq = 0 where id = $1`,
    [await harness.open(connectorId)],
  );
  expect(await store().begin(connectorId, overlapMs)).toBeNull();
  await harness.query(`update sync_run set status = 'discarded' where status = 'held'`);
  expect(await store().begin(connectorId, overlapMs)).not.toBeNull();
});

it('the cursor moves forward only, and an event is kept once, whoever looks', async () => {
  const late = '2026-11-24T12:00:00.000Z';
  const early = '2026-11-24T11:00:00.000Z';
  await store().record({ connectorId, lookedUntil: late, events: [event('e-1', '2026-11-24T11:50:00.000Z')] });
  await store().record({ connectorId, lookedUntil: early, events: [event('e-1', '2026-11-24T11:50:00.000Z')] });
  const ground = await store().begin(connectorId, overlapMs);
  expect(new Date(ground?.lookedUntil ?? '').toISOString()).toBe(late);
  expect(ground?.keptEventIds).toEqual(new Set(['e-1']));
  await store().record({ connectorId, lookedUntil: '2026-11-24T12:30:00.000Z', events: [] });
  // Too old to be told again.
  expect((await store().begin(connectorId, overlapMs))?.keptEventIds).toEqual(new Set());
});

it('an event kept once is never changed or deleted by the application', async () => {
  await expect(harness.query(`update aws_event set actor = 'me'`)).rejects.toThrow('permission denied');
  await expect(harness.query('delete from aws_event')).rejects.toThrow('permission denied');
  await expect(harness.query('delete from change_event')).rejects.toThrow('permission denied');
});

it('a full run that is asked for is due at once, but not of a paused connector', async () => {
  const isDue = async () =>
    (await harness.query<{ due: boolean }>('select next_sync_at <= product_now() as due from connector'))[0]?.due;
  expect(await isDue()).toBe(false);
  await harness.query('update connector set is_paused = true');
  await store().record({ connectorId, lookedUntil: '2026-11-24T12:31:00.000Z', events: [] }, 'much');
  expect(await isDue()).toBe(false);
  await harness.query('update connector set is_paused = false');
  await store().record({ connectorId, lookedUntil: '2026-11-24T12:32:00.000Z', events: [] }, 'much');
  expect(await isDue()).toBe(true);
});

it('the group of a membership is known from the group’s listing and from the user’s, and forgotten with it', async () => {
  const list = async (kind: 'identity-center-group' | 'identity-center-user', id: string, memberships: object[]) => {
    const runId = await harness.open(connectorId);
    const sink = harness.store.sink(runId);
    const listing = ref(kind, `d-1/${id}`);
    const of = kind === 'identity-center-group' ? 'members-of-group' : 'memberships-of-user';
    await sink.complete(scope(of, listing), { memberships: { listing, memberships: memberships as { id: string }[] } });
    await sink.flush();
    await harness.query(`update sync_run set status = 'discarded' where id = $1`, [runId]);
  };
  const groups = () => groupsOfMemberships(harness.database, connectorId, ['m-1', 'm-2', 'm-3']);
  await list('identity-center-group', 'g-1', [{ id: 'm-1' }]);
  await list('identity-center-user', 'u-1', [
    { id: 'm-3', groupId: 'g-3' },
    { id: 'm-2', groupId: 'g-2' },
  ]);
  expect(await groups()).toEqual(
    new Map([
      ['m-1', 'g-1'],
      ['m-2', 'g-2'],
      ['m-3', 'g-3'],
    ]),
  );
  const rows = () => harness.query('select xmin::text, xmax::text, h.* from membership_hint h order by listing');
  const before = await rows();
  await list('identity-center-group', 'g-1', [{ id: 'm-1' }]);
  expect(await rows()).toEqual(before);
  await list('identity-center-group', 'g-1', []);
  expect(await groups()).toEqual(
    new Map([
      ['m-2', 'g-2'],
      ['m-3', 'g-3'],
    ]),
  );
});
