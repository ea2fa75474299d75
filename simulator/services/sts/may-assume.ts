import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import { isDeniedDespiteTrust, refusalOf } from '../../auth/authorize.ts';
import { contextOfResource, requestContext } from '../../auth/request-context.ts';
import type { RequestContext } from '../../policies/conditions.ts';
import { decideTrust } from '../../policies/trust-policy.ts';
import { AwsError } from '../../protocols/aws-error.ts';
import type { IamAccount } from '../../state/iam/iam-account.ts';
import type { IamRole } from '../../state/iam/iam-entities.ts';
import type { Call } from '../call.ts';
import type { Given } from '../service.ts';

export type AssumeRoleInput = Given<AssumeRoleRequest>;

const ASSUME = 'sts:AssumeRole';
const TAG = 'sts:TagSession';
const SET_SOURCE_IDENTITY = 'sts:SetSourceIdentity';

/** Throws AWS's refusal unless trust policy and the caller's policies together let the caller in, as it wants to. */
export function requireAssumable(call: Call, input: AssumeRoleInput): void {
  const { role } = findRole(call, input);
  if (!role || !call.world.isOpen(awsAccountIn(input))) throw accessDenied(call, input);
  const context = assumeContext(call, input, role);
  for (const action of actionsOf(call, input)) {
    if (!mayDo(call, action, input, role, context)) throw accessDenied(call, input, action);
  }
  const { sourceIdentity } = call.caller.session ?? {};
  if (sourceIdentity && input.SourceIdentity && input.SourceIdentity !== sourceIdentity) {
    throw accessDenied(call, input, SET_SOURCE_IDENTITY);
  }
}

/** Nothing for a role that is not there, also when its path is another. */
export function findRole(call: Call, { RoleArn }: AssumeRoleInput): { account?: IamAccount; role?: IamRole } {
  const match = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(RoleArn);
  if (!match) throw new AwsError('ValidationError', `${RoleArn} is invalid`);
  const account = call.world.awsAccounts.get(match[1] ?? '');
  const role = account?.role(match[2] ?? '');
  return account && role && account.arn('role', role) === RoleArn ? { account, role } : {};
}

/** What a call asks for: tags and a source identity are permissions of their own, also when a session hands them on. */
function actionsOf({ caller }: Call, input: AssumeRoleInput): string[] {
  const { transitiveTagKeys = [], sourceIdentity } = caller.session ?? {};
  return [
    ASSUME,
    ...(input.Tags?.length || transitiveTagKeys.length > 0 ? [TAG] : []),
    ...(input.SourceIdentity || sourceIdentity ? [SET_SOURCE_IDENTITY] : []),
  ];
}

/** One text whatever the reason: no such role, trust, ExternalId or the caller's own policies (facts 3.5). */
export function accessDenied(call: Call, { RoleArn }: AssumeRoleInput, action = ASSUME): AwsError {
  const text = `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${RoleArn}`;
  return new AwsError('AccessDenied', text, 403);
}

function awsAccountIn({ RoleArn }: AssumeRoleInput): string {
  return RoleArn.split(':')[4] ?? '';
}

/**
 * A trust policy that names the caller is enough within one AWS account; trust in an AWS account, and every
 * cross-account call, needs the caller's own policies to allow it too. An explicit deny anywhere wins.
 */
function mayDo(call: Call, action: string, input: AssumeRoleInput, role: IamRole, context: RequestContext): boolean {
  const { world, caller } = call;
  const trust = decideTrust(role, caller, action, context);
  if (trust === 'implicitDeny' || trust === 'explicitDeny') return false;
  const resourceArn = input.RoleArn;
  if (awsAccountIn(input) === caller.awsAccountId && trust !== 'allowAccount') {
    return !isDeniedDespiteTrust(world, caller, { action, resourceArn, context }, trust);
  }
  return refusalOf(world, caller, action, resourceArn, context) === undefined;
}

function assumeContext(call: Call, input: AssumeRoleInput, role: IamRole): RequestContext {
  const tags = input.Tags ?? [];
  const context = requestContext(call.world, call.caller, call.region, {
    'sts:ExternalId': input.ExternalId,
    'sts:RoleSessionName': input.RoleSessionName,
    'sts:SourceIdentity': input.SourceIdentity,
    'sts:TransitiveTagKeys': input.TransitiveTagKeys?.length ? input.TransitiveTagKeys : undefined,
    'aws:TagKeys': tags.length > 0 ? tags.map((tag) => tag.Key ?? '') : undefined,
    ...Object.fromEntries(tags.map((tag) => [`aws:RequestTag/${tag.Key}`, tag.Value ?? ''])),
    ...Object.fromEntries(role.tags.map((tag) => [`aws:ResourceTag/${tag.Key}`, tag.Value])),
  });
  return contextOfResource(call.world, call.caller, input.RoleArn, context);
}
