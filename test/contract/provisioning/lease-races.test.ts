import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { giveBackLease } from '../../../src/core/access/give-back-lease.ts';
import type { LeaseId } from '../../../src/core/access/provisioning-ports.ts';
import { type ReconcilePorts, reconcileUnit } from '../../../src/core/access/reconcile-unit.ts';
import { assignmentsIn, type LeaseWorld, openLeaseWorld, personId } from './lease-world.ts';
import { takeProvisioningPolicy } from './provisioning-policy.ts';

let world: LeaseWorld;
let before: string[];
beforeEach(async () => {
  world = await openLeaseWorld();
  before = assignmentsIn(world.simulator);
});
afterEach(() => world.close());

const readOnly = () => world.assignment('ReadOnlyAccess', SMALL.memberAccountId);
const unit = { unitKey: SMALL.memberAccountId, holder: 'slow' };
const giveBack = (id: string) =>
  giveBackLease(world.ports, {
    viewer: { personId: personId('per_grace'), roles: [] },
    actor: { kind: 'person', personId: personId('per_grace') },
    id: id as LeaseId,
  });
/** Something happens while the reconciler reads AWS for the first time. */
const whileReading = (happens: () => Promise<unknown>): ReconcilePorts => {
  let isFirst = true;
  return {
    ...world.ports,
    provisioner: {
      open(connection) {
        const session = world.ports.provisioner.open(connection);
        return {
          ...session,
          async observe(right) {
            if (isFirst) {
              isFirst = false;
              await happens();
            }
            return session.observe(right);
          },
        };
      },
    },
  };
};

