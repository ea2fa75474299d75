import type { RequestContext } from '../policies/conditions.ts';
import type { World } from '../state/world.ts';
import type { Caller } from './caller.ts';

/** Condition keys that every request has (IAM User Guide, "AWS global condition context keys"). */
export function requestContext(
  world: World,
  caller: Caller,
  region: string,
  more: Readonly<Record<string, string | readonly string[] | undefined>> = {},
): RequestContext {
  const context = new Map<string, readonly string[]>();
  const set = (key: string, value: string | readonly string[] | undefined) => {
    if (value !== undefined) context.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  };
  const now = world.clock.now();
  set('aws:CurrentTime', new Date(now).toISOString());
  set('aws:EpochTime', String(Math.floor(now / 1000)));
  set('aws:SourceIp', '127.0.0.1');
  set('aws:SecureTransport', 'true');
  set('aws:RequestedRegion', region);
  set('aws:PrincipalArn', caller.principalArn);
  set('aws:PrincipalAccount', caller.awsAccountId);
  set('aws:PrincipalType', caller.user ? 'User' : 'AssumedRole');
  set('aws:userid', caller.userId);
  set('aws:username', caller.user?.name);
  const organization = world.organizationOf(caller.awsAccountId);
  const member = organization?.accounts.get(caller.awsAccountId);
  set('aws:PrincipalOrgID', organization?.id);
  if (organization && member) set('aws:PrincipalOrgPaths', organization.pathOf(member));
  for (const tag of caller.user?.tags ?? caller.role?.tags ?? []) set(`aws:PrincipalTag/${tag.Key}`, tag.Value);
  for (const tag of caller.session?.tags ?? []) set(`aws:PrincipalTag/${tag.Key}`, tag.Value);
  if (caller.session) set('aws:MultiFactorAuthPresent', 'false');
  const startedAt = caller.session?.startedAt;
  if (startedAt !== undefined) set('aws:TokenIssueTime', new Date(startedAt).toISOString());
  set('aws:SourceIdentity', caller.session?.sourceIdentity);
  for (const [key, value] of Object.entries(more)) set(key, value);
  return context;
}

/** The context of a request to one resource: whose that is too, found out when a policy asks, as few do. */
export function contextOfResource(
  world: World,
  caller: Caller,
  resourceArn: string,
  context: RequestContext,
): RequestContext {
  return { get: (key) => context.get(key) ?? ownerKey(world, caller, resourceArn, key) };
}

function ownerKey(world: World, caller: Caller, resourceArn: string, key: string): readonly string[] | undefined {
  if (key !== 'aws:resourceaccount' && key !== 'aws:resourceorgid' && key !== 'aws:resourceorgpaths') return undefined;
  const owner = ownerOf(resourceArn, caller);
  if (owner === undefined) return undefined;
  if (key === 'aws:resourceaccount') return [owner];
  const organization = world.organizationOf(owner);
  const member = organization?.accounts.get(owner);
  if (!organization || !member) return undefined;
  return [key === 'aws:resourceorgid' ? organization.id : organization.pathOf(member)];
}

/** The AWS account in the ARN. What has no ARN is the caller's; an ARN without one (Identity Center's) does not tell. */
function ownerOf(resourceArn: string, { awsAccountId }: Caller): string | undefined {
  if (resourceArn === '*') return awsAccountId;
  const [, , , , owner = ''] = resourceArn.split(':');
  return /^\d{12}$/.test(owner) ? owner : undefined;
}
