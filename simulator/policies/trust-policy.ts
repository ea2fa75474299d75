import type { Caller } from '../auth/caller.ts';
import type { IamRole } from '../state/iam/iam-entities.ts';
import { conditionsHold, type RequestContext } from './conditions.ts';
import { actionMatches } from './evaluate.ts';
import { type Principals, parsePolicy, type Statement } from './policy-document.ts';

/**
 * What a role's trust policy says to a caller. 'allowPrincipal': it names the caller (or everybody) outright;
 * 'allowAccount': it trusts the caller's AWS account, which then decides by its own policies.
 */
export type TrustDecision = 'allowPrincipal' | 'allowAccount' | 'explicitDeny' | 'implicitDeny';

type Match = 'principal' | 'account' | 'none';

export function decideTrust(role: IamRole, caller: Caller, action: string, context: RequestContext): TrustDecision {
  let decision: TrustDecision = 'implicitDeny';
  for (const statement of parsePolicy(role.trustPolicy)) {
    if (!actionMatches(statement, action)) continue;
    const match = matchStatement(statement, role, caller);
    if (match === 'none' || !conditionsHold(statement.conditions, context)) continue;
    if (statement.effect === 'Deny') return 'explicitDeny';
    if (match === 'principal') decision = 'allowPrincipal';
    else if (decision === 'implicitDeny') decision = 'allowAccount';
  }
  return decision;
}

function matchStatement(statement: Statement, role: IamRole, caller: Caller): Match {
  if (statement.principals) return matchPrincipals(statement.principals, role, caller);
  if (statement.notPrincipals) {
    return matchPrincipals(statement.notPrincipals, role, caller) === 'none' ? 'principal' : 'none';
  }
  return 'none';
}

function matchPrincipals(principals: Principals, role: IamRole, caller: Caller): Match {
  if (principals === '*') return 'principal';
  const matches = (principals.AWS ?? []).map((principal) => matchOne(principal, role, caller));
  if (matches.includes('principal')) return 'principal';
  return matches.includes('account') ? 'account' : 'none';
}

/** An ARN means the principal it stood for when the policy was saved: one made anew under its name is another. */
function matchOne(principal: string, role: IamRole, caller: Caller): Match {
  if (principal === '*') return 'principal';
  if (principal === caller.awsAccountId || principal === `arn:aws:iam::${caller.awsAccountId}:root`) return 'account';
  if (principal === caller.uniqueId) return 'principal';
  if (caller.session && principal === caller.arn) return 'principal';
  if (principal !== caller.principalArn) return 'none';
  const trustedId = role.trustedIds[principal];
  return trustedId === undefined || trustedId === caller.uniqueId ? 'principal' : 'none';
}
