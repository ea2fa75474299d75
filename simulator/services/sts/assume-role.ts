import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { issueSessionToken } from '../../auth/session-token.ts';
import { MalformedPolicy, parsePolicy } from '../../policies/policy-document.ts';
import { managedPolicyDocument } from '../../policies/principal-policies.ts';
import { AwsError } from '../../protocols/aws-error.ts';
import type { IamAccount } from '../../state/iam/iam-account.ts';
import type { IamRole } from '../../state/iam/iam-entities.ts';
import type { Call } from '../call.ts';
import { operation } from '../service.ts';
import { type AssumeRoleInput, accessDenied, findRole, requireAssumable } from './may-assume.ts';
import { type SessionTags, sessionTags } from './session-tags.ts';

const DEFAULT_DURATION_SECONDS = 3600;
const CHAINED_LIMIT_SECONDS = 3600;

/** Permission is decided by the trust policy and the caller's policies together. */
export const assumeRole = operation<AssumeRoleRequest, AssumeRoleResponse>({
  name: 'AssumeRole',
  authorize: requireAssumable,
  handle(call, input) {
    const { account, role } = findRole(call, input);
    // Where permissions lag, the role may have been deleted since.
    if (!account || !role) throw accessDenied(call, input);
    const durationSeconds = checkedDuration(call, input, role);
    const tagging = sessionTags(call.caller.session, input);
    const policies = sessionPolicies(input, account);
    return session(call, input, { account, role, durationSeconds, policies, tagging });
  },
});

function checkedDuration(call: Call, input: AssumeRoleInput, role: IamRole): number {
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
  return asked;
}

function sessionPolicies(input: AssumeRoleInput, account: IamAccount): string[] {
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

interface Granted {
  readonly account: IamAccount;
  readonly role: IamRole;
  readonly durationSeconds: number;
  readonly policies: string[];
  readonly tagging: SessionTags;
}

function session(call: Call, input: AssumeRoleInput, granted: Granted): AssumeRoleResponse {
  const { account, role, durationSeconds, policies, tagging } = granted;
  // Once set it stays, whatever role is assumed from the session.
  const sourceIdentity = call.caller.session?.sourceIdentity ?? input.SourceIdentity;
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
    ...tagging,
    ...(sourceIdentity ? { sourceIdentity } : {}),
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
    ...(sourceIdentity ? { SourceIdentity: sourceIdentity } : {}),
    ...(policies.length > 0 ? { PackedPolicySize: packedPercent(policies) } : {}),
  };
}

/** AWS packs session policies into a token of limited size and reports how full it is; its packing isn't published. */
function packedPercent(policies: readonly string[]): number {
  return Math.max(1, Math.min(100, Math.ceil((policies.join('').length / 2048) * 100)));
}
