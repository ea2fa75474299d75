import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { assignmentsIn, type LeaseWorld, membersIn, openLeaseWorld } from './lease-world.ts';

let world: LeaseWorld;
let before: string[];
beforeEach(async () => {
  world = await openLeaseWorld();
  before = assignmentsIn(world.simulator);
});
afterEach(() => world.close());

const grace = `grace@small.example ReadOnlyAccess ${SMALL.memberAccountId}`;
const standing = `grace@small.example AdministratorAccess ${SMALL.memberAccountId}`;
const readOnly = () => world.assignment('ReadOnlyAccess', SMALL.memberAccountId);

describe('a lease', () => {
  it('puts the assignment into AWS, is active only when AWS shows it, and takes it away at the end', async () => {
    const id = await world.lease(await readOnly());
    expect(await world.reconcile()).toMatchObject([{ status: 'done', nextInMs: expect.any(Number) }]);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'activating', activated_at: null });
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active', failure: null });
    expect(assignmentsIn(world.simulator)).toEqual([...before, grace].sort());
    expect(await world.ledgerRow(await readOnly())).toMatchObject({
      baseline: 'absent',
      is_ours: true,
      intent: 'none',
    });
    expect(await world.notifications('lease-active')).toMatchObject([{ person_id: 'per_grace' }]);

    await world.moveClock(61);
    await world.settle(3);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended', end_reason: 'expired' });
    expect(assignmentsIn(world.simulator)).toEqual(before);
    expect(await world.notifications('lease-ended')).toHaveLength(1);
  });

  it('that has not begun touches nothing, and one whose time passed meanwhile is over without having been', async () => {
    const id = await world.lease(await readOnly(), { startsInMinutes: 30, minutes: 60 });
    const [outcome] = await world.reconcile();
    expect(outcome).toMatchObject({ status: 'done' });
    expect((outcome as { nextInMs: number }).nextInMs).toBeGreaterThan(29 * 60_000);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'scheduled' });
    await world.moveClock(120);
    await world.settle(1);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended', activated_at: null });
    expect(world.simulator.counters.toJSON()['sso:CreateAccountAssignment']).toBeUndefined();
    expect(await world.notifications('lease-ended')).toMatchObject([
      { title: expect.stringContaining('before it could') },
    ]);
  });

  it('of something that stood before it is active at once, and its end removes nothing and says why', async () => {
    const id = await world.lease(await world.assignment('AdministratorAccess', SMALL.memberAccountId));
    await world.settle(1);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
    await world.moveClock(61);
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({
      status: 'ended',
      end_note: expect.stringMatching(/was there before/),
    });
    expect(assignmentsIn(world.simulator)).toContain(standing);
    expect(world.simulator.counters.toJSON()['sso:DeleteAccountAssignment']).toBeUndefined();
  });

  it('that ends earlier than another of the same access removes nothing; the later one does', async () => {
    const short = await world.lease(await readOnly(), { minutes: 30 });
    await world.settle(3);
    const long = await world.lease(await readOnly(), { minutes: 90 });
    await world.settle(2);
    expect(await world.leaseRow(long)).toMatchObject({ status: 'active' });
    await world.moveClock(31);
    await world.settle(2);
    expect(await world.leaseRow(short)).toMatchObject({
      status: 'ended',
      end_note: expect.stringMatching(/another lease/),
    });
    expect(assignmentsIn(world.simulator)).toContain(grace);
    await world.moveClock(60);
    await world.settle(3);
    expect(await world.leaseRow(long)).toMatchObject({ status: 'ended' });
    expect(assignmentsIn(world.simulator)).toEqual(before);
  });

  it('is not un-begun by a clock set back, and ends at its time', async () => {
    const id = await world.lease(await readOnly());
    await world.settle(3);
    await world.moveClock(-24 * 60);
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
    expect(assignmentsIn(world.simulator)).toContain(grace);
    await world.moveClock(24 * 60 + 61);
    await world.settle(3);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    expect(assignmentsIn(world.simulator)).toEqual(before);
  });

  it('shows in access at once: its write is published as a run of its own that closes no gap of others', async () => {
    await world.role.allowAllBut('iam:GetGroup', 'iam:GetAccountAuthorizationDetails');
    await world.sync();
    const gaps = await world.query('select scope_id from scope_gap where to_seq is null');
    expect(gaps.length).toBeGreaterThan(0);
    const [connector] = await world.query('select next_sync_at, status from connector');
    await world.lease(await readOnly());
    await world.settle(3);
    const facts = await world.query(
      `select g.from_seq, r.kind from grant_fact g join entitlement e on e.id = g.entitlement_id
         join sync_run r on r.seq = g.from_seq where g.to_seq is null and g.principal_id = $1 and e.ps_id = $2`,
      [(await readOnly()).principalId, (await readOnly()).permissionSetId],
    );
    expect(facts).toMatchObject([{ kind: 'targeted' }]);
    expect(await world.query('select scope_id from scope_gap where to_seq is null')).toEqual(gaps);
    expect((await world.query('select next_sync_at, status from connector'))[0]).toEqual(connector);
    const other = await world.query(`select 1 from change where op = 'removed'`);
    expect(other).toEqual([]);
  });

  it('of a group membership in Identity Center goes the same way', async () => {
    const members = membersIn(world.simulator);
    const id = await world.lease(await world.membership('Nobody'));
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
    expect(membersIn(world.simulator)).toEqual([...members, 'grace@small.example Nobody'].sort());
    await world.moveClock(61);
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    expect(membersIn(world.simulator)).toEqual(members);
  });

  it('of an IAM group goes the same way, in the AWS account that owns the group, and touches no other member', async () => {
    const right = {
      kind: 'group-member' as const,
      targetId: await world.entityId('iam-group', 'Operators'),
      permissionSetId: null,
      principalId: await world.entityId('iam-user', 'terraform-bootstrap'),
    };
    const id = await world.lease(right);
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
    const account = world.simulator.world.awsAccounts.get(SMALL.managementAccountId);
    expect(account?.users.get('terraform-bootstrap')?.groupKeys).toEqual(['operators']);
    await world.moveClock(61);
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    expect(account?.users.get('terraform-bootstrap')?.groupKeys).toEqual([]);
    expect(account?.users.get('ada@small.example')?.groupKeys).toEqual(['operators']);
  });

  it('of an IAM group is of one user: who was re-created under the same name gets nothing', async () => {
    const right = {
      kind: 'group-member' as const,
      targetId: await world.entityId('iam-group', 'Operators'),
      permissionSetId: null,
      principalId: await world.entityId('iam-user', 'ada@small.example'),
    };
    const account = world.simulator.world.awsAccounts.get(SMALL.managementAccountId);
    const user = account?.users.get('ada@small.example');
    if (!account || !user) throw new Error('the small world has Ada');
    account.users.delete('ada@small.example');
    account.users.add({ ...user, id: 'AIDAANOTHERADA000000', groupKeys: [] });
    const id = await world.lease(right);
    await world.settle(3);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'failed', failure: { code: 'principal-gone' } });
    expect(account.users.get('ada@small.example')?.groupKeys).toEqual([]);
  });
});
