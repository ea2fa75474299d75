import * as iam from '@aws-sdk/client-iam';
import * as store from '@aws-sdk/client-identitystore';
import * as organizations from '@aws-sdk/client-organizations';
import * as sso from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { type Clients, clientsFor, refusal } from '../testing/clients.ts';
import { DEMO_IDENTITY_STORE_ID, DEMO_INSTANCE_ARN, DEMO_REGION } from '../worlds/demo/identity-center.ts';
import { MANAGEMENT } from '../worlds/demo/organization.ts';

const RoleName = 'countersign-read';
const ExternalId = 'an-external-id';
const instance = { InstanceArn: DEMO_INSTANCE_ARN };
const identities = { IdentityStoreId: DEMO_IDENTITY_STORE_ID };

let simulator: Simulator;
let admin: Clients;
let reader: Clients;
let set: { InstanceArn: string; PermissionSetArn: string };
let GroupId: string;

/** The 14 actions of the minimum read policy (CON-9), each with a call that needs it. */
const CALLS: Record<string, (clients: Clients) => Promise<unknown>> = {
  'iam:GetGroup': ({ iam: client }) => client.send(new iam.GetGroupCommand({ GroupName: 'Developers' })),
  'iam:ListAccountAliases': ({ iam: client }) => client.send(new iam.ListAccountAliasesCommand({})),
  'iam:ListGroups': ({ iam: client }) => client.send(new iam.ListGroupsCommand({})),
  'iam:ListRoles': ({ iam: client }) => client.send(new iam.ListRolesCommand({})),
  'iam:ListUsers': ({ iam: client }) => client.send(new iam.ListUsersCommand({})),
  'identitystore:ListGroupMemberships': ({ identityStore }) =>
    identityStore.send(new store.ListGroupMembershipsCommand({ ...identities, GroupId })),
  'identitystore:ListGroups': ({ identityStore }) => identityStore.send(new store.ListGroupsCommand(identities)),
  'identitystore:ListUsers': ({ identityStore }) => identityStore.send(new store.ListUsersCommand(identities)),
  'organizations:ListAccounts': (clients) => clients.organizations.send(new organizations.ListAccountsCommand({})),
  'sso:DescribePermissionSet': ({ ssoAdmin }) => ssoAdmin.send(new sso.DescribePermissionSetCommand(set)),
  'sso:ListAccountAssignments': ({ ssoAdmin }) =>
    ssoAdmin.send(new sso.ListAccountAssignmentsCommand({ ...set, AccountId: MANAGEMENT })),
  'sso:ListInstances': ({ ssoAdmin }) => ssoAdmin.send(new sso.ListInstancesCommand({})),
  'sso:ListPermissionSets': ({ ssoAdmin }) => ssoAdmin.send(new sso.ListPermissionSetsCommand(instance)),
  'sso:ListPermissionSetsProvisionedToAccount': ({ ssoAdmin }) =>
    ssoAdmin.send(new sso.ListPermissionSetsProvisionedToAccountCommand({ ...instance, AccountId: MANAGEMENT })),
};
const ACTIONS = Object.keys(CALLS);

beforeAll(async () => {
  simulator = await startSimulator({ world: 'demo', throttling: false });
  admin = clientsFor(simulator.url, simulator.credentials.administrator, DEMO_REGION);
  const [center] = simulator.world.identityCenters;
  set = { ...instance, PermissionSetArn: center?.permissionSets.all()[0]?.arn ?? '' };
  GroupId = center?.groups.all()[0]?.id ?? '';
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::905418227316:role/countersign-server' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': ExternalId } },
      },
    ],
  });
  await admin.iam.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await allow(ACTIONS);
  const product = clientsFor(simulator.url, simulator.credentials.countersign, DEMO_REGION);
  const RoleArn = `arn:aws:iam::${MANAGEMENT}:role/${RoleName}`;
  const answer = await product.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'countersign', ExternalId }));
  const credentials = {
    accessKeyId: answer.Credentials?.AccessKeyId ?? '',
    secretAccessKey: answer.Credentials?.SecretAccessKey ?? '',
    sessionToken: answer.Credentials?.SessionToken ?? '',
  };
  reader = clientsFor(simulator.url, credentials, DEMO_REGION);
});
afterAll(() => simulator.stop());

async function allow(Action: readonly string[]): Promise<void> {
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
  });
  await admin.iam.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'read', PolicyDocument }));
}

it('a role with the 14 actions can make the 14 calls and no other', async () => {
  expect(ACTIONS).toHaveLength(14);
  await allow(ACTIONS);
  for (const call of Object.values(CALLS)) await expect(call(reader)).resolves.toBeDefined();
  const others = [
    reader.iam.send(new iam.GetUserCommand({ UserName: 'amara' })),
    reader.organizations.send(new organizations.ListRootsCommand({})),
    reader.ssoAdmin.send(new sso.DescribeInstanceCommand(instance)),
  ];
  for (const other of others) expect((await refusal(other)).name).toMatch(/^AccessDenied/);
});

it.each(ACTIONS)('without %s exactly that call is refused, naming the action', async (missing) => {
  await allow(ACTIONS.filter((action) => action !== missing));
  for (const [action, call] of Object.entries(CALLS)) {
    if (action !== missing) await expect(call(reader)).resolves.toBeDefined();
  }
  const { name, message } = await refusal((CALLS[missing] as (clients: Clients) => Promise<unknown>)(reader));
  expect(name).toMatch(/^AccessDenied/);
  expect(message).toContain(`is not authorized to perform: ${missing} on resource: `);
  expect(message).toContain(`because no identity-based policy allows the ${missing} action`);
});
