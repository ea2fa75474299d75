import { seal } from '../../services/sso-oidc/sign-in-tokens.ts';
import type { IamAccount } from '../../state/iam/iam-account.ts';
import type { IdentityCenter } from '../../state/identity-center/identity-center.ts';
import type { World } from '../../state/world.ts';
import { SMALL } from '../../worlds/small.ts';
import { allow } from '../../worlds/wishes.ts';
import { WorldBuilder } from '../../worlds/world-builder.ts';
import type { Who } from './operation-case.ts';

export const MANAGEMENT = `arn:aws:iam::${SMALL.managementAccountId}`;
export const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
export const DOCUMENT = JSON.stringify(allow('s3:*'));
export const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
export const METADATA = `<EntityDescriptor><IDPSSODescriptor>${'x'.repeat(1000)}</IDPSSODescriptor></EntityDescriptor>`;
export const EMPTY_UNIT = 'ou-sm01-emptyunit';
const OUTSIDER_ACCOUNT_ID = '444444444444';
const JOB_ID = '0a1b2c3d-0000-4000-8000-000000000001';
const REQUEST_IDS = {
  creation: '0a1b2c3d-0000-4000-8000-00000000000a',
  deletion: '0a1b2c3d-0000-4000-8000-00000000000b',
  provisioning: '0a1b2c3d-0000-4000-8000-00000000000c',
} as const;
/** Good for as long as any test runs. */
const FAR = Date.UTC(2100, 0, 1);

/** Who calls: one user of that name in each of three AWS accounts, allowed what a test says. */
export const TESTERS: Readonly<Record<Who, { awsAccountId: string; accessKeyId: string; secretAccessKey: string }>> = {
  management: {
    awsAccountId: SMALL.managementAccountId,
    accessKeyId: 'AKIATESTERTESTERTES1',
    secretAccessKey: 'tester',
  },
  member: { awsAccountId: SMALL.memberAccountId, accessKeyId: 'AKIATESTERTESTERTES2', secretAccessKey: 'tester' },
  outsider: { awsAccountId: OUTSIDER_ACCOUNT_ID, accessKeyId: 'AKIATESTERTESTERTES3', secretAccessKey: 'tester' },
};

/** Ids that the world gave to what was prepared. */
export type Facts = ReturnType<typeof prepareWorld>;

/** The small world, and in it one of everything that an operation can be about: a `bare` one, and one that has `full` of all. */
export function prepareWorld(world: World) {
  const builder = Object.assign(new WorldBuilder('x', 'x'), { world });
  const [center] = world.identityCenters;
  if (!center) throw new Error('the small world has an instance');
  for (const { awsAccountId, accessKeyId: id, secretAccessKey: secret } of Object.values(TESTERS)) {
    const account = builder.awsAccount(awsAccountId);
    builder.iamUser(account, { name: 'tester', key: { accessKeyId: id, secret } });
  }
  const account = builder.awsAccount(SMALL.managementAccountId);
  return {
    ...prepareIam(builder, account),
    ...prepareReports(account),
    ...prepareOrganization(world),
    ...prepareIdentityCenter(builder, center),
    ...prepareSignIn(world, center),
  };
}

/** Lets a tester do what the statements say, and nothing else. */
export function letTester(world: World, who: Who, ...statements: readonly object[]): void {
  const account = world.awsAccounts.get(TESTERS[who].awsAccountId);
  const user = account?.user('tester');
  if (!account || !user) throw new Error('the world was not prepared');
  user.inlinePolicies =
    statements.length === 0 ? {} : { test: JSON.stringify({ Version: '2012-10-17', Statement: statements }) };
  account.version += 1;
}

function prepareIam(builder: WorldBuilder, account: IamAccount) {
  const has = { inline: { inline: allow('s3:*') }, attached: ['ReadOnlyAccess'], tags: { team: 'x' } };
  const trust = [
    { Effect: 'Allow', Principal: { AWS: `${MANAGEMENT}:root` }, Action: ['sts:AssumeRole', 'sts:TagSession'] },
  ];
  const full = builder.iamGroup(account, 'full', ['ReadOnlyAccess']);
  full.inlinePolicies.inline = DOCUMENT;
  builder.iamGroup(account, 'bare');
  builder.iamUser(account, { name: 'bare' });
  const user = builder.iamUser(account, { name: 'full', groups: ['full'], key: true, passwordUsedDaysAgo: 1, ...has });
  const role = builder.iamRole(account, { name: 'full', trust, ...has });
  builder.iamRole(account, { name: 'bare', trust });
  for (const holder of [user, role]) holder.permissionsBoundaryArn = READ_ONLY;
  const policy = { path: '/', createdAt: 0, updatedAt: 0, versionsMade: 2, defaultVersionId: 'v1' };
  for (const name of ['bare', 'full']) {
    const versions = ['v1', 'v2'].map((id) => ({ id, document: DOCUMENT, createdAt: 0 }));
    account.policies.add({
      ...policy,
      name,
      id: builder.world.ids.unique('ANPA'),
      arn: `${MANAGEMENT}:policy/${name}`,
      versions: name === 'bare' ? versions.slice(0, 1) : versions,
      tags: name === 'bare' ? [] : [{ Key: 'team', Value: 'x' }],
    });
  }
  user.attachedPolicyArns.push(`${MANAGEMENT}:policy/full`);
  const seed = 'JBSWY3DPEHPK3PXP';
  account.virtualMfaDevices.add({ serialNumber: `${MANAGEMENT}:mfa/bare`, seed, tags: [] });
  const worn = { serialNumber: `${MANAGEMENT}:mfa/full`, enabledAt: 0 };
  account.virtualMfaDevices.add({ ...worn, seed, userKey: 'full', tags: [] });
  user.mfaDevices = [worn];
  account.samlProviders.add({
    arn: `${MANAGEMENT}:saml-provider/full`,
    createdAt: 0,
    validUntil: FAR,
    metadata: METADATA,
  });
  account.oidcProviders.add({ arn: `${MANAGEMENT}:oidc-provider/oidc.example/full`, clientIds: [], createdAt: 0 });
  return { accessKeyId: user.accessKeys[0]?.id ?? '', mfaSeed: seed };
}

