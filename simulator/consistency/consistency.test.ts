import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateUserCommand,
  DeleteUserCommand,
  GetUserCommand,
  ListGroupsForUserCommand,
  ListUsersCommand,
  paginateListUsers,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import * as store from '@aws-sdk/client-identitystore';
import * as organizations from '@aws-sdk/client-organizations';
import * as sso from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { type Clients, clientsFor, refusal } from '../testing/clients.ts';
import { control as askControl } from '../testing/control.ts';
import { SMALL } from '../worlds/small.ts';

const LAG_MS = 60_000;
const IdentityStoreId = SMALL.identityStoreId;
const InstanceArn = SMALL.instanceArn;
let simulator: Simulator;
let admin: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 1000 });
  admin = clientsFor(simulator.url, simulator.credentials.administrator);
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

const control = (method: string, path: string, body?: unknown) => askControl(simulator, method, path, body);

const lag = (more: object = {}) => control('POST', 'consistency', { lagMs: LAG_MS, ...more });
const advance = (ms: number) => control('POST', 'clock', { advanceMs: ms });

/** Just before a change made now is seen, and when it is. */
const almost = () => advance(LAG_MS - 5000);
const past = () => advance(5000);

async function waiting(): Promise<{ waiting: number; copies: number }> {
  const { body } = await control('GET', 'consistency');
  return { waiting: body.waiting, copies: body.copies };
}

const iamNames = async () => (await admin.iam.send(new ListUsersCommand({}))).Users?.map(({ UserName }) => UserName);
const getUser = (UserName: string) => admin.iam.send(new GetUserCommand({ UserName }));

describe('while reads lag, IAM', () => {
  it('does not know a new user until its time has come', async () => {
    await lag();
    await admin.iam.send(new CreateUserCommand({ UserName: 'new' }));
    const gone = await refusal(getUser('new'));
    expect(gone).toEqual({
      name: 'NoSuchEntityException',
      status: 404,
      message: 'The user with name new cannot be found.',
    });
    await almost();
    expect(await iamNames()).not.toContain('new');
    await past();
    expect(await iamNames()).toContain('new');
    await expect(getUser('new')).resolves.toHaveProperty('User.UserName', 'new');
  });

  it('still shows a deleted user, and one under its old name', async () => {
    await admin.iam.send(new CreateUserCommand({ UserName: 'old' }));
    await admin.iam.send(new CreateUserCommand({ UserName: 'before' }));
    await lag();
    await admin.iam.send(new DeleteUserCommand({ UserName: 'old' }));
    await admin.iam.send(new UpdateUserCommand({ UserName: 'before', NewUserName: 'after' }));
    expect(await iamNames()).toEqual(expect.arrayContaining(['old', 'before']));
    await almost();
    await past();
    const names = await iamNames();
    expect(names).toContain('after');
    expect(names).not.toContain('old');
    expect(names).not.toContain('before');
  });

  it('takes changes one upon the other at once: only reads lag', async () => {
    await lag();
    await admin.iam.send(new CreateUserCommand({ UserName: 'new' }));
    await admin.iam.send(new CreateGroupCommand({ GroupName: 'team' }));
    await admin.iam.send(new AddUserToGroupCommand({ UserName: 'new', GroupName: 'team' }));
    expect(await refusal(admin.iam.send(new CreateUserCommand({ UserName: 'new' })))).toMatchObject({ status: 409 });
    await almost();
    await past();
    const { Groups } = await admin.iam.send(new ListGroupsForUserCommand({ UserName: 'new' }));
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['team']);
  });
});

