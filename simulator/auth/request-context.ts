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
