import type { EntityFact, GrantFact } from './fact.ts';
import type { EntityRef } from './kinds.ts';
import { readTrustDocument, type TrustCondition, type TrustStatement } from './trust-policy-document.ts';
import { type AssumeAction, anyone, type NamedPrincipal, namePrincipal } from './trust-policy-principal.ts';
import { encodeValues, joinQualifier } from './trust-policy-qualifier.ts';

export interface TrustedBy {
  /** One grant a principal: several statements about it are joined in the qualifier. */
  grants: GrantFact[];
  /** Mentions of whoever the policy names, so that a screen has a name for them. */
  principals: EntityFact[];
}

/**
 * Who may assume a role, as its trust policy says (ACC-1). What cannot be read or decided stays visible as a qualifier,
 * since "could not read" is never "has no access". Known ARNs are resolved by the store: here they are unread principals.
 */
export function parseTrustPolicy(role: EntityRef, awsAccount: EntityRef, document: string): TrustedBy {
  const found = new Map<string, { principal: EntityFact; alternatives: string[][] }>();
  const add = (principal: EntityFact, items: string[]) => {
    const key = `${principal.kind} ${principal.nativeId}`;
    const entry = found.get(key) ?? { principal, alternatives: [] };
    entry.alternatives.push(items);
    found.set(key, entry);
  };

  const statements = readTrustDocument(document);
  if (statements === null) add(anyone, ['unparsed']);
  const denies = (statements ?? []).filter((statement) => statement.effect === 'Deny');
  for (const statement of statements ?? []) {
    if (statement.effect === 'Deny') continue;
    if (statement.isMalformed) add(anyone, ['unparsed']);
    else for (const { principal, items } of allowedBy(statement, denies)) add(principal.entity, items);
  }

  const entries = [...found.values()];
  return {
    grants: entries.map(({ principal, alternatives }) => ({
      kind: 'assume-role',
      target: role,
      awsAccount,
      principal: { kind: principal.kind, nativeId: principal.nativeId },
      qualifier: joinQualifier(alternatives),
    })),
    principals: entries.map(({ principal }) => principal),
  };
}

function allowedBy(statement: TrustStatement, denies: TrustStatement[]) {
  const principals = statement.isNotPrincipal
    ? // Everybody else in the world: AWS does not list them, and warns against the element.
      [{ ...namePrincipal({ type: 'AWS', value: '*' }), marks: ['not-principal'] }]
    : statement.principals.map(namePrincipal);
  return principals.flatMap((principal) =>
    principal.actions
      .filter((action) => covers(statement, action))
      .map((action) => ({ action, denied: deniedItems(denies, principal, action) }))
      .filter((each) => each.denied !== 'denied')
      .map(({ denied }) => ({
        principal,
        items: [
          ...principal.marks,
          ...statement.conditions.flatMap((condition) => conditionItem(condition, principal)),
          ...(denied as string[]),
        ],
      })),
  );
}

/** What Deny statements leave of one principal's action: nothing, or the items that say what may still forbid it. */
function deniedItems(denies: TrustStatement[], principal: NamedPrincipal, action: AssumeAction): 'denied' | string[] {
  const items: string[] = [];
  for (const deny of denies) {
    if (deny.isMalformed) {
      items.push('deny-condition:unparsed');
      continue;
    }
    const hit = covers(deny, action) ? whoIsDenied(deny, principal) : 'nobody';
    if (hit === 'nobody') continue;
    if (hit === 'all' && deny.conditions.length === 0) return 'denied';
    items.push(...deny.conditions.map(({ key }) => `deny-condition:${encodeValues([key])}`));
    if (hit === 'some') items.push('deny-principal');
  }
  return items;
}

function whoIsDenied(deny: TrustStatement, principal: NamedPrincipal): 'all' | 'some' | 'nobody' {
  const overlaps = deny.principals.map(namePrincipal).map((named) => overlap(named, principal));
  if (!deny.isNotPrincipal) return overlaps.includes('all') ? 'all' : overlaps.includes('some') ? 'some' : 'nobody';
  return overlaps.includes('all') && !isInsideAccount(deny, principal)
    ? 'nobody'
    : overlaps.some((each) => each !== 'nobody')
      ? 'some'
      : 'all';
}