function prepareReports(account: IamAccount) {
  const now = Date.now();
  account.passwordPolicy = {
    minimumLength: 8,
    needsSymbols: false,
    needsNumbers: false,
    needsUppercase: false,
    needsLowercase: false,
    usersMayChange: true,
  };
  account.credentialReport = { generatedAt: now - 60_000, readyAt: now - 58_000, csv: 'user,arn' };
  account.lastAccessedJobs.add({
    id: JOB_ID,
    callerId: account.user('tester')?.id ?? '',
    granularity: 'SERVICE_LEVEL',
    createdAt: now - 60_000,
    readyAt: now - 58_000,
    services: [{ namespace: 'iam', entities: 0 }],
  });
  return { jobId: JOB_ID };
}

function prepareOrganization(world: World) {
  const [organization] = world.organizations;
  if (!organization) throw new Error('the small world has an organization');
  organization.addUnit({ id: EMPTY_UNIT, name: 'Empty', parentId: SMALL.rootId });
  for (const id of ['p-bare0000', 'p-full0000']) {
    organization.policies.add({ id, name: id, description: '', document: DOCUMENT, isAwsManaged: false });
  }
  organization.setPolicyIds(EMPTY_UNIT, ['p-FullAWSAccess', 'p-full0000']);
  const requestId = 'car-0123456789abcdef0123456789abcdef';
  organization.requests.add({
    id: requestId,
    kind: 'CREATE',
    awsAccountId: SMALL.memberAccountId,
    name: 'workload',
    email: 'aws+workload@small.example',
    roleName: 'x',
    tags: [],
    requestedAt: 0,
    dueAt: 0,
    state: 'SUCCEEDED',
  });
  return { createAccountRequestId: requestId };
}

function prepareIdentityCenter(builder: WorldBuilder, center: IdentityCenter) {
  const user = center.usersByName.get('ada@small.example');
  const group = center.groupsByName.get('engineers');
  const membership = user && group && center.membershipOf(group.id, user.id);
  const sets = Object.fromEntries(center.permissionSets.all().map(({ name, arn }) => [name, arn]));
  if (!user || !group || !membership) throw new Error('the small world has members');
  const full = builder.permissionSet(center, {
    name: 'Full',
    description: 'has everything',
    session: 'PT1H',
    managed: ['ReadOnlyAccess'],
    inline: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
    tags: { team: 'x' },
  });
  full.customerPolicies = [{ Name: 'own', Path: '/' }];
  full.boundary = { ManagedPolicyArn: READ_ONLY };
  const ended = { createdAt: 0, dueAt: 0, status: 'SUCCEEDED' as const };
  const permissionSetArn = sets.ReadOnlyAccess ?? '';
  const assignment = {
    awsAccountId: SMALL.memberAccountId,
    permissionSetArn,
    principalType: 'GROUP' as const,
    principalId: group.id,
  };
  center.addRequest({ ...ended, id: REQUEST_IDS.creation, kind: 'CREATION', assignment });
  center.addRequest({ ...ended, id: REQUEST_IDS.deletion, kind: 'DELETION', assignment });
  center.addRequest({ ...ended, id: REQUEST_IDS.provisioning, kind: 'PROVISIONING', permissionSetArn });
  return {
    userId: user.id,
    groupId: group.id,
    membershipId: membership.id,
    otherUserId: center.usersByName.get('grace@small.example')?.id ?? '',
    fullSet: full.arn,
    unusedSet: sets.Unused ?? '',
    assignedSet: permissionSetArn,
    requestIds: REQUEST_IDS,
  };
}

/** Ada has signed in, on a device whose token has been fetched, and on one whose has not. */
function prepareSignIn(world: World, center: IdentityCenter) {
  const clientId = 'client-of-the-tests-00';
  const userId = center.usersByName.get('ada@small.example')?.id ?? '';
  center.signIns.add({ deviceCode: 'approved', userCode: 'BBBB-BBBB', clientId, expiresAt: FAR, userId }, 0);
  center.signIns.add({ deviceCode: 'pending', userCode: 'CCCC-CCCC', clientId, expiresAt: FAR }, 0);
  const { instanceArn } = center.base;
  return {
    client: { clientId, clientSecret: seal(world, 'client', { clientId, expiresAt: FAR }) },
    accessToken: seal(world, 'access', { instanceArn, userId, signInId: 'signed-in', expiresAt: FAR }),
  };
}
