import * as iam from '@aws-sdk/client-iam';
import * as identityStore from '@aws-sdk/client-identitystore';
import * as organizations from '@aws-sdk/client-organizations';
import * as ssoAdmin from '@aws-sdk/client-sso-admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { type Clients, clientsFor, refusal } from '../testing/clients.ts';
import { SMALL } from '../worlds/small.ts';
import { WorldBuilder } from '../worlds/world-builder.ts';

const { identityStoreId: IdentityStoreId, instanceArn: InstanceArn, managementAccountId: AccountId } = SMALL;
const MANY = 230;
let simulator: Simulator;
let clients: Clients;
let groupId: string;
let userId: string;
let setArn: string;

/** The small world with enough of everything to need several pages. */
beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
  clients = clientsFor(simulator.url, simulator.credentials.administrator);
  const { world } = simulator;
  const builder = Object.assign(new WorldBuilder('x', 'x'), { world });
  const account = builder.awsAccount(AccountId);
  const trust = [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }];
  const [center] = world.identityCenters;
  const [organization] = world.organizations;
  if (!center || !organization) throw new Error('the world has an organization with an instance');
  const group = builder.directoryGroup(center, 'Everyone', 'all');
  const big = builder.permissionSet(center, { name: 'Big', description: 'many', session: 'PT1H' });
  const operators = account.group('Operators');
  const hub = builder.directoryUser(center, { userName: 'hub@x.example', givenName: 'Hub', familyName: 'User' });
  for (let index = 0; index < MANY; index += 1) {
    const user = builder.iamUser(account, { name: `user-${index}` });
    if (operators) account.join(user, operators);
    builder.iamGroup(account, `group-${index}`);
    builder.iamRole(account, { name: `role-${index}`, trust });
    const person = builder.directoryUser(center, {
      userName: `p${index}@x.example`,
      givenName: 'P',
      familyName: `${index}`,
    });
    builder.member(center, group, person);
    builder.member(center, builder.directoryGroup(center, `Group ${index}`, 'one of many'), hub);
    const set = builder.permissionSet(center, { name: `Set${index}`, description: 'one of many', session: 'PT1H' });
    const awsAccountId = String(500000000000 + index);
    builder.awsAccount(awsAccountId);
    organization.addAccount({
      id: awsAccountId,
      name: `account-${index}`,
      email: `a${index}@x.example`,
      state: 'ACTIVE',
      parentId: SMALL.unitId,
      joinedMethod: 'CREATED',
      joinedAt: 0,
    });
    organization.addUnit({ id: `ou-sm01-${10000000 + index}`, name: `Unit ${index}`, parentId: SMALL.rootId });
    const assign = (where: string, permissionSetArn: string, principalId: string) =>
      center.addAssignment({ awsAccountId: where, permissionSetArn, principalType: 'USER', principalId });
    assign(AccountId, big.arn, person.id);
    assign(awsAccountId, big.arn, hub.id);
    assign(AccountId, set.arn, hub.id);
  }
  groupId = group.id;
  userId = hub.id;
  setArn = big.arn;
});
afterAll(() => simulator.stop());

/** Reads all pages with the SDK's paginator; returns the sizes of the pages and how many different rows there were. */
async function read(pages: AsyncIterable<object>, name: string) {
  const sizes: number[] = [];
  const rows = new Set<string>();
  for await (const page of pages) {
    const list = (page as Record<string, unknown[]>)[name] ?? [];
    sizes.push(list.length);
    for (const row of list) rows.add(JSON.stringify(row));
  }
  return { sizes, distinct: rows.size };
}

