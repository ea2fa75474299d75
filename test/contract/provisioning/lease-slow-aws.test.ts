import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { reconcileUnit } from '../../../src/core/access/reconcile-unit.ts';
import { assignmentsIn, type LeaseWorld, openLeaseWorld } from './lease-world.ts';

// Assignments take a minute of the simulated AWS's own time, which only the test moves on.
const delayMs = 60_000;
let world: LeaseWorld;
let before: string[];
beforeEach(async () => {
  world = await openLeaseWorld({ assignmentDelayMs: delayMs });
  before = assignmentsIn(world.simulator);
});
afterEach(() => world.close());
const grace = `grace@small.example ReadOnlyAccess ${SMALL.memberAccountId}`;
const readOnly = () => world.assignment('ReadOnlyAccess', SMALL.memberAccountId);
const calls = (operation: string) => world.simulator.counters.toJSON()[operation]?.calls ?? 0;
const awsFinishes = () => world.simulator.world.clock.advance(delayMs);

describe('while AWS is still at work', () => {
  it('the lease is not active, and AWS is asked less and less often', async () => {
    const id = await world.lease(await readOnly());
    const waits: number[] = [];
    for (let n = 0; n < 7; n++) {
      await world.hurry();
      const [outcome] = await world.reconcile();
      if (outcome?.status === 'done') waits.push(Math.round((outcome.nextInMs ?? 0) / 1000));
    }
    expect(waits).toEqual([1, 1, 2, 4, 8, 15, 15]);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'activating' });
    expect(calls('sso:CreateAccountAssignment')).toBe(1);
    awsFinishes();
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
  });

  it('a lease that ends before its creation has finished waits for it, removes it, and ends clean', async () => {
    const id = await world.lease(await readOnly());
    await world.settle(1);
    await world.moveClock(61);
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ending' });
    expect(calls('sso:DeleteAccountAssignment')).toBe(0);
    awsFinishes();
    await world.settle(1);
    expect(assignmentsIn(world.simulator)).toContain(grace);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ending' });
    awsFinishes();
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    expect(assignmentsIn(world.simulator)).toEqual(before);
  });

  it('what was made for a lease that is over stays ours when AWS refuses to take it away, and goes in the end', async () => {
    const id = await world.lease(await readOnly());
    await world.settle(1);
    await world.moveClock(61);
    awsFinishes();
    world.simulator.faults.add({
      operation: 'sso:DeleteAccountAssignment',
      error: { code: 'ThrottlingException', message: 'Rate exceeded' },
      times: 1,
    });
    await world.reconcile();
    await world.hurry();
    await world.reconcile();
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ending', failure: { code: 'aws-throttled' } });
    await world.settle(2);
    awsFinishes();
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    expect(assignmentsIn(world.simulator)).toEqual(before);
  });

  it('a lease whose creation was asked for by a process that died never leaks, even when it is over by then', async () => {
    const id = await world.lease(await readOnly());
    world.onReach.hook = (point) => {
      if (point === 'after-aws-call') throw new Error('killed');
    };
    await expect(world.reconcile()).rejects.toThrow('killed');
    world.onReach.hook = undefined;
    await world.moveClock(61);
    // AWS shows nothing yet and refuses a second operation: that is no end.
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ending', failure: { code: 'aws-busy' } });
    awsFinishes();
    await world.settle(2);
    awsFinishes();
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    expect(assignmentsIn(world.simulator)).toEqual(before);
  });

  it('access asked for again while its removal is under way comes back, and is not called active before', async () => {
    const first = await world.lease(await readOnly());
    await world.settle(1);
    awsFinishes();
    await world.settle(1);
    await world.moveClock(61);
    await world.settle(1);
    expect(calls('sso:DeleteAccountAssignment')).toBe(1);
    const second = await world.lease(await readOnly());
    await world.settle(2);
    expect(await world.leaseRow(second)).toMatchObject({ status: 'activating' });
    awsFinishes();
    await world.settle(2);
    expect(await world.leaseRow(second)).toMatchObject({ status: 'activating' });
    awsFinishes();
    await world.settle(2);
    expect(await world.leaseRow(first)).toMatchObject({ status: 'ended' });
    expect(await world.leaseRow(second)).toMatchObject({ status: 'active' });
    expect(assignmentsIn(world.simulator)).toContain(grace);
  });

  it('a worker that was held for dead writes nothing more: the one that took over alone does', async () => {
    const id = await world.lease(await readOnly());
    world.onReach.hook = async (point) => {
      if (point !== 'after-aws-call') return;
      world.onReach.hook = undefined;
      await world.query(`update provisioning_unit set claimed_until = clock_timestamp() - interval '1 second'`);
      const other = await world.ports.transact((unit) => unit.units.claim(SMALL.memberAccountId, 'other', 60_000));
      expect(other?.fence).toBe(2);
    };
    expect(await world.reconcile()).toEqual([{ status: 'lost' }]);
    expect(await world.ledgerRow(await readOnly())).toMatchObject({ aws_request_id: null });
    const command = { unitKey: SMALL.memberAccountId, holder: 'third' };
    expect(await reconcileUnit(world.ports, command)).toEqual({ status: 'busy' });
    await world.query('update provisioning_unit set claimed_until = null');
    await world.settle(1);
    awsFinishes();
    await world.settle(2);
    awsFinishes();
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
  });

  it('nothing fails for good while AWS is at work: what it makes is found, and the lease comes true', async () => {
    const id = await world.lease(await readOnly());
    await world.settle(1);
    const [{ arn }] = (await world.query('select identity_center_instance_arn as arn from connector')) as [
      { arn: string },
    ];
    await world.query('update connector set identity_center_instance_arn = null');
    await world.settle(1);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'activating', failure: { code: 'not-writable' } });
    expect(await world.ledgerRow(await readOnly())).toMatchObject({ intent: 'grant', aws_status: 'in-progress' });
    await world.query('update connector set identity_center_instance_arn = $1', [arn]);
    awsFinishes();
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active', failure: null });
  });

  it('several workers on one unit at once: one works, and AWS is asked once', async () => {
    const id = await world.lease(await readOnly());
    const workers = ['a', 'b', 'c', 'd', 'e'].map((holder) =>
      reconcileUnit(world.ports, { unitKey: SMALL.memberAccountId, holder }),
    );
    const outcomes = (await Promise.all(workers)).map(({ status }) => status).sort();
    expect(outcomes).toEqual(['busy', 'busy', 'busy', 'busy', 'done']);
    expect(calls('sso:CreateAccountAssignment')).toBe(1);
    awsFinishes();
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
  });

  it('never has more than eight assignments under way, and all come true', async () => {
    const center = world.simulator.world.identityCenters[0];
    const ids: string[] = [];
    for (const name of ['Ada Lovelace', 'Alan Turing', 'Barbara Liskov', 'Edsger Dijkstra', 'Grace Hopper'])
      for (const set of ['ReadOnlyAccess', 'Unused', 'AdministratorAccess']) {
        const principalId = await world.entityId('identity-center-user', name);
        ids.push(await world.lease({ ...(await world.assignment(set, SMALL.memberAccountId)), principalId }));
      }
    for (let round = 0; round < 6; round++) {
      await world.settle(1);
      expect(center?.pending.size).toBeLessThanOrEqual(8);
      awsFinishes();
    }
    await world.settle(2);
    const states = await world.query('select status, count(*) as count from lease group by status');
    expect(states).toEqual([{ status: 'active', count: ids.length }]);
  });
});
