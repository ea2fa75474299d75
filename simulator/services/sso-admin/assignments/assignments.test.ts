import {
  GetRoleCommand,
  ListRolesCommand,
  ListSAMLProvidersCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateGroupMembershipCommand,
  DeleteUserCommand,
  GetGroupIdCommand,
  GetUserIdCommand,
} from '@aws-sdk/client-identitystore';
import {
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  DeleteAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  ListAccountAssignmentsCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  ListPermissionSetsProvisionedToAccountCommand,
  type PrincipalType,
} from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../start.ts';
import { type Clients, clientsFor, refusal } from '../../../testing/clients.ts';
import { SMALL } from '../../../worlds/small.ts';

const { instanceArn: InstanceArn, identityStoreId: IdentityStoreId, memberAccountId, managementAccountId } = SMALL;
let simulator: Simulator;
let admin: Clients;
let member: Clients;
let delegate: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  admin = clientsFor(simulator.url, simulator.credentials.administrator);
  member = clientsFor(simulator.url, simulator.credentials.memberAdministrator);
  delegate = clientsFor(simulator.url, simulator.credentials.delegatedAdministrator);
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

function setArn(name: string): string {
  const set = simulator.world.identityCenters[0]?.permissionSets.all().find((one) => one.name === name);
  if (!set) throw new Error(`no permission set ${name}`);
  return set.arn;
}

async function userId(name: string): Promise<string> {
  const AlternateIdentifier = {
    UniqueAttribute: { AttributePath: 'userName', AttributeValue: `${name}@small.example` },
  };
  const found = await admin.identityStore.send(new GetUserIdCommand({ IdentityStoreId, AlternateIdentifier }));
  return found.UserId ?? '';
}

async function groupId(name: string): Promise<string> {
  const AlternateIdentifier = { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: name } };
  const found = await admin.identityStore.send(new GetGroupIdCommand({ IdentityStoreId, AlternateIdentifier }));
  return found.GroupId ?? '';
}

const wish = (set: string, PrincipalType: PrincipalType, PrincipalId: string, TargetId: string = memberAccountId) => ({
  InstanceArn,
  PermissionSetArn: setArn(set),
  PrincipalType,
  PrincipalId,
  TargetId,
  TargetType: 'AWS_ACCOUNT' as const,
});

async function create(input: ReturnType<typeof wish>, clients = admin) {
  const answer = await clients.ssoAdmin.send(new CreateAccountAssignmentCommand(input));
  return answer.AccountAssignmentCreationStatus;
}

async function remove(input: ReturnType<typeof wish>) {
  const answer = await admin.ssoAdmin.send(new DeleteAccountAssignmentCommand(input));
  return answer.AccountAssignmentDeletionStatus;
}

async function created(id = '') {
  const command = new DescribeAccountAssignmentCreationStatusCommand({
    InstanceArn,
    AccountAssignmentCreationRequestId: id,
  });
  return (await admin.ssoAdmin.send(command)).AccountAssignmentCreationStatus;
}

async function removed(id = '') {
  const command = new DescribeAccountAssignmentDeletionStatusCommand({
    InstanceArn,
    AccountAssignmentDeletionRequestId: id,
  });
  return (await admin.ssoAdmin.send(command)).AccountAssignmentDeletionStatus;
}

async function principals(set: string, AccountId: string = memberAccountId): Promise<string[]> {
  const command = new ListAccountAssignmentsCommand({ InstanceArn, AccountId, PermissionSetArn: setArn(set) });
  const { AccountAssignments: rows } = await admin.ssoAdmin.send(command);
  return (rows ?? []).map((row) => row.PrincipalId ?? '').sort();
}

async function reservedRoles(): Promise<string[]> {
  const { Roles: roles } = await member.iam.send(new ListRolesCommand({ PathPrefix: '/aws-reserved/' }));
  return (roles ?? []).map((role) => role.RoleName ?? '');
}

const settle = () => simulator.world.clock.advance(3_001);