describe('while reads lag, Identity Store', () => {
  const person = { IdentityStoreId, UserName: 'new@small.example', DisplayName: 'New' };
  const named = { ...person, Name: { GivenName: 'New', FamilyName: 'One' } };
  const groupNames = async () =>
    (await admin.identityStore.send(new store.ListGroupsCommand({ IdentityStoreId }))).Groups?.map(
      ({ DisplayName }) => DisplayName,
    );

  it('shows users, groups and memberships late, and keeps those that are gone', async () => {
    const { identityStore } = admin;
    const { Groups } = await identityStore.send(new store.ListGroupsCommand({ IdentityStoreId }));
    const nobody = Groups?.find(({ DisplayName }) => DisplayName === 'Nobody')?.GroupId ?? '';
    const engineers = Groups?.find(({ DisplayName }) => DisplayName === 'Engineers')?.GroupId ?? '';
    await lag();
    const { UserId } = await identityStore.send(new store.CreateUserCommand(named));
    const MemberId = { UserId: UserId ?? '' };
    await identityStore.send(new store.CreateGroupMembershipCommand({ IdentityStoreId, GroupId: engineers, MemberId }));
    await identityStore.send(new store.DeleteGroupCommand({ IdentityStoreId, GroupId: nobody }));
    const describeUser = () => identityStore.send(new store.DescribeUserCommand({ IdentityStoreId, UserId }));
    const isMember = () =>
      identityStore.send(new store.IsMemberInGroupsCommand({ IdentityStoreId, MemberId, GroupIds: [engineers] }));
    expect(await refusal(describeUser())).toMatchObject({ name: 'ResourceNotFoundException', status: 400 });
    expect(await groupNames()).toContain('Nobody');
    await almost();
    expect(await refusal(describeUser())).toMatchObject({ name: 'ResourceNotFoundException' });
    await past();
    await expect(describeUser()).resolves.toMatchObject({ UserName: person.UserName });
    expect((await isMember()).Results).toEqual([{ GroupId: engineers, MemberId, MembershipExists: true }]);
    expect(await groupNames()).not.toContain('Nobody');
  });

  it('shows a changed attribute late', async () => {
    const { Users } = await admin.identityStore.send(new store.ListUsersCommand({ IdentityStoreId }));
    const UserId = Users?.[0]?.UserId ?? '';
    await lag();
    const Operations = [{ AttributePath: 'displayName', AttributeValue: 'Changed' }];
    await admin.identityStore.send(new store.UpdateUserCommand({ IdentityStoreId, UserId, Operations }));
    const shown = async () =>
      (await admin.identityStore.send(new store.DescribeUserCommand({ IdentityStoreId, UserId }))).DisplayName;
    expect(await shown()).toBe(Users?.[0]?.DisplayName);
    await almost();
    await past();
    expect(await shown()).toBe('Changed');
  });
});

describe('while reads lag, Organizations', () => {
  it('shows units and where an AWS account is late', async () => {
    const { organizations: client } = admin;
    await lag();
    const made = await client.send(
      new organizations.CreateOrganizationalUnitCommand({ ParentId: SMALL.rootId, Name: 'New' }),
    );
    const to = made.OrganizationalUnit?.Id ?? '';
    const move = { AccountId: SMALL.memberAccountId, SourceParentId: SMALL.unitId, DestinationParentId: to };
    await client.send(new organizations.MoveAccountCommand(move));
    const parent = async () =>
      (await client.send(new organizations.ListParentsCommand({ ChildId: SMALL.memberAccountId }))).Parents?.[0]?.Id;
    const describeUnit = () =>
      client.send(new organizations.DescribeOrganizationalUnitCommand({ OrganizationalUnitId: to }));
    expect(await refusal(describeUnit())).toMatchObject({ name: 'OrganizationalUnitNotFoundException' });
    expect(await parent()).toBe(SMALL.unitId);
    await almost();
    await past();
    await expect(describeUnit()).resolves.toHaveProperty('OrganizationalUnit.Name', 'New');
    expect(await parent()).toBe(to);
    await client.send(
      new organizations.MoveAccountCommand({ ...move, SourceParentId: to, DestinationParentId: SMALL.unitId }),
    );
    await client.send(new organizations.DeleteOrganizationalUnitCommand({ OrganizationalUnitId: to }));
    await expect(describeUnit()).resolves.toHaveProperty('OrganizationalUnit.Name', 'New');
    await advance(LAG_MS);
    expect(await refusal(describeUnit())).toMatchObject({ name: 'OrganizationalUnitNotFoundException' });
  });
});

it('while reads lag, the people of an AWS account just made are answered, if not yet told of by others', async () => {
  const { organizations: client, sts } = admin;
  await lag();
  await client.send(new organizations.CreateAccountCommand({ AccountName: 'new', Email: 'aws+new@small.example' }));
  await advance(2000);
  const { CreateAccountStatuses: made } = await client.send(new organizations.ListCreateAccountStatusCommand({}));
  expect(made).toMatchObject([{ State: 'SUCCEEDED' }]);
  const AccountId = made?.[0]?.AccountId ?? '';
  const describeAccount = client.send(new organizations.DescribeAccountCommand({ AccountId }));
  expect(await refusal(describeAccount)).toMatchObject({ name: 'AccountNotFoundException' });
  const RoleArn = `arn:aws:iam::${AccountId}:role/OrganizationAccountAccessRole`;
  const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'first' }));
  const { iam } = clientsFor(simulator.url, {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  });
  expect((await iam.send(new ListUsersCommand({}))).Users).toEqual([]);
});

