import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteUserPolicyCommand,
  GetGroupCommand,
  GetRoleCommand,
  GetUserCommand,
  ListAccountAliasesCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { DescribeUserCommand, ListGroupsCommand } from '@aws-sdk/client-identitystore';
import { DescribeOrganizationCommand, ListAccountsCommand } from '@aws-sdk/client-organizations';
import { ListInstancesCommand, ListPermissionSetsCommand } from '@aws-sdk/client-sso-admin';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { type Clients, clientsFor, refusal } from '../testing/clients.ts';
import { SMALL } from '../worlds/small.ts';

const ACCOUNT = SMALL.managementAccountId;
const USER_ARN = `arn:aws:iam::${ACCOUNT}:user/tester`;
const KEY = { accessKeyId: 'AKIATESTERTESTERTES1', secretAccessKey: 'tester' };
let simulator: Simulator;
let admin: Clients;
let tester: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  admin = clientsFor(simulator.url, simulator.credentials.administrator);
  tester = clientsFor(simulator.url, KEY);
});
afterAll(() => simulator.stop());

/** A user of the management account with no policy at all, and the group Operators (ReadOnlyAccess) to join. */
beforeEach(() => {
  simulator.reset();
  const account = simulator.world.awsAccounts.get(ACCOUNT);
  const user = account?.users.add({
    name: 'tester',
    path: '/',
    id: simulator.world.ids.unique('AIDA'),
    createdAt: 0,
    inlinePolicies: {},
    attachedPolicyArns: [],
    tags: [],
    accessKeys: [],
    groupKeys: [],
  });
  if (!user) throw new Error('the world has a management account');
  simulator.world.addAccessKey(ACCOUNT, user, {
    id: KEY.accessKeyId,
    secret: 'tester',
    createdAt: 0,
    status: 'Active',
  });
});

async function allow(...statements: object[]): Promise<void> {
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await admin.iam.send(new PutUserPolicyCommand({ UserName: 'tester', PolicyName: 'test', PolicyDocument }));
}

