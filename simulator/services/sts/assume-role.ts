import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { isDeniedDespiteTrust, refusalOf } from '../../auth/authorize.ts';
import { requestContext } from '../../auth/request-context.ts';
import { issueSessionToken } from '../../auth/session-token.ts';
import type { RequestContext } from '../../policies/conditions.ts';
import { MalformedPolicy, parsePolicy } from '../../policies/policy-document.ts';
import { managedPolicyDocument } from '../../policies/principal-policies.ts';
import { decideTrust } from '../../policies/trust-policy.ts';
import { AwsError } from '../../protocols/aws-error.ts';
import type { IamAccount } from '../../state/iam/iam-account.ts';
import type { IamRole } from '../../state/iam/iam-entities.ts';
import type { World } from '../../state/world.ts';
import type { Call } from '../call.ts';
import { type Given, operation } from '../service.ts';

type Input = Given<AssumeRoleRequest>;

const ACTION = 'sts:AssumeRole';
const DEFAULT_DURATION_SECONDS = 3600;
const CHAINED_LIMIT_SECONDS = 3600;

/** Permission is decided by the trust policy and the caller's policies together. */
export const assumeRole = operation<AssumeRoleRequest, AssumeRoleResponse>({
  name: 'AssumeRole',
  authorize(call, input) {
    const { role } = findRole(call, input);
    if (!role || !mayAssume(call, input, role)) throw accessDenied(call, input.RoleArn);
  },
  handle(call, input) {
    const { account, role } = findRole(call, input);
    // Where permissions lag, the role may have been deleted since.
    if (!account || !role) throw accessDenied(call, input.RoleArn);
    const durationSeconds = checkedDuration(call, input, role);
    const policies = sessionPolicies(input, account);
    return session(call, input, account, role, durationSeconds, policies);
  },
});

/** One text whatever the reason: no such role, trust, ExternalId or the caller's own policies (facts 3.5). */
function accessDenied(call: Call, roleArn: string): AwsError {
  const text = `User: ${call.caller.arn} is not authorized to perform: ${ACTION} on resource: ${roleArn}`;
  return new AwsError('AccessDenied', text, 403);
}

function findRole(call: Call, { RoleArn }: Input): { account?: IamAccount; role?: IamRole } {
  const match = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(RoleArn);
  if (!match) throw new AwsError('ValidationError', `${RoleArn} is invalid`);
  const account = call.world.awsAccounts.get(match[1] ?? '');
  const role = account?.role(match[2] ?? '');
  return account && role && account.arn('role', role) === RoleArn ? { account, role } : {};
}

/**
 * A trust policy that names the caller is enough within one AWS account; trust in an AWS account, and every
 * cross-account call, needs the caller's own policies to allow it too. An explicit deny anywhere wins.
 */
function mayAssume(call: Call, input: Input, role: IamRole): boolean {
  const { world, caller } = call;
  if (isSuspended(world, input.RoleArn.split(':')[4] ?? '')) return false;
  const context = assumeContext(call, input, role);
  const trust = decideTrust(role, caller, ACTION, context);
  if (trust === 'implicitDeny' || trust === 'explicitDeny') return false;
  const isSameAccount = input.RoleArn.split(':')[4] === caller.awsAccountId;
  if (isSameAccount && trust === 'allowPrincipal') {
    return !isDeniedDespiteTrust(world, caller, { action: ACTION, resourceArn: input.RoleArn, context });
  }
  return refusalOf(world, caller, ACTION, input.RoleArn, context) === undefined;
}

/** A suspended or closed AWS account lets nobody in. */
function isSuspended(world: World, awsAccountId: string): boolean {
  const state = world.organizationOf(awsAccountId)?.accounts.get(awsAccountId)?.state;
  return state === 'SUSPENDED' || state === 'CLOSED';
}

function assumeContext(call: Call, input: Input, role: IamRole): RequestContext {
  const tags = input.Tags ?? [];
  return requestContext(call.world, call.caller, call.region, {
    'sts:ExternalId': input.ExternalId,
    'sts:RoleSessionName': input.RoleSessionName,
    'sts:SourceIdentity': input.SourceIdentity,
    'aws:TagKeys': tags.length > 0 ? tags.map((tag) => tag.Key ?? '') : undefined,
    ...Object.fromEntries(tags.map((tag) => [`aws:RequestTag/${tag.Key}`, tag.Value ?? ''])),
    ...Object.fromEntries(role.tags.map((tag) => [`aws:ResourceTag/${tag.Key}`, tag.Value])),
  });
}

function checkedDuration(call: Call, input: Input, role: IamRole): number {
  const asked = input.DurationSeconds ?? DEFAULT_DURATION_SECONDS;
  if (call.caller.role && asked > CHAINED_LIMIT_SECONDS) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  if (asked > role.maxSessionDurationSeconds) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  const keys = (input.Tags ?? []).map((tag) => (tag.Key ?? '').toLowerCase());
  if (new Set(keys).size < keys.length) {
    throw new AwsError(
      'InvalidParameterValue',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  return asked;
}

function sessionPolicies(input: Input, account: IamAccount): string[] {
  const managed = (input.PolicyArns ?? []).map(({ arn = '' }) => {
    const document = managedPolicyDocument(account, arn);
    if (!document) throw new AwsError('ValidationError', `PolicyArn ${arn} does not exist or is not attachable.`);
    return document;
  });
  const policies = input.Policy ? [input.Policy, ...managed] : managed;
  try {
    policies.forEach(parsePolicy);
  } catch (error) {
    if (error instanceof MalformedPolicy) throw new AwsError('MalformedPolicyDocument', error.message);
    throw error;
  }
  return policies;
}

function session(
  call: Call,
  input: Input,
  account: IamAccount,
  role: IamRole,
  durationSeconds: number,
  policies: string[],
): AssumeRoleResponse {
  const { world, now } = call;
  const accessKeyId = world.ids.unique('ASIA');
  const expiresAt = Math.floor(now / 1000) * 1000 + durationSeconds * 1000;
  const { token, secret } = issueSessionToken(world, {
    accessKeyId,
    awsAccountId: account.awsAccountId,
    roleName: role.name,
    roleId: role.id,
    sessionName: input.RoleSessionName,
    startedAt: now,
    expiresAt,
    // Together they act like one policy: what a session may is what any of them allows.
    policies,
    tags: (input.Tags ?? []).map((tag) => ({ Key: tag.Key ?? '', Value: tag.Value ?? '' })),
    ...(input.SourceIdentity ? { sourceIdentity: input.SourceIdentity } : {}),
  });
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secret,
      SessionToken: token,
      Expiration: new Date(expiresAt),
    },
    AssumedRoleUser: {
      AssumedRoleId: `${role.id}:${input.RoleSessionName}`,
      Arn: `arn:aws:sts::${account.awsAccountId}:assumed-role/${role.name}/${input.RoleSessionName}`,
    },
    ...(input.SourceIdentity ? { SourceIdentity: input.SourceIdentity } : {}),
    ...(policies.length > 0 ? { PackedPolicySize: packedPercent(policies) } : {}),
  };
}

/** AWS packs session policies into a token of limited size and reports how full it is; its packing isn't published. */
function packedPercent(policies: readonly string[]): number {
  return Math.max(1, Math.min(100, Math.ceil((policies.join('').length / 2048) * 100)));
}
