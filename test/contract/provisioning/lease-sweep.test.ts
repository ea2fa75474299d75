import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { leaseEndings } from '../../../src/adapters/postgres/access/lease-endings.ts';
import { sweepLeases } from '../../../src/core/access/sweep-leases.ts';
import { type LeaseWorld, openLeaseWorld } from './lease-world.ts';

let world: LeaseWorld;
let sent: { unitKey: string; key: string | undefined }[];
beforeEach(async () => {
  world = await openLeaseWorld();
  sent = [];
});
afterEach(() => world.close());

const sweep = () =>
  sweepLeases({
    ...world.ports,
    leases: leaseEndings(world.database),
    jobs: {
      send: async (_, data, options) => void sent.push({ unitKey: String(data.unitKey), key: options?.key }),
    },
  });
const readOnly = () => world.assignment('ReadOnlyAccess', SMALL.memberAccountId);
const member = { unitKey: SMALL.memberAccountId, key: SMALL.memberAccountId };

describe('the sweep', () => {
  it('finds a lease whose job was lost, at its beginning and at its end, and nothing in between', async () => {
    const id = await world.lease(await readOnly(), { startsInMinutes: 10 });
    await sweep();
    expect(sent).toEqual([]);
    await world.moveClock(11);
    await sweep();
    expect(sent.splice(0)).toEqual([member]);
    await world.settle(3);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
    await sweep();
    expect(sent).toEqual([]);
    await world.moveClock(60);
    await sweep();
    expect(sent.splice(0)).toEqual([member]);
    await world.settle(3);
    await sweep();
    expect(sent).toEqual([]);
  });

  it('leaves what waits for its next attempt and what another worker has; takes up what a dead one left', async () => {
    await world.lease(await readOnly());
    await world.reconcile();
    await world.query(`update provisioned_right set next_attempt_at = clock_timestamp() + interval '1 hour'`);
    await sweep();
    expect(sent).toEqual([]);
    await world.hurry();
    await world.query(`update provisioning_unit set claimed_until = clock_timestamp() + interval '1 minute'`);
    await sweep();
    expect(sent).toEqual([]);
    await world.query(`update provisioning_unit set claimed_until = clock_timestamp() - interval '1 second'`);
    await sweep();
    expect(sent).toEqual([member]);
  });

  it('tells the holder once that the end is near: a fifth of a short lease before', async () => {
    const id = await world.lease(await readOnly(), { minutes: 60 });
    await world.settle(3);
    await world.moveClock(47);
    expect(await sweep()).toMatchObject({ told: 0 });
    await world.moveClock(2);
    expect(await sweep()).toMatchObject({ told: 1 });
    expect(await sweep()).toMatchObject({ told: 0 });
    expect(await world.notifications('lease-ending-soon')).toMatchObject([
      { person_id: 'per_grace', object_id: id, title: 'ReadOnlyAccess on workload ends soon' },
    ]);
    // Given more time, it is told about again at the new end.
    await world.query(`update lease set ends_at = ends_at + interval '60 minutes'`);
    await world.moveClock(57);
    expect(await sweep()).toMatchObject({ told: 1 });
  });
});
