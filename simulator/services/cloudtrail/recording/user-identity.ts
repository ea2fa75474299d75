import type { Caller } from '../../../auth/caller.ts';
import type { Json } from '../../../state/cloudtrail/trail-event.ts';
import { onBehalfOf, type SignedIn } from '../../sso-oidc/sign-in-tokens.ts';

/** An instant as events have it, to the second. */
export function eventTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Who signed a call, as the history of their own AWS account shows it (CloudTrail User Guide, "userIdentity element"). */
export function callerIdentity(caller: Caller, accessKeyId: string, at: number): Json {
  const { awsAccountId: accountId, arn, principalArn, userId: principalId, uniqueId, user, role, session } = caller;
  // A bearer of a token of automatic provisioning.
  if (!user && !role) return { type: 'WebIdentityUser', accountId, accessKeyId };
  const who = { principalId, arn, accountId, accessKeyId };
  if (!role || !session) return { type: 'IAMUser', ...who, userName: lastPart(arn) };
  const { sourceIdentity, onBehalfOf } = session;
  const sessionIssuer = { type: 'Role', principalId: uniqueId, arn: principalArn, accountId, userName: role.name };
  const attributes = { creationDate: eventTime(session.startedAt ?? at), mfaAuthenticated: 'false' };
  const sessionContext = { sessionIssuer, attributes, ...(sourceIdentity && { sourceIdentity }) };
  return { type: 'AssumedRole', ...who, sessionContext, ...(onBehalfOf && { onBehalfOf }) };
}

/** The same caller in another AWS account's history, which learns no more than where it comes from. */
export function foreignIdentity({ awsAccountId: accountId, userId: principalId }: Caller): Json {
  return { type: 'AWSAccount', principalId, accountId };
}

/** A person who signed in to Identity Center, in the history of the AWS account that owns it. */
export function personIdentity(person: SignedIn): Json {
  const accountId = person.center.base.ownerAccountId;
  return {
    type: 'IdentityCenterUser',
    accountId,
    onBehalfOf: onBehalfOf(person),
    credentialId: person.claims.signInId,
  };
}

/** What LookupEvents calls the user name: of a role session its own name. */
export function usernameOf({ type, userName, principalId }: Json): string | undefined {
  if (type === 'AssumedRole') return String(principalId).split(':')[1];
  return typeof userName === 'string' ? userName : undefined;
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