const missing = (action: string, resource: string) =>
  `User: ${USER_ARN} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

describe('without permission', () => {
  it('IAM refuses by 403 AccessDenied, naming user, action and resource', async () => {
    const refused = (message: string) => ({ name: 'AccessDenied', status: 403, message });
    const users = `arn:aws:iam::${ACCOUNT}:user/`;
    expect(await refusal(tester.iam.send(new ListUsersCommand({})))).toEqual(refused(missing('iam:ListUsers', users)));
    expect(await refusal(tester.iam.send(new ListAccountAliasesCommand({})))).toEqual(
      refused(missing('iam:ListAccountAliases', '*')),
    );
    expect(await refusal(tester.iam.send(new GetGroupCommand({ GroupName: 'Operators' })))).toEqual(
      refused(missing('iam:GetGroup', 'group Operators')),
    );
  });

  it('Identity Store refuses by 400 AccessDeniedException with one clause per resource', async () => {
    const IdentityStoreId = SMALL.identityStoreId;
    const UserId = '5aa1100000-11111111-1111-4111-8111-111111111111';
    const action = 'identitystore:DescribeUser';
    const because = `because no identity-based policy allows the ${action} action`;
    const clause = (arn: string) =>
      `User: ${USER_ARN} is not authorized to perform: ${action} on resource: ${arn} ${because}`;
    expect(await refusal(tester.identityStore.send(new DescribeUserCommand({ IdentityStoreId, UserId })))).toEqual({
      name: 'AccessDeniedException',
      status: 400,
      message: `${clause(`arn:aws:identitystore::${ACCOUNT}:identitystore/${IdentityStoreId}`)}, ${clause(`arn:aws:identitystore:::user/${UserId}`)}`,
    });
  });

  it('SSO Admin and Organizations refuse by 400 AccessDeniedException', async () => {
    expect(await refusal(tester.ssoAdmin.send(new ListInstancesCommand({})))).toEqual({
      name: 'AccessDeniedException',
      status: 400,
      message: missing('sso:ListInstances', '*'),
    });
    expect(await refusal(tester.organizations.send(new ListAccountsCommand({})))).toEqual({
      name: 'AccessDeniedException',
      status: 400,
      message: missing('organizations:ListAccounts', '*'),
    });
  });

  it('GetCallerIdentity works all the same, even when denied', async () => {
    await allow({ Effect: 'Deny', Action: '*', Resource: '*' });
    await expect(tester.sts.send(new GetCallerIdentityCommand({}))).resolves.toHaveProperty('Arn', USER_ARN);
  });
});

describe('policies', () => {
  it('allow by wildcard whatever the case of the action', async () => {
    await allow({ Effect: 'Allow', Action: 'IAM:list*', Resource: '*' });
    await expect(tester.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
    expect(await refusal(tester.iam.send(new GetUserCommand({})))).toMatchObject({ name: 'AccessDenied' });
  });

  it('deny before they allow', async () => {
    await allow(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'iam:ListUsers', Resource: '*' },
    );
    expect(await refusal(tester.iam.send(new ListUsersCommand({})))).toMatchObject({
      message: `User: ${USER_ARN} is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::${ACCOUNT}:user/ with an explicit deny in an identity-based policy`,
    });
  });

  it('allow all but by NotAction', async () => {
    await allow({ Effect: 'Allow', NotAction: 'organizations:*', Resource: '*' });
    await expect(tester.ssoAdmin.send(new ListInstancesCommand({}))).resolves.toHaveProperty('Instances');
    expect(await refusal(tester.organizations.send(new DescribeOrganizationCommand({})))).toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('allow on the named resource only', async () => {
    await allow({ Effect: 'Allow', Action: 'iam:GetRole', Resource: `arn:aws:iam::${ACCOUNT}:role/ci/*` });
    await expect(tester.iam.send(new GetRoleCommand({ RoleName: 'Deployer' }))).resolves.toHaveProperty('Role');
    expect(await refusal(tester.iam.send(new GetRoleCommand({ RoleName: 'Auditor' })))).toMatchObject({
      message: missing('iam:GetRole', 'role Auditor'),
    });
  });

  it('hold by their conditions and variables', async () => {
    await allow(
      { Effect: 'Allow', Action: 'iam:GetUser', Resource: `arn:aws:iam::${ACCOUNT}:user/\${aws:username}` },
      {
        Effect: 'Allow',
        Action: 'iam:ListUsers',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-other00000' } },
      },
    );
    await expect(tester.iam.send(new GetUserCommand({}))).resolves.toHaveProperty('User');
    expect(await refusal(tester.iam.send(new GetUserCommand({ UserName: 'terraform-bootstrap' })))).toMatchObject({
      name: 'AccessDenied',
    });
    expect(await refusal(tester.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'AccessDenied' });
  });

  it('of a group and of AWS’s own count, and stop counting when they go', async () => {
    await admin.iam.send(new AddUserToGroupCommand({ UserName: 'tester', GroupName: 'Operators' }));
    const list = () => tester.identityStore.send(new ListGroupsCommand({ IdentityStoreId: SMALL.identityStoreId }));
    await expect(list()).resolves.toHaveProperty('Groups');
    await allow({ Effect: 'Deny', Action: 'identitystore:*', Resource: '*' });
    expect(await refusal(list())).toMatchObject({ name: 'AccessDeniedException' });
    await admin.iam.send(new DeleteUserPolicyCommand({ UserName: 'tester', PolicyName: 'test' }));
    await expect(list()).resolves.toHaveProperty('Groups');
  });
});

it('a permissions boundary bounds what a role may do', async () => {
  const { ssoAdmin } = admin;
  await expect(ssoAdmin.send(new ListPermissionSetsCommand({ InstanceArn: SMALL.instanceArn }))).resolves.toBeDefined();
  const user = simulator.world.awsAccounts.get(ACCOUNT)?.user('terraform-bootstrap');
  if (user) user.permissionsBoundaryArn = 'arn:aws:iam::aws:policy/IAMFullAccess';
  expect(await refusal(ssoAdmin.send(new ListInstancesCommand({})))).toMatchObject({
    message: expect.stringContaining('because no permissions boundary allows the sso:ListInstances action'),
  });
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
  });
  await admin.iam.send(new CreateRoleCommand({ RoleName: 'made', AssumeRolePolicyDocument }));
  const attach = (PolicyArn: string) => admin.iam.send(new AttachRolePolicyCommand({ RoleName: 'made', PolicyArn }));
  expect(await refusal(attach('not an arn, though long enough'))).toMatchObject({
    message: 'Invalid ARN:  Could not be parsed!',
  });
  expect(await refusal(attach('arn:aws:iam::aws:policy/NoSuchPolicy'))).toMatchObject({
    name: 'NoSuchEntityException',
    status: 404,
  });
});