type Lister = () => [AsyncIterable<object>, string];
const IAM: [string, Lister][] = [
  ['ListUsers', () => [iam.paginateListUsers({ client: clients.iam }, {}), 'Users']],
  ['ListGroups', () => [iam.paginateListGroups({ client: clients.iam }, {}), 'Groups']],
  ['ListRoles', () => [iam.paginateListRoles({ client: clients.iam }, {}), 'Roles']],
  ['GetGroup', () => [iam.paginateGetGroup({ client: clients.iam }, { GroupName: 'Operators' }), 'Users']],
];
const store = () => ({ client: clients.identityStore });
const sso = () => ({ client: clients.ssoAdmin });
const CENTER: [string, Lister][] = [
  ['identitystore ListUsers', () => [identityStore.paginateListUsers(store(), { IdentityStoreId }), 'Users']],
  ['identitystore ListGroups', () => [identityStore.paginateListGroups(store(), { IdentityStoreId }), 'Groups']],
  [
    'ListGroupMemberships',
    () => [
      identityStore.paginateListGroupMemberships(store(), { IdentityStoreId, GroupId: groupId }),
      'GroupMemberships',
    ],
  ],
  [
    'ListGroupMembershipsForMember',
    () => [
      identityStore.paginateListGroupMembershipsForMember(store(), { IdentityStoreId, MemberId: { UserId: userId } }),
      'GroupMemberships',
    ],
  ],
  ['ListPermissionSets', () => [ssoAdmin.paginateListPermissionSets(sso(), { InstanceArn }), 'PermissionSets']],
  [
    'ListPermissionSetsProvisionedToAccount',
    () => [
      ssoAdmin.paginateListPermissionSetsProvisionedToAccount(sso(), { InstanceArn, AccountId }),
      'PermissionSets',
    ],
  ],
  [
    'ListAccountsForProvisionedPermissionSet',
    () => [
      ssoAdmin.paginateListAccountsForProvisionedPermissionSet(sso(), { InstanceArn, PermissionSetArn: setArn }),
      'AccountIds',
    ],
  ],
  [
    'ListAccountAssignments',
    () => [
      ssoAdmin.paginateListAccountAssignments(sso(), { InstanceArn, AccountId, PermissionSetArn: setArn }),
      'AccountAssignments',
    ],
  ],
  [
    'ListAccountAssignmentsForPrincipal',
    () => [
      ssoAdmin.paginateListAccountAssignmentsForPrincipal(sso(), {
        InstanceArn,
        PrincipalType: 'USER',
        PrincipalId: userId,
      }),
      'AccountAssignments',
    ],
  ],
];
const org = () => ({ client: clients.organizations });
const ORGANIZATIONS: [string, Lister][] = [
  ['ListAccounts', () => [organizations.paginateListAccounts(org(), {}), 'Accounts']],
  [
    'ListAccountsForParent',
    () => [organizations.paginateListAccountsForParent(org(), { ParentId: SMALL.unitId }), 'Accounts'],
  ],
  [
    'ListOrganizationalUnitsForParent',
    () => [
      organizations.paginateListOrganizationalUnitsForParent(org(), { ParentId: SMALL.rootId }),
      'OrganizationalUnits',
    ],
  ],
];

