import { DeleteUserCommand, IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SMALL } from '../../../simulator/worlds/small.ts';
import { provisioningPolicy } from '../../../src/core/connectors/model/provisioning-permissions.ts';
import { assignmentsIn, type LeaseWorld, openLeaseWorld } from './lease-world.ts';
import { putProvisioningPolicy, takeProvisioningPolicy } from './provisioning-policy.ts';

let world: LeaseWorld;
let before: string[];
beforeEach(async () => {
  world = await openLeaseWorld();
  before = assignmentsIn(world.simulator);
});
afterEach(() => world.close());

const grace = `grace@small.example ReadOnlyAccess ${SMALL.memberAccountId}`;
const readOnly = () => world.assignment('ReadOnlyAccess', SMALL.memberAccountId);
const calls = (operation: string) => world.simulator.counters.toJSON()[operation]?.calls ?? 0;
const fault = (rule: Parameters<LeaseWorld['simulator']['faults']['add']>[0]) => world.simulator.faults.add(rule);
const propagation =
  'Received a 403 status error: Access denied by IAM. Please check your policy, or wait for role propagation to complete. IAM Error: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: iam:UpdateSAMLProvider';

const takeAwayInAws = () => {
  const center = world.simulator.world.identityCenters[0];
  const user = center?.usersByName.get('grace@small.example');
  const nameOf = (arn: string) => center?.permissionSets.get(arn)?.name;
  const found = center?.assignments
    .all()
    .find((each) => each.principalId === user?.id && nameOf(each.permissionSetArn) === 'ReadOnlyAccess');
  if (found) center?.deleteAssignment(found);
};

describe('what AWS may answer to a grant', () => {
  it.each([
    ['role propagation', { failureReason: propagation }, 'role-propagation'],
    [
      'a fault of its own',
      { failureReason: 'An unexpected internal service exception was encountered' },
      'aws-internal',
    ],
    [
      'a conflict',
      { error: { code: 'ConflictException', message: 'There is a conflicting operation in process.' } },
      'aws-busy',
    ],
    [
      'too many at once',
      { error: { code: 'ConflictException', message: 'Too many account assignment operations' } },
      'aws-busy',
    ],
    ['a throttle', { error: { code: 'ThrottlingException', message: 'Rate exceeded' } }, 'aws-throttled'],
    ['a broken connection', { reset: true }, 'aws-unreachable'],
    ['a server error', { error: { code: 'InternalServerException', message: 'oops', status: 500 } }, 'aws-internal'],
  ])('%s: the lease says so, is not active, is tried again, and comes true', async (_, rule, code) => {
    fault({ operation: 'sso:CreateAccountAssignment', times: 2, ...rule });
    const id = await world.lease(await readOnly());
    await world.settle(1);
    await world.hurry();
    await world.reconcile();
    expect(await world.leaseRow(id)).toMatchObject({
      status: 'activating',
      failure: { code, awsError: expect.any(String), since: expect.any(String) },
    });
    expect(assignmentsIn(world.simulator)).toEqual(before);
    await world.settle(6);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active', failure: null });
    expect(assignmentsIn(world.simulator)).toEqual([...before, grace].sort());
    expect(await world.notifications('provisioning-stuck')).toEqual([]);
  });

  it('a quota reached: owners are alarmed at once and each day, until it is resolved', async () => {
    fault({ operation: 'sso:CreateAccountAssignment', failureReason: 'Role quota reached for the AWS account' });
    const id = await world.lease(await readOnly(), { minutes: 4000 });
    await world.settle(3);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'activating', failure: { code: 'aws-quota' } });
    expect(await world.notifications('provisioning-stuck')).toMatchObject([{ person_id: 'per_owner' }]);
    await world.moveClock(25 * 60);
    await world.settle(2);
    expect(await world.notifications('provisioning-stuck')).toHaveLength(2);
    world.simulator.faults.clear();
    await world.settle(3);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active', failure: null });
  });

  it('the role lacks the provisioning policy: the action is named, and it goes on once it has it', async () => {
    await takeProvisioningPolicy(world.role.iam);
    const id = await world.lease(await readOnly());
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({
      status: 'activating',
      failure: { code: 'permission-missing', message: expect.stringContaining('sso:CreateAccountAssignment') },
    });
    await putProvisioningPolicy(world.role.iam, provisioningPolicy('aws'));
    await world.settle(3);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
  });

  it('a lease that was never given ends as failed, and takes nothing away', async () => {
    await takeProvisioningPolicy(world.role.iam);
    const id = await world.lease(await readOnly());
    await world.settle(2);
    await world.moveClock(61);
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended', end_reason: 'failed' });
    expect(calls('sso:DeleteAccountAssignment')).toBe(0);
    expect(assignmentsIn(world.simulator)).toEqual(before);
  });

  it('what somebody else gave meanwhile, while ours was refused, is theirs and stays', async () => {
    await takeProvisioningPolicy(world.role.iam);
    const right = await readOnly();
    const id = await world.lease(right);
    await world.settle(1);
    const [center] = world.simulator.world.identityCenters;
    const user = center?.usersByName.get('grace@small.example');
    const set = center?.permissionSets.all().find(({ name }) => name === 'ReadOnlyAccess');
    center?.addAssignment({
      awsAccountId: SMALL.memberAccountId,
      permissionSetArn: set?.arn ?? '',
      principalType: 'USER',
      principalId: user?.id ?? '',
    });
    await putProvisioningPolicy(world.role.iam, provisioningPolicy('aws'));
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
    expect(await world.ledgerRow(right)).toMatchObject({ baseline: 'present', is_ours: false });
    await world.moveClock(61);
    await world.settle(3);
    expect(assignmentsIn(world.simulator)).toContain(grace);
  });

  it('a suspended AWS account, known from the last sync, is not asked at all; one that AWS tells of is stuck too', async () => {
    const organization = world.simulator.world.organizationOf(SMALL.managementAccountId);
    const account = organization?.accounts.get(SMALL.memberAccountId);
    if (!account) throw new Error('the small world has a member');
    account.state = 'SUSPENDED';
    const told = await world.lease(await readOnly());
    await world.settle(1);
    expect(await world.leaseRow(told)).toMatchObject({
      status: 'activating',
      failure: { code: 'aws-account-suspended', awsError: expect.stringContaining('ConflictException') },
    });
    const asked = calls('sso:CreateAccountAssignment');
    await world.sync();
    await world.settle(2);
    expect(calls('sso:CreateAccountAssignment')).toBe(asked);
    expect(await world.leaseRow(told)).toMatchObject({ failure: { code: 'aws-account-suspended', awsError: null } });
    account.state = 'ACTIVE';
    await world.sync();
    await world.settle(3);
    expect(await world.leaseRow(told)).toMatchObject({ status: 'active', failure: null });
  });

  it('a user who is gone: the lease fails for good, with the reason, and the requester is told', async () => {
    const right = await readOnly();
    const center = world.simulator.world.identityCenters[0];
    const user = center?.usersByName.get('grace@small.example');
    const store = new IdentitystoreClient({
      endpoint: world.simulator.url,
      region: SMALL.region,
      credentials: world.simulator.credentials.administrator,
    });
    await store.send(new DeleteUserCommand({ IdentityStoreId: SMALL.identityStoreId, UserId: user?.id }));
    const id = await world.lease(right);
    await world.settle(3);
    expect(await world.leaseRow(id)).toMatchObject({
      status: 'failed',
      end_reason: 'failed',
      failure: { code: 'principal-gone' },
    });
    expect(await world.notifications('lease-ended')).toMatchObject([{ title: expect.stringContaining('could not') }]);
  });

  it('into the management AWS account needs the iam: actions of the policy, and works with them', async () => {
    const right = await world.assignment('AdministratorAccess', SMALL.managementAccountId);
    const { Statement, ...rest } = provisioningPolicy('aws');
    await putProvisioningPolicy(world.role.iam, { ...rest, Statement: Statement.slice(0, 1) });
    const id = await world.lease(right);
    await world.settle(2);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'activating', failure: { code: 'role-propagation' } });
    await putProvisioningPolicy(world.role.iam, provisioningPolicy('aws'));
    await world.settle(4);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
  });
});

