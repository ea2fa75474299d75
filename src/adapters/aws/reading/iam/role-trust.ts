import type { EntityFact, GrantFact } from '../../../../core/inventory/model/fact.ts';
import type { EntityRef } from '../../../../core/inventory/model/kinds.ts';
import { parseTrustPolicy } from '../../../../core/inventory/model/trust-policy.ts';
import { decodePolicy } from './policy-facts.ts';

export type TrustOf = (role: EntityRef, document: string | undefined) => Trust;
interface Trust {
  /** Whoever the policy names and none before it did. */
  principals: EntityFact[];
  grants: GrantFact[];
}

/** Whom roles of an AWS account trust, each principal mentioned once a reading. */
export function createTrustOf(awsAccount: EntityRef): TrustOf {
  const mentioned = new Set<string>();
  const isFirst = (key: string) => !mentioned.has(key) && mentioned.add(key) !== undefined;
  return ({ kind, nativeId }, document) => {
    const { grants, principals } = parseTrustPolicy({ kind, nativeId }, awsAccount, decodePolicy(document));
    return { grants, principals: principals.filter((each) => isFirst(`${each.kind} ${each.nativeId}`)) };
  };
}
