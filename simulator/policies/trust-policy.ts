import type { Caller } from '../auth/caller.ts';
import type { IamRole } from '../state/iam/iam-entities.ts';
import { conditionsHold, type RequestContext } from './conditions.ts';
import { actionMatches } from './evaluate.ts';
import { type Principals, parsePolicy, type Statement } from './policy-document.ts';

/**
 * What a role's trust policy says to a caller. 'allowPrincipal': it names the caller (or everybody) outright;
 * 'allowSession': it names the very session; 'allowAccount': it trusts the caller's AWS account, which then decides by
 * its own policies.
 */
export type TrustDecision = 'allowSession' | 'allowPrincipal' | 'allowAccount' | 'explicitDeny' | 'implicitDeny';

type Match = 'session' | 'principal' | 'account';

const DECISIONS = { session: 'allowSession', principal: 'allowPrincipal', account: 'allowAccount' } as const;

export function decideTrust(role: IamRole, caller: Caller, action: string, context: RequestContext): TrustDecision {
  const allowed = new Set<Match>();
  for (const statement of parsePolicy(role.trustPolicy)) {
    if (!actionMatches(statement, action) || !conditionsHold(statement.conditions, context)) continue;
    const matches = statementMatches(statement, role, caller);
    if (matches.size === 0) continue;
    if (statement.effect === 'Deny') return 'explicitDeny';
    for (const match of matches) allowed.add(match);
  }
  const strongest = (['session', 'principal', 'account'] as const).find((match) => allowed.has(match));
  return strongest ? DECISIONS[strongest] : 'implicitDeny';
}

/**
 * NotPrincipal means everybody but those listed. Who is to be left out of a Deny must be listed with the AWS account it
 * belongs to, which AWS checks first, and is denied all the same with a permissions boundary (IAM User Guide,
 * "NotPrincipal"); an Allow goes to nobody of whom either is listed.
 */
function statementMatches(statement: Statement, role: IamRole, caller: Caller): ReadonlySet<Match> {
  if (statement.principals) return matchesOf(statement.principals, role, caller);
  if (!statement.notPrincipals) return new Set();
  const listed = matchesOf(statement.notPrincipals, role, caller);
  const isBounded = (caller.user ?? caller.role)?.permissionsBoundaryArn !== undefined;
  const isSpared = listed.has('principal') && listed.has('account') && !isBounded;
  const isLeftOut = statement.effect === 'Deny' ? isSpared : listed.size > 0;
  return new Set(isLeftOut ? [] : ['principal']);
}

function matchesOf(principals: Principals, role: IamRole, caller: Caller): Set<Match> {
  if (principals === '*' || principals.AWS?.includes('*')) return new Set(['principal', 'account']);
  return new Set((principals.AWS ?? []).flatMap((principal) => matchOf(principal, role, caller) ?? []));
}

/** An ARN means the principal it stood for when the policy was saved: one made anew under its name is another. */
function matchOf(principal: string, role: IamRole, caller: Caller): Match | undefined {
  if (principal === caller.awsAccountId || principal === `arn:aws:iam::${caller.awsAccountId}:root`) return 'account';
  if (principal === caller.uniqueId) return 'principal';
  if (caller.session && principal === caller.arn) return 'session';
  if (principal !== caller.principalArn) return undefined;
  const trustedId = role.trustedIds[principal];
  return trustedId === undefined || trustedId === caller.uniqueId ? 'principal' : undefined;
}
