import * as iam from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor, refusal } from '../../testing/clients.ts';
import { SMALL } from '../../worlds/small.ts';

let simulator: Simulator;
let client: Clients['iam'];

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  client = clientsFor(simulator.url, simulator.credentials.administrator).iam;
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

describe('users', () => {
  it('are listed without tags, boundary or role use, which only the Get operations tell', async () => {
    const Tags = [{ Key: 'email', Value: 'zoe@small.example' }];
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await client.send(new iam.CreateUserCommand({ UserName: 'zoe', Path: '/people/', Tags, PermissionsBoundary }));
    const { Users: users } = await client.send(new iam.ListUsersCommand({ PathPrefix: '/people/' }));
    expect(users).toHaveLength(1);
    expect(users?.[0]).not.toHaveProperty('Tags');
    expect(users?.[0]).not.toHaveProperty('PermissionsBoundary');
    const { User: user } = await client.send(new iam.GetUserCommand({ UserName: 'zoe' }));
    expect(user).toMatchObject({ Tags, Arn: `arn:aws:iam::${SMALL.managementAccountId}:user/people/zoe` });
    expect(user?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(PermissionsBoundary);
    const { Roles: roles } = await client.send(new iam.ListRolesCommand({}));
    for (const role of roles ?? []) expect(role).not.toHaveProperty('RoleLastUsed');
  });

  it('made anew under an old name have a new id', async () => {
    const create = async () => (await client.send(new iam.CreateUserCommand({ UserName: 'phoenix' }))).User?.UserId;
    const first = await create();
    await client.send(new iam.DeleteUserCommand({ UserName: 'phoenix' }));
    expect(first).toMatch(/^AIDA[A-Z2-7]{17}$/);
    expect(await create()).not.toBe(first);
  });

  it('are unique whatever the case of their names', async () => {
    await client.send(new iam.CreateUserCommand({ UserName: 'Case' }));
    expect(await refusal(client.send(new iam.CreateUserCommand({ UserName: 'cASE' })))).toMatchObject({
      name: 'EntityAlreadyExistsException',
      status: 409,
    });
    expect((await client.send(new iam.GetUserCommand({ UserName: 'CASE' }))).User?.UserName).toBe('Case');
  });

  it('that do not exist, or still hold something, are refused as AWS words it', async () => {
    expect(await refusal(client.send(new iam.GetUserCommand({ UserName: 'ghost' })))).toEqual({
      name: 'NoSuchEntityException',
      status: 404,
      message: 'The user with name ghost cannot be found.',
    });
    expect(await refusal(client.send(new iam.DeleteUserCommand({ UserName: 'ada@small.example' })))).toEqual({
      name: 'DeleteConflictException',
      status: 409,
      message: 'Cannot delete entity, must remove referenced objects first.',
    });
  });
});

describe('groups', () => {
  it('gain and lose members; twice added is once a member', async () => {
    const GroupName = 'Crew';
    const UserName = 'ada@small.example';
    await client.send(new iam.CreateGroupCommand({ GroupName }));
    const members = async () =>
      (await client.send(new iam.GetGroupCommand({ GroupName }))).Users?.map((user) => user.UserName);
    expect(await members()).toEqual([]);
    for (let time = 0; time < 2; time += 1) await client.send(new iam.AddUserToGroupCommand({ GroupName, UserName }));
    expect(await members()).toEqual([UserName]);
    const { Groups: groups } = await client.send(new iam.ListGroupsForUserCommand({ UserName }));
    expect(groups?.map((group) => group.GroupName)).toEqual(['Crew', 'Operators']);
    expect(await refusal(client.send(new iam.DeleteGroupCommand({ GroupName })))).toMatchObject({
      name: 'DeleteConflictException',
    });
    await client.send(new iam.RemoveUserFromGroupCommand({ GroupName, UserName }));
    expect(await members()).toEqual([]);
    const again = client.send(new iam.RemoveUserFromGroupCommand({ GroupName, UserName }));
    expect(await refusal(again)).toMatchObject({ name: 'NoSuchEntityException', status: 404 });
    await client.send(new iam.DeleteGroupCommand({ GroupName }));
    expect(await refusal(members())).toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('are ten a user at most', async () => {
    const UserName = 'crowd';
    await client.send(new iam.CreateUserCommand({ UserName }));
    const join = async (index: number) => {
      await client.send(new iam.CreateGroupCommand({ GroupName: `g${index}` }));
      await client.send(new iam.AddUserToGroupCommand({ UserName, GroupName: `g${index}` }));
    };
    for (let index = 0; index < 10; index += 1) await join(index);
    expect(await refusal(join(10))).toEqual({
      name: 'LimitExceededException',
      status: 409,
      message: 'Cannot exceed quota for GroupsPerUser: 10',
    });
  });
});

describe('roles', () => {
  it('keep their policies URL-encoded as AWS does', async () => {
    const { Role: created } = await client.send(
      new iam.CreateRoleCommand({
        RoleName: 'r',
        Path: '/team/',
        AssumeRolePolicyDocument: TRUST,
        Description: 'd & e',
      }),
    );
    expect(created).toMatchObject({
      Arn: `arn:aws:iam::${SMALL.managementAccountId}:role/team/r`,
      Description: 'd & e',
    });
    expect(created?.AssumeRolePolicyDocument).toBe(encodeURIComponent(TRUST));
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
    });
    await client.send(new iam.PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument }));
    const got = await client.send(new iam.GetRolePolicyCommand({ RoleName: 'r', PolicyName: 'p' }));
    expect(decodeURIComponent(got.PolicyDocument ?? '')).toBe(PolicyDocument);
    expect(await refusal(client.send(new iam.DeleteRoleCommand({ RoleName: 'r' })))).toMatchObject({
      name: 'DeleteConflictException',
    });
    await client.send(new iam.DeleteRolePolicyCommand({ RoleName: 'r', PolicyName: 'p' }));
    const PolicyArn = 'arn:aws:iam::aws:policy/SecurityAudit';
    await client.send(new iam.AttachRolePolicyCommand({ RoleName: 'r', PolicyArn }));
    const attached = await client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName: 'r' }));
    expect(attached.AttachedPolicies).toEqual([{ PolicyArn, PolicyName: 'SecurityAudit' }]);
    await client.send(new iam.DetachRolePolicyCommand({ RoleName: 'r', PolicyArn }));
    await client.send(new iam.DeleteRoleCommand({ RoleName: 'r' }));
    expect(await refusal(client.send(new iam.GetRoleCommand({ RoleName: 'r' })))).toMatchObject({ status: 404 });
  });

  it('with a malformed policy are not made', async () => {
    const create = (AssumeRolePolicyDocument: string) =>
      client.send(new iam.CreateRoleCommand({ RoleName: 'bad', AssumeRolePolicyDocument }));
    expect(await refusal(create('{'))).toEqual({
      name: 'MalformedPolicyDocumentException',
      status: 400,
      message: 'This policy contains invalid Json',
    });
    expect(await refusal(create('{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}'))).toMatchObject({
      name: 'MalformedPolicyDocumentException',
    });
    await client.send(new iam.CreateRoleCommand({ RoleName: 'good', AssumeRolePolicyDocument: TRUST }));
    const put = new iam.PutRolePolicyCommand({ RoleName: 'good', PolicyName: 'p', PolicyDocument: TRUST });
    expect(await refusal(client.send(put))).toMatchObject({
      message: 'Policy document should not specify a principal.',
    });
  });
});

it('an account alias is one, and unique in all of AWS', async () => {
  await client.send(new iam.CreateAccountAliasCommand({ AccountAlias: 'new-alias' }));
  expect((await client.send(new iam.ListAccountAliasesCommand({}))).AccountAliases).toEqual(['new-alias']);
  const other = clientsFor(simulator.url, simulator.credentials.memberAdministrator).iam;
  expect(await refusal(other.send(new iam.CreateAccountAliasCommand({ AccountAlias: 'new-alias' })))).toMatchObject({
    name: 'EntityAlreadyExistsException',
  });
});

it('IAM belongs to the AWS account of the credentials: members see their own', async () => {
  const member = clientsFor(simulator.url, simulator.credentials.memberAdministrator).iam;
  const { Users: users } = await member.send(new iam.ListUsersCommand({}));
  expect(users?.map((user) => user.UserName)).toEqual(['deploy-bootstrap']);
});
