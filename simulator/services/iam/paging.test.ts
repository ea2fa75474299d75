import * as iam from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor } from '../../testing/clients.ts';
import { SMALL } from '../../worlds/small.ts';
import { WorldBuilder } from '../../worlds/world-builder.ts';
import { iam as service } from './index.ts';

const MANY = 230;
const UserName = 'many';
const GroupName = 'Many';
const RoleName = 'Many';
const PolicyArn = `arn:aws:iam::${SMALL.managementAccountId}:policy/many`;
const POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
const PolicyDocument = JSON.stringify(POLICY);

let simulator: Simulator;
let client: Clients['iam'];

/** The small world with one of everything that has many of everything. */
beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
  client = clientsFor(simulator.url, simulator.credentials.administrator).iam;
  const builder = Object.assign(new WorldBuilder('x', 'x'), { world: simulator.world });
  const account = builder.awsAccount(SMALL.managementAccountId);
  const trust = [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }];
  const inline = Object.fromEntries(Array.from({ length: MANY }, (_, index) => [`inline-${index}`, POLICY]));
  const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key-${index}`, 'x']));
  const group = builder.iamGroup(account, GroupName);
  const many = builder.iamUser(account, { name: UserName, key: true, hasRetiredKey: true, inline, tags });
  const role = builder.iamRole(account, { name: RoleName, trust, inline, tags });
  await client.send(new iam.CreatePolicyCommand({ PolicyName: 'many', PolicyDocument, Tags: many.tags }));
  await client.send(new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument }));
  many.mfaDevices = [];
  for (let index = 0; index < MANY; index += 1) {
    const { arn } = account.policies.add({
      ...(account.policy(PolicyArn) as NonNullable<ReturnType<typeof account.policy>>),
      name: `policy-${index}`,
      arn: `arn:aws:iam::${account.awsAccountId}:policy/policy-${index}`,
    });
    for (const holder of [many, group, role]) holder.attachedPolicyArns.push(arn);
    account.join(builder.iamUser(account, { name: `user-${index}`, attached: [PolicyArn], hasMfa: true }), group);
    account.join(many, builder.iamGroup(account, `group-${index}`));
    builder.iamRole(account, { name: `role-${index}`, trust });
    account.aliases.add(`alias-${index}`);
    const serialNumber = `arn:aws:iam::${account.awsAccountId}:mfa/many-${index}`;
    many.mfaDevices.push({ serialNumber, enabledAt: 0 });
    group.inlinePolicies[`inline-${index}`] = PolicyDocument;
  }
});
afterAll(() => simulator.stop());

type Lister = (config: { client: Clients['iam']; pageSize: number }) => AsyncIterable<object>;
const LISTS: Record<string, [read: Lister, member: string, least: number]> = {
  ListUsers: [(config) => iam.paginateListUsers(config, {}), 'Users', MANY],
  ListGroups: [(config) => iam.paginateListGroups(config, {}), 'Groups', MANY],
  ListRoles: [(config) => iam.paginateListRoles(config, {}), 'Roles', MANY],
  GetGroup: [(config) => iam.paginateGetGroup(config, { GroupName }), 'Users', MANY],
  ListGroupsForUser: [(config) => iam.paginateListGroupsForUser(config, { UserName }), 'Groups', MANY],
  ListUserPolicies: [(config) => iam.paginateListUserPolicies(config, { UserName }), 'PolicyNames', MANY],
  ListGroupPolicies: [(config) => iam.paginateListGroupPolicies(config, { GroupName }), 'PolicyNames', MANY],
  ListRolePolicies: [(config) => iam.paginateListRolePolicies(config, { RoleName }), 'PolicyNames', MANY],
  ListAttachedUserPolicies: [
    (config) => iam.paginateListAttachedUserPolicies(config, { UserName }),
    'AttachedPolicies',
    MANY,
  ],
  ListAttachedGroupPolicies: [
    (config) => iam.paginateListAttachedGroupPolicies(config, { GroupName }),
    'AttachedPolicies',
    MANY,
  ],
  ListAttachedRolePolicies: [
    (config) => iam.paginateListAttachedRolePolicies(config, { RoleName }),
    'AttachedPolicies',
    MANY,
  ],
  ListPolicies: [(config) => iam.paginateListPolicies(config, {}), 'Policies', MANY],
  ListEntitiesForPolicy: [(config) => iam.paginateListEntitiesForPolicy(config, { PolicyArn }), 'PolicyUsers', MANY],
  ListPolicyVersions: [(config) => iam.paginateListPolicyVersions(config, { PolicyArn }), 'Versions', 2],
  ListUserTags: [(config) => iam.paginateListUserTags(config, { UserName }), 'Tags', 50],
  ListRoleTags: [(config) => iam.paginateListRoleTags(config, { RoleName }), 'Tags', 50],
  ListPolicyTags: [(config) => iam.paginateListPolicyTags(config, { PolicyArn }), 'Tags', 50],
  ListAccessKeys: [(config) => iam.paginateListAccessKeys(config, { UserName }), 'AccessKeyMetadata', 2],
  ListMFADevices: [(config) => iam.paginateListMFADevices(config, { UserName }), 'MFADevices', MANY],
  ListVirtualMFADevices: [(config) => iam.paginateListVirtualMFADevices(config, {}), 'VirtualMFADevices', MANY],
  ListAccountAliases: [(config) => iam.paginateListAccountAliases(config, {}), 'AccountAliases', MANY],
  GetAccountAuthorizationDetails: [
    (config) => iam.paginateGetAccountAuthorizationDetails(config, { Filter: ['Role'] }),
    'RoleDetailList',
    MANY,
  ],
};

async function read([list, member]: [Lister, string, number], pageSize: number) {
  const sizes: number[] = [];
  const rows = new Set<string>();
  for await (const page of list({ client, pageSize })) {
    const items = (page as Record<string, unknown[]>)[member] ?? [];
    sizes.push(items.length);
    for (const item of items) rows.add(JSON.stringify(item));
  }
  return { sizes, count: sizes.reduce((sum, size) => sum + size, 0), distinct: rows.size };
}

describe('the SDK’s paginator reads every row once', () => {
  it('of every list that AWS pages and that is simulated', () => {
    const paged = service.operations.map(({ name }) => name).filter((name) => `paginate${name}` in iam);
    expect(Object.keys(LISTS).sort()).toEqual(paged.sort());
  });

  it.each(Object.entries(LISTS))('of %s', async (_, list) => {
    const pageSize = list[2] === 2 ? 1 : Math.ceil(list[2] / 3);
    const { sizes, count, distinct } = await read(list, pageSize);
    expect(Math.max(...sizes)).toBe(pageSize);
    expect(sizes.length).toBeGreaterThan(1);
    expect(count).toBeGreaterThanOrEqual(list[2]);
    expect(distinct).toBe(count);
    expect((await read(list, 1_000)).count).toBe(count);
  });
});

it('a last-accessed report is paged by its marker', async () => {
  const Arn = `arn:aws:iam::${SMALL.managementAccountId}:user/terraform-bootstrap`;
  const { JobId } = await client.send(new iam.GenerateServiceLastAccessedDetailsCommand({ Arn }));
  const page = (Marker?: string) =>
    client.send(new iam.GetServiceLastAccessedDetailsCommand({ JobId, MaxItems: 20, ...(Marker ? { Marker } : {}) }));
  const first = await page();
  expect(first).toMatchObject({ IsTruncated: true });
  const second = await page(first.Marker);
  const names = [first, second].flatMap(({ ServicesLastAccessed: rows }) => rows?.map((row) => row.ServiceNamespace));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(20);
});