describe('at the same moment', () => {
  it('a lease given back while AWS is being read is not given any more', async () => {
    const id = await world.lease(await readOnly());
    await reconcileUnit(
      whileReading(() => giveBack(id)),
      unit,
    );
    await world.settle(1);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended', end_reason: 'given-back' });
    expect(world.simulator.counters.toJSON()['sso:CreateAccountAssignment']).toBeUndefined();
  });

  it('people who end leases and a reconciler that records trouble never block each other', async () => {
    await takeProvisioningPolicy(world.role.iam);
    const ids: string[] = [];
    for (const set of ['ReadOnlyAccess', 'Unused', 'AdministratorAccess'])
      for (let n = 0; n < 4; n++) ids.push(await world.lease(await world.assignment(set, SMALL.memberAccountId)));
    await world.reconcile();
    let isDone = false;
    const reconciling = (async () => {
      while (!isDone) {
        await world.hurry();
        await reconcileUnit(world.ports, unit);
      }
    })();
    const ended = await Promise.all(ids.map((id) => giveBack(id)));
    isDone = true;
    await reconciling;
    expect(ended.map(({ status }) => status)).toEqual(ids.map(() => 'ending'));
  });

  it('a worker that learns too late of its removal does not put a settled right in doubt again', async () => {
    const id = await world.lease(await readOnly());
    await world.settle(2);
    await world.moveClock(61);
    world.onReach.hook = async (point) => {
      if (point !== 'after-aws-call') return;
      world.onReach.hook = undefined;
      await world.query(`update provisioning_unit set claimed_until = clock_timestamp() - interval '1 second'`);
      for (let n = 0; n < 3; n++) {
        await world.hurry();
        await reconcileUnit(world.ports, { ...unit, holder: 'other' });
      }
      expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    };
    await world.hurry();
    expect(await reconcileUnit(world.ports, unit)).toEqual({ status: 'lost' });
    expect(await world.ledgerRow(await readOnly())).toMatchObject({ intent: 'none', aws_call: null });
  });

  it('rights whose pause is over have their turn before fresh ones, however many those are', async () => {
    const [first, second] = [await readOnly(), await world.assignment('Unused', SMALL.memberAccountId)];
    for (const right of [first, second]) await world.lease(right);
    await world.query(`update lease set status = 'activating'`);
    await world.ports.transact((stores) => stores.units.claim(unit.unitKey, 'test', 60_000));
    await world.ports.transact((stores) => stores.ledger.open(unit.unitKey));
    const paused = await world.ledgerRow(second);
    await world.query(
      `update provisioned_right set next_attempt_at = clock_timestamp() - interval '1 second' where id = $1`,
      [paused.id],
    );
    const works = await world.ports.transact((stores) => stores.ledger.work(unit.unitKey));
    expect(works.map(({ ledger }) => ledger.right.permissionSetId)).toEqual([
      second.permissionSetId,
      first.permissionSetId,
    ]);
  });

  it('a worker that was paused past its claim before it called does not call', async () => {
    const id = await world.lease(await readOnly());
    world.onReach.hook = async (point) => {
      if (point !== 'after-intent') return;
      world.onReach.hook = undefined;
      await world.query(`update provisioning_unit set claimed_until = clock_timestamp() - interval '1 second'`);
      await giveBack(id);
      await world.settle(4);
      expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    };
    expect(await reconcileUnit(world.ports, unit)).toEqual({ status: 'lost' });
    await world.settle(3);
    expect(assignmentsIn(world.simulator)).toEqual(before);
  });

  it('a worker that called although it had been taken for dead says so: what it made is found and taken away', async () => {
    const id = await world.lease(await readOnly());
    const slow: ReconcilePorts = {
      ...world.ports,
      provisioner: {
        open(connection) {
          const session = world.ports.provisioner.open(connection);
          return {
            ...session,
            async start(right, change) {
              // Paused between the last look at its claim and the call.
              await world.query(`update provisioning_unit set claimed_until = clock_timestamp() - interval '1 second'`);
              await giveBack(id);
              await world.settle(4);
              expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
              return session.start(right, change);
            },
          };
        },
      },
    };
    expect(await reconcileUnit(slow, unit)).toEqual({ status: 'lost' });
    await world.settle(4);
    expect(assignmentsIn(world.simulator)).toEqual(before);
    expect(await world.ledgerRow(await readOnly())).toMatchObject({ intent: 'none', is_ours: false });
  });

  it('two that want the last place among outstanding assignments: one has it', async () => {
    for (const person of ['Grace', 'Ada'] as const)
      await world.lease(await world.assignment('ReadOnlyAccess', SMALL.memberAccountId, person));
    const { transact, clock } = world.ports;
    const now = await clock.now();
    await transact(async ({ units, leases, ledger }) => {
      await units.claim(SMALL.memberAccountId, 'x', 1000);
      await leases.advance(SMALL.memberAccountId, now);
      await ledger.open(SMALL.memberAccountId);
    });
    const rows = await world.query<{ id: number }>('select id from provisioned_right order by id');
    const intent = { change: 'grant', call: 'create-assignment', cause: null } as const;
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const { promise: isIn, resolve: enter } = Promise.withResolvers<void>();
    const one = transact(async ({ ledger }) => {
      const has = await ledger.intend(rows[0]?.id ?? 0, intent, 1);
      enter();
      await gate;
      return has;
    });
    await isIn;
    const two = transact(({ ledger }) => ledger.intend(rows[1]?.id ?? 0, intent, 1));
    await new Promise((resolve) => setTimeout(resolve, 100));
    open();
    expect(await Promise.all([one, two])).toEqual([true, false]);
  });

  it('a person who has left: what they hold by a lease goes, and what was to come does not (DIR-5)', async () => {
    const running = await world.lease(await readOnly());
    const coming = await world.lease(await world.membership('Nobody'), { startsInMinutes: 30 });
    await world.settle(3);
    expect(await world.leaseRow(running)).toMatchObject({ status: 'active' });
    await world.query(`update person set status = 'inactive' where id = 'per_grace'`);
    const due = await world.ports.transact(async ({ units }) => units.due(await world.ports.clock.now()));
    expect(due.sort()).toEqual([SMALL.memberAccountId, SMALL.identityStoreId].sort());
    await world.settle(3);
    const gone = { status: 'ended', end_reason: 'revoked', end_note: expect.stringContaining('no longer active') };
    expect(await world.leaseRow(running)).toMatchObject(gone);
    expect(await world.leaseRow(coming)).toMatchObject(gone);
    expect(assignmentsIn(world.simulator)).toEqual(before);
  });
});