/** With NotPrincipal, AWS documents no answer for a user or role of which only the AWS account is listed. */
const isInsideAccount = (deny: TrustStatement, principal: NamedPrincipal) =>
  principal.entity.kind !== 'aws-account' &&
  !deny.principals.map(namePrincipal).some((each) => isSame(each, principal) || each.entity.kind === 'anyone');

/**
 * How much of `principal` does the name cover? A name of a whole AWS account covers all its users and roles, and a name of
 * a role all its sessions
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
 */
function overlap(named: NamedPrincipal, principal: NamedPrincipal): 'all' | 'some' | 'nobody' {
  if (named.entity.kind === 'anyone' || isSame(named, principal)) return 'all';
  if (principal.entity.kind === 'anyone') return 'some';
  if (named.entity.kind === 'aws-account') {
    if (principal.entity.kind === 'unread-principal') {
      return named.awsAccountId === principal.awsAccountId ? 'all' : 'nobody';
    }
    // A unique id does not tell its AWS account.
    return principal.entity.kind === 'iam-user' || principal.entity.kind === 'iam-role' ? 'some' : 'nobody';
  }
  if (isRoleOf(named, principal)) return 'all';
  if (isRoleOf(principal, named)) return 'some';
  if (principal.entity.kind === 'aws-account') return mayBeIn(named, principal.awsAccountId) ? 'some' : 'nobody';
  return isServiceWildcard(named, principal) ? 'all' : isServiceWildcard(principal, named) ? 'some' : 'nobody';
}

const isSame = (a: NamedPrincipal, b: NamedPrincipal) =>
  a.entity.kind === b.entity.kind && a.entity.nativeId === b.entity.nativeId;
/** A session's ARN has the name of its role, which is unique in the AWS account, and not the role's path. */
const isRoleOf = (role: NamedPrincipal, session: NamedPrincipal) =>
  role.roleName !== null &&
  session.sessionOf !== null &&
  role.roleName === session.sessionOf &&
  role.awsAccountId === session.awsAccountId;
const isServiceWildcard = (a: NamedPrincipal, b: NamedPrincipal) =>
  a.entity.kind === 'aws-service' && a.entity.nativeId === '*' && b.entity.kind === 'aws-service';
const mayBeIn = (named: NamedPrincipal, awsAccountId: string | null) =>
  named.entity.kind === 'iam-user' ||
  named.entity.kind === 'iam-role' ||
  (named.entity.kind === 'unread-principal' && named.awsAccountId === awsAccountId);

function covers(statement: TrustStatement, action: AssumeAction): boolean {
  const isListed = statement.actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
  return statement.isNotAction ? !isListed : isListed;
}

/**
 * IAM's wildcards: `*` any run of characters, `?` one. By two pointers and not by a RegExp: whoever may write a trust
 * policy must not be able to stop a sync with a pattern that takes for ever.
 */
function matches(pattern: string, text: string): boolean {
  let [at, read, star, resume] = [0, 0, -1, 0];
  while (read < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      resume = read;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[read])) {
      at++;
      read++;
    } else if (star >= 0) {
      at = star + 1;
      read = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

const equalities = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike)$/;
// The audience that every SAML sign-in to the console has, by partition and region: not a restriction.
const samlSignIn =
  /^https:\/\/([\w-]+\.)?signin\.(aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn|amazonaws\.eu)\/saml$/;

function conditionItem({ operator, key, values }: TrustCondition, principal: NamedPrincipal): string[] {
  const lowerKey = key.toLowerCase();
  if (equalities.test(operator)) {
    // A wildcard lets any External ID in: that is a condition to look at, not an External ID.
    if (
      lowerKey === 'sts:externalid' &&
      !(operator.endsWith('StringLike') && values.some((value) => /[*?]/.test(value)))
    )
      return ['external-id'];
    if (lowerKey === 'saml:aud' && values.every((value) => samlSignIn.test(value))) return [];
    if (principal.oidcHost && lowerKey === `${principal.oidcHost}:sub`) return [`oidc-sub:${encodeValues(values)}`];
    if (principal.oidcHost && lowerKey === `${principal.oidcHost}:aud`) return [`oidc-aud:${encodeValues(values)}`];
  }
  return [`condition:${encodeValues([key])}`];
}
