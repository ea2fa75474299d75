import { Organization } from '../state/organization/organization.ts';
import type { World } from '../state/world.ts';
import { addCountersign, keyPair } from './credentials.ts';
import { allow } from './wishes.ts';
import { WorldBuilder } from './world-builder.ts';

/** Fixed ids of the small world, for tests to name. Its identity store gives ids in their older form. */
export const SMALL = {
  region: 'eu-west-1',
  managementAccountId: '111111111111',
  memberAccountId: '222222222222',
  delegatedAccountId: '333333333333',
  organizationId: 'o-smallorg001',
  rootId: 'r-sm01',
  unitId: 'ou-sm01-workload',
  instanceArn: 'arn:aws:sso:::instance/ssoins-5aa11000000000aa',
  identityStoreId: 'd-5aa1100000',
} as const;

/** Three AWS accounts, five people, three groups, three permission sets, a handful of IAM things: for quick tests. */
export function smallWorld(): World {
  const builder = new WorldBuilder('small', 'small-1');
  addCountersign(builder);
  addOrganization(builder);
  addIam(builder);
  addIdentityCenter(builder);
  addOwners(builder);
  return builder.world;
}

function addOrganization(builder: WorldBuilder): void {
  const account = (id: string, name: string, parentId: string) => ({
    id,
    name,
    email: `aws+${name}@small.example`,
    state: 'ACTIVE' as const,
    parentId,
    joinedMethod: 'CREATED' as const,
    joinedAt: builder.firstTime,
  });
  builder.world.addOrganization(
    new Organization({
      id: SMALL.organizationId,
      rootId: SMALL.rootId,
      managementAccountId: SMALL.managementAccountId,
      units: [{ id: SMALL.unitId, name: 'Workloads', parentId: SMALL.rootId }],
      accounts: [
        account(SMALL.managementAccountId, 'management', SMALL.rootId),
        account(SMALL.memberAccountId, 'workload', SMALL.unitId),
        account(SMALL.delegatedAccountId, 'security', SMALL.rootId),
      ],
      delegatedAdministrators: [
        {
          awsAccountId: SMALL.delegatedAccountId,
          servicePrincipal: 'sso.amazonaws.com',
          enabledAt: builder.someTime(),
        },
      ],
    }),
  );
}

function addIam(builder: WorldBuilder): void {
  const management = builder.awsAccount(SMALL.managementAccountId);
  management.aliases.add('small-management');
  builder.iamGroup(management, 'Operators', ['ReadOnlyAccess']);
  builder.iamUser(management, {
    name: 'terraform-bootstrap',
    attached: ['AdministratorAccess'],
    key: keyPair('administrator'),
  });
  builder.iamUser(management, {
    name: 'ada@small.example',
    groups: ['Operators'],
    passwordUsedDaysAgo: 5,
    hasMfa: true,
  });
  builder.iamRole(management, {
    name: 'Auditor',
    trust: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${SMALL.managementAccountId}:root` },
        Action: 'sts:AssumeRole',
      },
    ],
    attached: ['SecurityAudit'],
  });
  builder.iamRole(management, {
    name: 'Deployer',
    path: '/ci/',
    trust: [{ Effect: 'Allow', Principal: { Service: 'codebuild.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    inline: { deploy: allow(['s3:*', 'iam:PassRole']) },
  });
  builder.iamRole(management, {
    name: 'Vendor',
    trust: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444444444444:root' }, Action: 'sts:AssumeRole' }],
  });
  const member = builder.awsAccount(SMALL.memberAccountId);
  builder.iamUser(member, {
    name: 'deploy-bootstrap',
    attached: ['AdministratorAccess'],
    key: keyPair('memberAdministrator'),
  });
  const delegated = builder.awsAccount(SMALL.delegatedAccountId);
  builder.iamUser(delegated, {
    name: 'sso-delegate',
    attached: ['AdministratorAccess'],
    key: keyPair('delegatedAdministrator'),
  });
}

/** What Organizations makes in each AWS account that is created: the management's way in. */
function addOwners(builder: WorldBuilder): void {
  const AWS = `arn:aws:iam::${SMALL.managementAccountId}:root`;
  for (const id of [SMALL.memberAccountId, SMALL.delegatedAccountId]) {
    builder.iamRole(builder.awsAccount(id), {
      name: 'OrganizationAccountAccessRole',
      trust: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }],
      attached: ['AdministratorAccess'],
    });
  }
}

function addIdentityCenter(builder: WorldBuilder): void {
  const center = builder.identityCenter({
    instanceArn: SMALL.instanceArn,
    identityStoreId: SMALL.identityStoreId,
    region: SMALL.region,
    ownerAccountId: SMALL.managementAccountId,
    name: 'small',
    createdAt: builder.firstTime,
  });
  const people = [
    ['Ada', 'Lovelace'],
    ['Alan', 'Turing'],
    ['Barbara', 'Liskov'],
    ['Edsger', 'Dijkstra'],
    ['Grace', 'Hopper'],
  ].map(([givenName = '', familyName = '']) => {
    const userName = `${givenName.toLowerCase()}@small.example`;
    return builder.directoryUser(center, { userName, givenName, familyName, email: userName, isOldForm: true });
  });
  const groups = ['Engineers', 'Auditors', 'Nobody'].map((name) =>
    builder.directoryGroup(center, name, `${name} of small`, true),
  );
  const [engineers, auditors] = groups;
  if (!engineers || !auditors) throw new Error('the small world has groups');
  for (const user of people.slice(0, 3)) builder.member(center, engineers, user, true);
  for (const user of people.slice(2, 4)) builder.member(center, auditors, user, true);
  const [administrator, readOnly] = [
    { name: 'AdministratorAccess', description: 'Everything', session: 'PT1H', managed: ['AdministratorAccess'] },
    { name: 'ReadOnlyAccess', description: 'Look, not touch', session: 'PT8H', managed: ['ReadOnlyAccess'] },
    { name: 'Unused', description: 'Assigned to nobody', session: 'PT1H' },
  ].map((wish) => builder.permissionSet(center, wish));
  const grace = people[4];
  if (!administrator || !readOnly || !grace) throw new Error('the small world has sets and people');
  const { memberAccountId, managementAccountId } = SMALL;
  const group = (permissionSetArn: string, principalId: string, awsAccountId: string) =>
    builder.assign(center, { awsAccountId, permissionSetArn, principalType: 'GROUP', principalId });
  group(readOnly.arn, engineers.id, memberAccountId);
  group(readOnly.arn, auditors.id, memberAccountId);
  group(readOnly.arn, auditors.id, managementAccountId);
  builder.assign(center, {
    awsAccountId: memberAccountId,
    permissionSetArn: administrator.arn,
    principalType: 'USER',
    principalId: grace.id,
  });
}