describe('what may happen at the end', () => {
  it('somebody takes it away at the same moment: AWS says 404, and that is an end like any other', async () => {
    const id = await world.lease(await readOnly());
    await world.settle(3);
    world.onReach.hook = (point) => {
      if (point === 'after-intent') takeAwayInAws();
    };
    await world.moveClock(61);
    await world.settle(3);
    expect(calls('sso:DeleteAccountAssignment')).toBe(1);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended', failure: null });
    expect(assignmentsIn(world.simulator)).toEqual(before);
  });

  it('a 404 is not believed while reading still shows the access', async () => {
    const id = await world.lease(await readOnly());
    await world.settle(3);
    fault({
      operation: 'sso:DeleteAccountAssignment',
      failureReason: 'Received a 404 status error: The account assignment does not exist.',
      times: 1,
    });
    await world.moveClock(61);
    await world.settle(3);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ending' });
    await world.settle(8);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    expect(assignmentsIn(world.simulator)).toEqual(before);
  });

  it('a removal that AWS keeps refusing raises an alarm to the owners, and the lease is not called ended', async () => {
    const id = await world.lease(await readOnly());
    await world.settle(3);
    fault({
      operation: 'sso:DeleteAccountAssignment',
      error: {
        code: 'AccessDeniedException',
        message: 'User: x is not authorized to perform: sso:DeleteAccountAssignment on resource: y',
      },
    });
    await world.moveClock(61);
    await world.settle(3);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ending', failure: { code: 'permission-missing' } });
    expect(await world.notifications('provisioning-stuck')).toMatchObject([
      { title: expect.stringContaining('could not be taken away'), person_id: 'per_owner' },
    ]);
    world.simulator.faults.clear();
    await world.settle(3);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    expect(assignmentsIn(world.simulator)).toEqual(before);
  });
});

describe('an answer that is lost', () => {
  it('of a creation: the assignment is found, not made twice, and is taken away at the end', async () => {
    fault({ operation: 'sso:CreateAccountAssignment', lostAnswer: true, times: 1 });
    const id = await world.lease(await readOnly());
    await world.settle(5);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
    await world.moveClock(61);
    await world.settle(5);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    expect(assignmentsIn(world.simulator)).toEqual(before);
  });

  it('of a membership: the member is ours, since AWS had none before', async () => {
    fault({ operation: 'identitystore:CreateGroupMembership', lostAnswer: true, times: 1 });
    const right = await world.membership('Nobody');
    const id = await world.lease(right);
    await world.settle(4);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'active' });
    expect(await world.ledgerRow(right)).toMatchObject({ is_ours: true });
    await world.moveClock(61);
    await world.settle(3);
    expect(await world.leaseRow(id)).toMatchObject({ status: 'ended' });
    expect(world.simulator.world.identityCenters[0]?.membershipsByUser.of('grace').size).toBe(0);
  });
});