describe('the SDK’s paginator reads every row once', () => {
  it.each([...IAM, ...CENTER])('of %s in pages of 100', async (_, lister) => {
    const { sizes, distinct } = await read(...lister());
    expect(Math.max(...sizes)).toBe(100);
    expect(sizes.length).toBeGreaterThanOrEqual(3);
    expect(distinct).toBe(sizes.reduce((sum, size) => sum + size, 0));
    expect(distinct).toBeGreaterThanOrEqual(MANY);
  });

  it.each(ORGANIZATIONS)('of %s in pages of 20', async (_, lister) => {
    const { sizes, distinct } = await read(...lister());
    expect(Math.max(...sizes)).toBe(20);
    expect(distinct).toBeGreaterThanOrEqual(MANY);
    expect(distinct).toBe(sizes.reduce((sum, size) => sum + size, 0));
  });

  it('of short lists in one page', async () => {
    expect(await read(ssoAdmin.paginateListInstances(sso(), {}), 'Instances')).toEqual({ sizes: [1], distinct: 1 });
    expect(await read(organizations.paginateListRoots(org(), {}), 'Roots')).toEqual({ sizes: [1], distinct: 1 });
    const delegated = organizations.paginateListDelegatedAdministrators(org(), {});
    expect(await read(delegated, 'DelegatedAdministrators')).toEqual({ sizes: [1], distinct: 1 });
    const parents = organizations.paginateListParents(org(), { ChildId: AccountId });
    expect(await read(parents, 'Parents')).toEqual({ sizes: [1], distinct: 1 });
    expect(await read(iam.paginateListAccountAliases({ client: clients.iam }, {}), 'AccountAliases')).toMatchObject({
      sizes: [1],
    });
    const groupsOf = iam.paginateListGroupsForUser({ client: clients.iam }, { UserName: 'user-1' });
    expect(await read(groupsOf, 'Groups')).toMatchObject({ sizes: [1] });
  });

  it('while rows come and go', async () => {
    const seen: string[] = [];
    const account = simulator.world.awsAccounts.get(AccountId);
    for await (const page of iam.paginateListGroups({ client: clients.iam, pageSize: 50 }, {})) {
      seen.push(...(page.Groups ?? []).map((group) => group.GroupName ?? ''));
      account?.groups.delete('group-0');
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(MANY);
  });
});

describe('a page size', () => {
  it('is taken up to the operation’s limit and refused beyond', async () => {
    const users = (MaxItems: number) => clients.iam.send(new iam.ListUsersCommand({ MaxItems }));
    expect((await users(1000)).IsTruncated).toBe(false);
    expect((await users(7)).Users).toHaveLength(7);
    expect(await refusal(users(1001))).toEqual({
      name: 'ValidationError',
      status: 400,
      message:
        "1 validation error detected: Value '1001' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000",
    });
    expect(await refusal(users(0))).toMatchObject({ name: 'ValidationError' });
    const accounts = clients.organizations.send(new organizations.ListAccountsCommand({ MaxResults: 21 }));
    expect(await refusal(accounts)).toMatchObject({ name: 'InvalidInputException', status: 400 });
    const people = clients.identityStore.send(new identityStore.ListUsersCommand({ IdentityStoreId, MaxResults: 101 }));
    expect(await refusal(people)).toMatchObject({ name: 'ValidationException', status: 400 });
  });
});

describe('a page token', () => {
  it('is opaque and good for its own operation and parameters only', async () => {
    const first = await clients.ssoAdmin.send(new ssoAdmin.ListPermissionSetsCommand({ InstanceArn }));
    const NextToken = first.NextToken ?? '';
    expect(NextToken).not.toContain('ps-');
    const elsewhere = new ssoAdmin.ListAccountAssignmentsCommand({
      InstanceArn,
      AccountId,
      PermissionSetArn: setArn,
      NextToken,
    });
    expect(await refusal(clients.ssoAdmin.send(elsewhere))).toMatchObject({ name: 'ValidationException', status: 400 });
    const delegate = clientsFor(simulator.url, simulator.credentials.delegatedAdministrator);
    const foreign = new ssoAdmin.ListPermissionSetsCommand({ InstanceArn, NextToken });
    expect(await refusal(delegate.ssoAdmin.send(foreign))).toMatchObject({ name: 'ValidationException' });
    const again = new ssoAdmin.ListPermissionSetsCommand({ InstanceArn, NextToken, MaxResults: 5 });
    expect((await clients.ssoAdmin.send(again)).PermissionSets).toHaveLength(5);
  });

  it('that was made up is refused in each service’s words', async () => {
    const NextToken = 'bm9uc2Vuc2U';
    expect(await refusal(clients.iam.send(new iam.ListUsersCommand({ Marker: NextToken })))).toMatchObject({
      name: 'ValidationError',
      status: 400,
    });
    expect(await refusal(clients.organizations.send(new organizations.ListAccountsCommand({ NextToken })))).toEqual({
      name: 'InvalidInputException',
      status: 400,
      message:
        'You specified an invalid value for nextToken. You must get the value from the response to a previous call to the API.',
    });
    const people = new identityStore.ListUsersCommand({ IdentityStoreId, NextToken });
    expect(await refusal(clients.identityStore.send(people))).toMatchObject({
      name: 'ValidationException',
      status: 400,
    });
  });
});
