import { afterEach, describe, expect, it } from 'vitest';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { type LeaseWorld, openLeaseWorld } from './lease-world.ts';

let world: LeaseWorld;
afterEach(() => world.close());
const calls = (operation: string) => world.simulator.counters.toJSON()[operation]?.calls ?? 0;

describe('what is refused before AWS is asked to change anything (PRV-5)', () => {
  it('access to the management AWS account from a delegated administrator; elsewhere it may', async () => {
    world = await openLeaseWorld({ role: 'delegated' });
    const there = await world.lease(await world.assignment('ReadOnlyAccess', SMALL.managementAccountId));
    await world.settle(2);
    expect(await world.leaseRow(there)).toMatchObject({
      status: 'activating',
      failure: { code: 'management-account-out-of-reach', awsError: null },
    });
    expect(calls('sso:CreateAccountAssignment')).toBe(0);
    expect(await world.notifications('provisioning-stuck')).toHaveLength(1);
    const elsewhere = await world.lease(await world.assignment('Unused', SMALL.memberAccountId));
    await world.settle(3);
    expect(await world.leaseRow(elsewhere)).toMatchObject({ status: 'active' });
  });

  it('a group that the identity provider owns: it would undo the change', async () => {
    world = await openLeaseWorld();
    const group = world.simulator.world.identityCenters[0]?.groupsByName.get('nobody');
    group?.externalIds.push({ Issuer: 'https://idp.example', Id: 'g-1' });
    await world.sync();
    const id = await world.lease(await world.membership('Nobody'));
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'failed', failure: { code: 'group-owned-by-idp' } });
    expect(calls('identitystore:CreateGroupMembership')).toBe(0);
  });

  it('what a sync has found to be gone', async () => {
    world = await openLeaseWorld();
    const right = await world.membership('Nobody');
    const center = world.simulator.world.identityCenters[0];
    const group = center?.groupsByName.get('nobody');
    if (group) center?.deleteGroup(group);
    await world.sync();
    const id = await world.lease(right);
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'failed', failure: { code: 'entitlement-gone' } });
    expect(calls('identitystore:CreateGroupMembership')).toBe(0);
  });
});