describe('while reads lag, SSO Admin', () => {
  async function wish() {
    const { PermissionSets = [] } = await admin.ssoAdmin.send(new sso.ListPermissionSetsCommand({ InstanceArn }));
    const { Users } = await admin.identityStore.send(new store.ListUsersCommand({ IdentityStoreId }));
    return {
      InstanceArn,
      PermissionSetArn: PermissionSets[0] ?? '',
      PrincipalType: 'USER' as const,
      PrincipalId: Users?.[0]?.UserId ?? '',
      TargetType: 'AWS_ACCOUNT' as const,
      TargetId: SMALL.delegatedAccountId,
    };
  }

  it('says that an assignment succeeded, and only later lists it; the same when it is deleted', async () => {
    const wanted = await wish();
    const rows = async () => {
      const { PermissionSetArn, TargetId: AccountId } = wanted;
      const list = new sso.ListAccountAssignmentsCommand({ InstanceArn, PermissionSetArn, AccountId });
      return (await admin.ssoAdmin.send(list)).AccountAssignments?.length;
    };
    await lag();
    const made = await admin.ssoAdmin.send(new sso.CreateAccountAssignmentCommand(wanted));
    const id = made.AccountAssignmentCreationStatus?.RequestId ?? '';
    const status = async () => {
      const ask = { InstanceArn, AccountAssignmentCreationRequestId: id };
      const told = await admin.ssoAdmin.send(new sso.DescribeAccountAssignmentCreationStatusCommand(ask));
      return told.AccountAssignmentCreationStatus?.Status;
    };
    expect(await status()).toBe('IN_PROGRESS');
    await advance(2000);
    expect(await status()).toBe('SUCCEEDED');
    expect(await rows()).toBe(0);
    await almost();
    expect([await status(), await rows()]).toEqual(['SUCCEEDED', 0]);
    await past();
    expect([await status(), await rows()]).toEqual(['SUCCEEDED', 1]);
    await admin.ssoAdmin.send(new sso.DeleteAccountAssignmentCommand(wanted));
    await advance(2000);
    expect(await rows()).toBe(1);
    await advance(LAG_MS);
    expect(await rows()).toBe(0);
  });

  it('lists an assignment lagMs after it came about, even when nobody called in between', async () => {
    const wanted = await wish();
    await lag();
    await admin.ssoAdmin.send(new sso.CreateAccountAssignmentCommand(wanted));
    await advance(1000 + LAG_MS + 1000);
    const list = { InstanceArn, PrincipalId: wanted.PrincipalId, PrincipalType: wanted.PrincipalType };
    const { AccountAssignments: rows } = await admin.ssoAdmin.send(
      new sso.ListAccountAssignmentsForPrincipalCommand({ ...list, Filter: { AccountId: wanted.TargetId } }),
    );
    expect(rows).toHaveLength(1);
  });

  it('shows permission sets late', async () => {
    await lag();
    const made = await admin.ssoAdmin.send(new sso.CreatePermissionSetCommand({ InstanceArn, Name: 'New' }));
    const PermissionSetArn = made.PermissionSet?.PermissionSetArn ?? '';
    const describeSet = () =>
      admin.ssoAdmin.send(new sso.DescribePermissionSetCommand({ InstanceArn, PermissionSetArn }));
    expect(await refusal(describeSet())).toMatchObject({ name: 'ResourceNotFoundException' });
    await admin.ssoAdmin.send(new sso.UpdatePermissionSetCommand({ InstanceArn, PermissionSetArn, Description: 'x' }));
    await advance(LAG_MS);
    await expect(describeSet()).resolves.toHaveProperty('PermissionSet.Description', 'x');
    await admin.ssoAdmin.send(new sso.DeletePermissionSetCommand({ InstanceArn, PermissionSetArn }));
    await expect(describeSet()).resolves.toHaveProperty('PermissionSet.Name', 'New');
    await advance(LAG_MS);
    expect(await refusal(describeSet())).toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('reads that lag', () => {
  it('become the world as it is, in every detail, and never had to be copied anew', async () => {
    await lag();
    for (const UserName of ['a', 'b', 'c']) await admin.iam.send(new CreateUserCommand({ UserName }));
    await admin.iam.send(new DeleteUserCommand({ UserName: 'b' }));
    await refusal(admin.iam.send(new CreateUserCommand({ UserName: 'c' })));
    expect((await waiting()).waiting).toBeGreaterThanOrEqual(4);
    const behind = await iamNames();
    await advance(LAG_MS);
    expect(await waiting()).toEqual({ waiting: 0, copies: 1 });
    const before = await admin.iam.send(new ListUsersCommand({}));
    await control('DELETE', 'consistency');
    const after = await admin.iam.send(new ListUsersCommand({}));
    expect(before.Users).toEqual(after.Users);
    expect(behind).not.toContain('a');
  });

  it('of a share disagree with one another, and the same way every time', async () => {
    const round = async () => {
      simulator.reset();
      await lag({ rate: 0.5 });
      await admin.iam.send(new CreateUserCommand({ UserName: 'now-and-then' }));
      const seen: boolean[] = [];
      for (let call = 0; call < 24; call += 1) seen.push((await iamNames())?.includes('now-and-then') ?? false);
      return seen;
    };
    const first = await round();
    expect(new Set(first)).toEqual(new Set([true, false]));
    expect(await round()).toEqual(first);
  });

  it('of some services leave the others as they are', async () => {
    await lag({ services: ['identitystore', 'sso', 'organizations'] });
    await admin.iam.send(new CreateUserCommand({ UserName: 'new' }));
    expect(await iamNames()).toContain('new');
  });

  it('can be paged through: a token of the past is good in the present', async () => {
    for (const UserName of ['p1', 'p2', 'p3', 'p4']) await admin.iam.send(new CreateUserCommand({ UserName }));
    await lag({ rate: 0.5 });
    await admin.iam.send(new CreateUserCommand({ UserName: 'p5' }));
    const names: (string | undefined)[] = [];
    for await (const page of paginateListUsers({ client: admin.iam, pageSize: 1 }, {})) {
      names.push(...(page.Users ?? []).map(({ UserName }) => UserName));
    }
    expect(names).toEqual(expect.arrayContaining(['p1', 'p2', 'p3', 'p4']));
    expect(new Set(names).size).toBe(names.length);
  });

  it('follow a world that somebody changed directly', async () => {
    await lag();
    simulator.world.awsAccounts.get(SMALL.managementAccountId)?.users.delete('ada@small.example');
    simulator.world.changed();
    await admin.iam.send(new CreateUserCommand({ UserName: 'new' }));
    expect(await iamNames()).not.toContain('ada@small.example');
  });

  it('go by the clock of the world', async () => {
    await lag();
    simulator.world.clock.advance(3_600_000);
    const { User } = await admin.iam.send(new CreateUserCommand({ UserName: 'later' }));
    simulator.world.clock.advance(LAG_MS);
    expect((await getUser('later')).User?.CreateDate).toEqual(User?.CreateDate);
    expect((await waiting()).copies).toBe(1);
  });
});

describe('the control API', () => {
  it('switches them on and off, and says how it is', async () => {
    expect((await control('GET', 'consistency')).body).toEqual({ isOn: false });
    expect((await lag({ rate: 1, services: ['iam'] })).body).toEqual({
      isOn: true,
      lagMs: LAG_MS,
      rate: 1,
      services: ['iam'],
      waiting: 0,
      copies: 1,
    });
    await admin.iam.send(new CreateUserCommand({ UserName: 'new' }));
    expect(await iamNames()).not.toContain('new');
    expect((await control('DELETE', 'consistency')).body).toEqual({ isOn: false });
    expect(await iamNames()).toContain('new');
  });

  it('ends them with a reset, unless the simulator was started so', async () => {
    await lag();
    await control('POST', 'reset');
    expect((await control('GET', 'consistency')).body).toEqual({ isOn: false });
    const other = await startSimulator({ world: 'small', throttling: false, consistency: { lagMs: LAG_MS } });
    try {
      const { iam } = clientsFor(other.url, other.credentials.administrator);
      other.reset();
      await iam.send(new CreateUserCommand({ UserName: 'new' }));
      expect(await refusal(iam.send(new GetUserCommand({ UserName: 'new' })))).toMatchObject({ status: 404 });
    } finally {
      await other.stop();
    }
  });

  it('is not needed to start so, and a start refuses what it would', async () => {
    const start = startSimulator({ world: 'small', consistency: { lagMs: 0 } });
    await expect(start).rejects.toThrow('consistency: lagMs must be whole milliseconds, up to a day');
  });

  it.each([
    [{}, 'lagMs must be whole milliseconds, up to a day'],
    [{ lagMs: 0 }, 'lagMs must be whole milliseconds, up to a day'],
    [{ lagMs: '5' }, 'lagMs must be whole milliseconds, up to a day'],
    [{ lagMs: 5, rate: 2 }, 'rate must be a number from 0 to 1'],
    [{ lagMs: 5, policies: 1 }, 'policies must be a boolean'],
    [{ lagMs: 5, services: ['sts'] }, 'services must be a list of iam, organizations, identitystore, sso'],
    [{ lagMs: 5, services: 'iam' }, 'services must be a list of iam, organizations, identitystore, sso'],
    [{ lagMs: 5, services: [] }, 'nothing lags without services and policies'],
    [{ lagMs: 5, lag: 1 }, 'consistency has no lag'],
  ])('refuses %j', async (body, problem) => {
    expect(await control('POST', 'consistency', body)).toEqual({ status: 400, body: { problem } });
    expect((await control('GET', 'consistency')).body).toEqual({ isOn: false });
  });
});
