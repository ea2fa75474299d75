import { MalformedPolicy, parsePolicy } from '../../policies/policy-document.ts';
import { managedPolicyDocument } from '../../policies/principal-policies.ts';
import type { IamAccount } from '../../state/iam/iam-account.ts';
import type { IamRole } from '../../state/iam/iam-entities.ts';
import type { IdSource } from '../../state/id-source.ts';
import type { IdentityCenter } from '../../state/identity-center/identity-center.ts';
import type { Boundary, CustomerPolicy, PermissionSet } from '../../state/identity-center/identity-center-entities.ts';
import type { World } from '../../state/world.ts';

const SAML_AUDIENCE = 'https://signin.aws.amazon.com/saml';
/** IAM's quotas for inline policies of a role, without white space, and for roles (facts 3.3). */
const MAX_INLINE_BYTES = 10_240;
const MAX_ROLES = 1_000;
const PROVIDER_VALIDITY_MS = 100 * 365 * 24 * 3600 * 1000;

/** Instances with home region us-east-1 leave the region out (facts 3.4). */
export function rolePath({ base }: Pick<IdentityCenter, 'base'>): string {
  const region = base.region === 'us-east-1' ? '' : `${base.region}/`;
  return `/aws-reserved/sso.amazonaws.com/${region}`;
}

/** The one SAML provider of an instance in an AWS account; the same hex digits every time. */
export function samlProviderArn({ base }: Pick<IdentityCenter, 'base'>, awsAccountId: string): string {
  const digits = base.instanceArn
    .replace(/[^0-9a-f]/g, '')
    .slice(-16)
    .padStart(16, '0');
  return `arn:aws:iam::${awsAccountId}:saml-provider/AWSSSO_${digits}_DO_NOT_DELETE`;
}

/**
 * What Identity Center puts into an AWS account: the SAML provider and the set's role, made or brought up to the set's
 * latest form. Returns why IAM refused, when it did; then the role stays as it was.
 */
export function provisionSet(
  world: World,
  center: IdentityCenter,
  set: PermissionSet,
  awsAccountId: string,
  at: number,
): IamRefusal | undefined {
  const account = world.awsAccounts.get(awsAccountId);
  const refusal = account && addReservedRole(account, center, set, world.ids, at);
  if (account && !refusal) center.setProvisioned(awsAccountId, set.arn);
  return refusal;
}

/** The role alone. Worlds that build an AWS account's IAM when it is first looked at bring their own ids. */
export function addReservedRole(
  account: IamAccount,
  center: Pick<IdentityCenter, 'base'>,
  set: PermissionSet,
  ids: IdSource,
  at: number,
): IamRefusal | undefined {
  const { awsAccountId } = account;
  const known = reservedRole(account, set);
  const name = known?.name ?? `AWSReservedSSO_${set.name}_${ids.hex(16)}`;
  const refusal = refusalOfRole(account, set, name, known === undefined);
  if (refusal) return refusal;
  const role = known ?? addRole(account, center, ids, name, at);
  if (set.description) role.description = set.description;
  else delete role.description;
  role.inlinePolicies = set.inlinePolicy ? { AwsSSOInlinePolicy: set.inlinePolicy } : {};
  role.attachedPolicyArns = [
    ...set.managedPolicies.map(({ Arn }) => Arn),
    ...(set.customerPolicies ?? []).map((policy) => customerPolicyArn(awsAccountId, policy)),
  ];
  if (set.boundary) role.permissionsBoundaryArn = boundaryArn(awsAccountId, set.boundary);
  else delete role.permissionsBoundaryArn;
  account.version += 1;
  return undefined;
}

function addRole(
  account: IamAccount,
  center: Pick<IdentityCenter, 'base'>,
  ids: IdSource,
  name: string,
  at: number,
): IamRole {
  const providerArn = samlProviderArn(center, account.awsAccountId);
  if (!account.samlProviders.has(providerArn)) {
    account.samlProviders.add({ arn: providerArn, createdAt: at, validUntil: at + PROVIDER_VALIDITY_MS });
  }
  return account.roles.add({
    name,
    path: rolePath(center),
    id: ids.unique('AROA'),
    createdAt: at,
    maxSessionDurationSeconds: 43_200,
    trustPolicy: trustPolicy(providerArn),
    trustedIds: {},
    inlinePolicies: {},
    attachedPolicyArns: [],
    tags: [],
  });
}

export interface IamRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** What IAM finds wrong with the role a set asks for. `Not supported policy` is Identity Center's own (a real answer). */
function refusalOfRole(
  account: IamAccount,
  set: PermissionSet,
  roleName: string,
  isNew: boolean,
): IamRefusal | undefined {
  const { awsAccountId } = account;
  const wanted = (set.customerPolicies ?? []).map((policy) => customerPolicyArn(awsAccountId, policy));
  if (set.boundary) wanted.push(boundaryArn(awsAccountId, set.boundary));
  const missing = wanted.find((arn) => managedPolicyDocument(account, arn) === undefined);
  if (missing) return { status: 404, code: 'NoSuchEntity', message: `Not supported policy ${missing}.` };
  const inline = set.inlinePolicy ?? '';
  if (inline.replace(/\s/g, '').length > MAX_INLINE_BYTES) {
    const message = `Maximum policy size of ${MAX_INLINE_BYTES} bytes exceeded for role ${roleName}`;
    return { status: 409, code: 'LimitExceeded', message };
  }
  if (isNew && account.roles.size >= MAX_ROLES) {
    return { status: 409, code: 'LimitExceeded', message: `Cannot exceed quota for RolesPerAccount: ${MAX_ROLES}` };
  }
  return inline ? malformed(inline) : undefined;
}

function malformed(document: string): IamRefusal | undefined {
  try {
    parsePolicy(document);
    return undefined;
  } catch (error) {
    if (!(error instanceof MalformedPolicy)) throw error;
    return { status: 400, code: 'MalformedPolicyDocument', message: error.message };
  }
}

function customerPolicyArn(awsAccountId: string, { Path, Name }: CustomerPolicy): string {
  return `arn:aws:iam::${awsAccountId}:policy${Path}${Name}`;
}

function boundaryArn(awsAccountId: string, boundary: Boundary): string {
  return 'ManagedPolicyArn' in boundary
    ? boundary.ManagedPolicyArn
    : customerPolicyArn(awsAccountId, boundary.CustomerManagedPolicyReference);
}

/** And what it takes away with the last: the role, and with the last role the provider. */
export function deprovisionSet(world: World, center: IdentityCenter, set: PermissionSet, awsAccountId: string): void {
  const account = world.awsAccounts.get(awsAccountId);
  const role = account && reservedRole(account, set);
  if (!account || !role) return;
  account.roles.delete(role.name.toLowerCase());
  const isLast = !account.roles.all().some(({ path }) => path === rolePath(center));
  if (isLast) account.samlProviders.delete(samlProviderArn(center, awsAccountId));
  account.version += 1;
}

/** The role of a set in an AWS account. Roles are in the order of their names, so it is found by the name's beginning. */
export function reservedRole(account: IamAccount, set: PermissionSet): IamRole | undefined {
  const prefix = `awsreservedsso_${set.name.toLowerCase()}_`;
  const roles = account.roles.all();
  for (let position = account.roles.positionAfter(prefix); position < roles.length; position += 1) {
    const { name } = roles[position] as IamRole;
    if (!name.toLowerCase().startsWith(prefix)) return undefined;
    if (/^[0-9a-f]{16}$/.test(name.slice(prefix.length))) return roles[position];
  }
  return undefined;
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
