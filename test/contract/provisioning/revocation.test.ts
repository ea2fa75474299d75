import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { randomIds } from '../../../src/adapters/crypto/node-crypto.ts';
import type { Right } from '../../../src/core/access/model/right.ts';
import { recordRevocation } from '../../../src/core/access/record-revocation.ts';
import { assignmentsIn, type LeaseWorld, membersIn, openLeaseWorld, personId } from './lease-world.ts';

let world: LeaseWorld;
let before: string[];
beforeEach(async () => {
  world = await openLeaseWorld();
  before = assignmentsIn(world.simulator);
});
afterEach(() => world.close());
const standing = `grace@small.example AdministratorAccess ${SMALL.memberAccountId}`;

const revoke = async (right: Right): Promise<string> => {
  const id = randomIds.next('rvk');
  const now = await world.ports.clock.now();
  await world.ports.transact((unit) =>
    recordRevocation(unit, {
      id,
      right,
      reason: 'Not needed any more',
      decidedBy: personId('per_owner'),
      actor: { kind: 'person', personId: personId('per_owner') },
      source: { kind: 'owner', id: 'per_owner' },
      now,
    }),
  );
  return id;
};
const row = async (id: string) => (await world.query('select * from revocation where id = $1', [id]))[0];

describe('a recorded decision to remove', () => {
  it('removes what the product did not make, that and nothing else, and is done when AWS no longer shows it', async () => {
    const id = await revoke(await world.assignment('AdministratorAccess', SMALL.memberAccountId));
    expect(world.jobs).toContain('access.reconcile');
    await world.settle(1);
    expect(await row(id)).toMatchObject({ status: 'pending' });
    await world.settle(2);
    expect(await row(id)).toMatchObject({ status: 'done', done_at: expect.any(String), failure: null });
    expect(assignmentsIn(world.simulator)).toEqual(before.filter((each) => each !== standing));
    const audit = await world.query(`select action from audit_entry where object_id = $1 order by id`, [id]);
    expect(audit).toEqual([{ action: 'revocation.recorded' }, { action: 'revocation.done' }]);
  });

  it('ends the leases of the same access first, with the reason', async () => {
    const right = await world.assignment('AdministratorAccess', SMALL.memberAccountId);
    const lease = await world.lease(right);
    await world.settle(2);
    expect(await world.leaseRow(lease)).toMatchObject({ status: 'active' });
    const id = await revoke(right);
    expect(await world.leaseRow(lease)).toMatchObject({
      status: 'ending',
      end_reason: 'revoked',
      ended_by: 'per_owner',
    });
    await world.settle(3);
    expect(await world.leaseRow(lease)).toMatchObject({ status: 'ended', end_note: 'Not needed any more' });
    expect(await row(id)).toMatchObject({ status: 'done' });
    expect(assignmentsIn(world.simulator)).not.toContain(standing);
  });

  it('comes before a lease that was given later: the standing access goes, the lease has its own and ends it', async () => {
    const right = await world.assignment('AdministratorAccess', SMALL.memberAccountId);
    const id = await revoke(right);
    const lease = await world.lease(right);
    await world.settle(6);
    expect(await row(id)).toMatchObject({ status: 'done' });
    expect(await world.leaseRow(lease)).toMatchObject({ status: 'active' });
    expect(await world.ledgerRow(right)).toMatchObject({ baseline: 'absent', is_ours: true });
    await world.moveClock(61);
    await world.settle(3);
    expect(assignmentsIn(world.simulator)).not.toContain(standing);
  });

  it('of a membership that is gone already is done by reading, without a call', async () => {
    const right = await world.membership('Nobody');
    const id = await revoke(right);
    await world.settle(1);
    expect(await row(id)).toMatchObject({ status: 'done' });
    expect(world.simulator.counters.toJSON()['identitystore:DeleteGroupMembership']).toBeUndefined();
  });

  it('that AWS refuses keeps the reason and an alarm until it is done', async () => {
    world.simulator.faults.add({
      operation: 'identitystore:DeleteGroupMembership',
      error: {
        code: 'AccessDeniedException',
        message: 'User: x is not authorized to perform: identitystore:DeleteGroupMembership on resource: y',
      },
    });
    const right = await world.membership('Engineers', 'Ada');
    const id = await revoke(right);
    await world.settle(2);
    expect(await row(id)).toMatchObject({ status: 'pending', failure: { code: 'permission-missing' } });
    expect(await world.notifications('provisioning-stuck')).toHaveLength(1);
    expect(membersIn(world.simulator)).toContain('ada@small.example Engineers');
    world.simulator.faults.clear();
    await world.settle(3);
    expect(await row(id)).toMatchObject({ status: 'done' });
    expect(membersIn(world.simulator)).not.toContain('ada@small.example Engineers');
  });
});
