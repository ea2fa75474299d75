import type { IamAccount } from '../../state/iam-account.ts';
import type { IamRole } from '../../state/iam-entities.ts';
import type { IdSource } from '../../state/id-source.ts';
import type { IdentityCenter } from '../../state/identity-center.ts';
import type { PermissionSet } from '../../state/identity-center-entities.ts';
import type { World } from '../../state/world.ts';

const SAML_AUDIENCE = 'https://signin.aws.amazon.com/saml';
const PROVIDER_VALIDITY_MS = 100 * 365 * 24 * 3600 * 1000;

/** Instances with home region us-east-1 leave the region out (facts 3.4). */
export function rolePath({ base }: IdentityCenter): string {
  const region = base.region === 'us-east-1' ? '' : `${base.region}/`;
  return `/aws-reserved/sso.amazonaws.com/${region}`;
}

/** The one SAML provider of an instance in an AWS account; the same hex digits every time. */
export function samlProviderArn({ base }: IdentityCenter, awsAccountId: string): string {
  const digits = base.instanceArn
    .replace(/[^0-9a-f]/g, '')
    .slice(-16)
    .padStart(16, '0');
  return `arn:aws:iam::${awsAccountId}:saml-provider/AWSSSO_${digits}_DO_NOT_DELETE`;
}

/** What Identity Center puts into an AWS account with the first assignment of a set: role, and SAML provider. */
export function provisionSet(
  world: World,
  center: IdentityCenter,
  set: PermissionSet,
  awsAccountId: string,
  at: number,
): void {
  const account = world.awsAccounts.get(awsAccountId);
  if (!account || reservedRole(world, set, awsAccountId)) return;
  addReservedRole(account, center, set, world.ids, at);
}

/** The role itself. Worlds that build an AWS account's IAM when it is first looked at bring their own ids. */
export function addReservedRole(
  account: IamAccount,
  center: IdentityCenter,
  set: PermissionSet,
  ids: IdSource,
  at: number,
): void {
  const providerArn = samlProviderArn(center, account.awsAccountId);
  if (!account.samlProviders.has(providerArn)) {
    account.samlProviders.add({ arn: providerArn, createdAt: at, validUntil: at + PROVIDER_VALIDITY_MS });
  }
  account.roles.add({
    name: `AWSReservedSSO_${set.name}_${ids.hex(16)}`,
    path: rolePath(center),
    id: ids.unique('AROA'),
    createdAt: at,
    ...(set.description ? { description: set.description } : {}),
    maxSessionDurationSeconds: 43_200,
    trustPolicy: trustPolicy(providerArn),
    trustedIds: {},
    inlinePolicies: set.inlinePolicy ? { AwsSSOInlinePolicy: set.inlinePolicy } : {},
    attachedPolicyArns: set.managedPolicies.map(({ Arn }) => Arn),
    tags: [],
  });
  account.version += 1;
}

/** And what it takes away with the last: the role, and with the last role the provider. */
export function deprovisionSet(world: World, center: IdentityCenter, set: PermissionSet, awsAccountId: string): void {
  const account = world.awsAccounts.get(awsAccountId);
  const role = reservedRole(world, set, awsAccountId);
  if (!account || !role) return;
  account.roles.delete(role.name.toLowerCase());
  const isLast = !account.roles.all().some(({ path }) => path === rolePath(center));
  if (isLast) account.samlProviders.delete(samlProviderArn(center, awsAccountId));
  account.version += 1;
}

function reservedRole(world: World, set: PermissionSet, awsAccountId: string): IamRole | undefined {
  const pattern = new RegExp(`^AWSReservedSSO_${set.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}_[0-9a-f]{16}$`);
  return world.awsAccounts
    .get(awsAccountId)
    ?.roles.all()
    .find(({ name }) => pattern.test(name));
}

function trustPolicy(providerArn: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: providerArn },
        Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
        Condition: { StringEquals: { 'SAML:aud': SAML_AUDIENCE } },
      },
    ],
  });
}