describe('an assignment', () => {
  it('is created after one to three seconds, not at once', async () => {
    const ada = await userId('ada');
    const request = await create(wish('AdministratorAccess', 'USER', ada));
    expect(request?.Status).toBe('IN_PROGRESS');
    expect(await principals('AdministratorAccess')).not.toContain(ada);
    expect((await created(request?.RequestId))?.Status).toBe('IN_PROGRESS');
    settle();
    expect(await created(request?.RequestId)).toMatchObject({
      Status: 'SUCCEEDED',
      PrincipalId: ada,
      TargetId: memberAccountId,
    });
    expect(await principals('AdministratorAccess')).toContain(ada);
  });

  it('that exists is created again without harm, one that does not is deleted with a 404 reason', async () => {
    const grace = await userId('grace');
    const again = await create(wish('AdministratorAccess', 'USER', grace));
    settle();
    expect((await created(again?.RequestId))?.Status).toBe('SUCCEEDED');
    expect(await principals('AdministratorAccess')).toEqual([grace]);
    const gone = await remove(wish('AdministratorAccess', 'USER', await userId('ada')));
    settle();
    expect(await removed(gone?.RequestId)).toMatchObject({
      Status: 'FAILED',
      FailureReason: expect.stringMatching(/^Received a 404 status error: /),
    });
  });

  it('to a principal that does not exist fails', async () => {
    const nobody = '5aa1100000-99999999-9999-4999-8999-999999999999';
    const request = await create(wish('ReadOnlyAccess', 'USER', nobody));
    settle();
    expect((await created(request?.RequestId))?.Status).toBe('FAILED');
  });

  it('in progress conflicts with another wish for the same', async () => {
    const ada = await userId('ada');
    await create(wish('ReadOnlyAccess', 'USER', ada));
    expect(await refusal(remove(wish('ReadOnlyAccess', 'USER', ada)))).toMatchObject({
      name: 'ConflictException',
      status: 400,
    });
    await expect(create(wish('AdministratorAccess', 'USER', ada))).resolves.toBeDefined();
  });

  it('conflicts in a suspended AWS account and beyond ten at once', async () => {
    const ada = await userId('ada');
    const account = simulator.world.organizations[0]?.accounts.get(memberAccountId);
    if (account) account.state = 'SUSPENDED';
    expect(await refusal(create(wish('ReadOnlyAccess', 'USER', ada)))).toMatchObject({ name: 'ConflictException' });
    if (account) account.state = 'ACTIVE';
    for (let index = 0; index < 10; index += 1) {
      const { PermissionSet: set } = await admin.ssoAdmin.send(
        new CreatePermissionSetCommand({ InstanceArn, Name: `Set${index}` }),
      );
      await create({ ...wish('ReadOnlyAccess', 'USER', ada), PermissionSetArn: set?.PermissionSetArn ?? '' });
    }
    expect(await refusal(create(wish('AdministratorAccess', 'USER', ada)))).toMatchObject({
      name: 'ConflictException',
    });
  });

  it('has creation and deletion ids that are not interchangeable', async () => {
    const request = await create(wish('ReadOnlyAccess', 'USER', await userId('ada')));
    expect(await refusal(removed(request?.RequestId))).toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('stays behind when its user is deleted', async () => {
    const grace = await userId('grace');
    await admin.identityStore.send(new DeleteUserCommand({ IdentityStoreId, UserId: grace }));
    expect(await principals('AdministratorAccess')).toEqual([grace]);
  });
});

describe('in the AWS account', () => {
  it('role and SAML provider of a set come with its first assignment and go with its last', async () => {
    expect(await reservedRoles()).not.toContainEqual(expect.stringMatching(/^AWSReservedSSO_Unused_/));
    const ada = await userId('ada');
    const alan = await userId('alan');
    for (const id of [ada, alan]) await create(wish('Unused', 'USER', id));
    settle();
    expect(await reservedRoles()).toContainEqual(expect.stringMatching(/^AWSReservedSSO_Unused_[0-9a-f]{16}$/));
    const provisioned = new ListPermissionSetsProvisionedToAccountCommand({ InstanceArn, AccountId: memberAccountId });
    expect((await admin.ssoAdmin.send(provisioned)).PermissionSets).toContain(setArn('Unused'));
    await remove(wish('Unused', 'USER', ada));
    settle();
    expect(await reservedRoles()).toContainEqual(expect.stringMatching(/^AWSReservedSSO_Unused_/));
    await remove(wish('Unused', 'USER', alan));
    settle();
    expect(await reservedRoles()).not.toContainEqual(expect.stringMatching(/^AWSReservedSSO_Unused_/));
    expect((await admin.ssoAdmin.send(provisioned)).PermissionSets).not.toContain(setArn('Unused'));
    const left = [
      wish('AdministratorAccess', 'USER', await userId('grace')),
      wish('ReadOnlyAccess', 'GROUP', await groupId('Engineers')),
      wish('ReadOnlyAccess', 'GROUP', await groupId('Auditors')),
    ];
    const providers = async () => (await member.iam.send(new ListSAMLProvidersCommand({}))).SAMLProviderList ?? [];
    expect(await providers()).toHaveLength(1);
    for (const input of left) await remove(input);
    settle();
    expect(await reservedRoles()).toEqual([]);
    expect(await providers()).toEqual([]);
  });

  it('the role trusts the provider, carries the set’s policies and is only modifiable by AWS', async () => {
    const name = (await reservedRoles()).find((role) => role.startsWith('AWSReservedSSO_AdministratorAccess')) ?? '';
    const { Role: role } = await member.iam.send(new GetRoleCommand({ RoleName: name }));
    expect(role?.Path).toBe(`/aws-reserved/sso.amazonaws.com/${SMALL.region}/`);
    const trust = decodeURIComponent(role?.AssumeRolePolicyDocument ?? '');
    expect(trust).toMatch(/saml-provider\/AWSSSO_[0-9a-f]{16}_DO_NOT_DELETE/);
    const change = new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: trust });
    expect(await refusal(member.iam.send(change))).toEqual({
      name: 'UnmodifiableEntityException',
      status: 400,
      message: `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
    });
  });
});

describe('who may', () => {
  it('a plain member sees the instance but may not read or write it', async () => {
    const { Instances: instances } = await member.ssoAdmin.send(new ListInstancesCommand({}));
    expect(instances).toMatchObject([{ InstanceArn, OwnerAccountId: managementAccountId }]);
    const list = member.ssoAdmin.send(new ListPermissionSetsCommand({ InstanceArn }));
    expect(await refusal(list)).toMatchObject({ name: 'AccessDeniedException', status: 400 });
  });

  it('a delegated administrator reads and writes, but not the management account nor sets provisioned there', async () => {
    const ada = await userId('ada');
    const arn = `arn:aws:iam::${SMALL.delegatedAccountId}:user/sso-delegate`;
    const refused = (set: string) => ({
      name: 'AccessDeniedException',
      status: 400,
      message: `User: ${arn} is not authorized to perform: sso:CreateAccountAssignment on resource: ${setArn(set)}`,
    });
    await expect(create(wish('AdministratorAccess', 'USER', ada), delegate)).resolves.toBeDefined();
    const inManagement = wish('AdministratorAccess', 'USER', ada, managementAccountId);
    expect(await refusal(create(inManagement, delegate))).toEqual(refused('AdministratorAccess'));
    expect(await refusal(create(wish('ReadOnlyAccess', 'USER', ada), delegate))).toEqual(refused('ReadOnlyAccess'));
    const command = new ListAccountAssignmentsForPrincipalCommand({
      InstanceArn,
      PrincipalId: ada,
      PrincipalType: 'USER',
    });
    expect(await refusal(delegate.ssoAdmin.send(command))).toMatchObject({ name: 'AccessDeniedException' });
  });

  it('in the management account Identity Center acts with the caller’s own IAM rights', async () => {
    const ada = await userId('ada');
    const allowed = await create(wish('Unused', 'USER', ada, managementAccountId));
    const user = simulator.world.awsAccounts.get(managementAccountId)?.user('terraform-bootstrap');
    if (user) user.permissionsBoundaryArn = 'arn:aws:iam::aws:policy/AWSSSOMasterAccountAdministrator';
    const refused = await create(wish('AdministratorAccess', 'USER', ada, managementAccountId));
    settle();
    expect((await created(allowed?.RequestId))?.Status).toBe('SUCCEEDED');
    expect(await created(refused?.RequestId)).toMatchObject({
      Status: 'FAILED',
      FailureReason: expect.stringMatching(/^Received a 403 status error: Access denied by IAM\..*iam:GetSAMLProvider/),
    });
  });
});

it('another region than the instance’s shows no instance', async () => {
  const elsewhere = clientsFor(simulator.url, simulator.credentials.administrator, 'us-east-1');
  expect((await elsewhere.ssoAdmin.send(new ListInstancesCommand({}))).Instances).toEqual([]);
  const list = elsewhere.ssoAdmin.send(new ListPermissionSetsCommand({ InstanceArn }));
  expect(await refusal(list)).toMatchObject({ name: 'ResourceNotFoundException' });
});

it('assignments of a user include those of the user’s groups', async () => {
  const ada = await userId('ada');
  const engineers = await groupId('Engineers');
  const auditors = await groupId('Auditors');
  const list = async (Filter?: { AccountId: string }) => {
    const command = new ListAccountAssignmentsForPrincipalCommand({
      InstanceArn,
      PrincipalId: ada,
      PrincipalType: 'USER',
      ...(Filter ? { Filter } : {}),
    });
    return (await admin.ssoAdmin.send(command)).AccountAssignments ?? [];
  };
  expect(await list()).toEqual([
    {
      AccountId: memberAccountId,
      PermissionSetArn: setArn('ReadOnlyAccess'),
      PrincipalType: 'GROUP',
      PrincipalId: engineers,
    },
  ]);
  const join = new CreateGroupMembershipCommand({ IdentityStoreId, GroupId: auditors, MemberId: { UserId: ada } });
  await admin.identityStore.send(join);
  expect(await list()).toHaveLength(3);
  expect(await list({ AccountId: managementAccountId })).toMatchObject([{ PrincipalId: auditors }]);
});
