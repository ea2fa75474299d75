import type { EntityFact, GrantFact } from '../../../../../core/inventory/model/fact.ts';
import type { EntityRef } from '../../../../../core/inventory/model/kinds.ts';
import { attachment } from '../policy-facts.ts';

export interface AttachmentsByArn {
  attached(arn: string, principal: EntityRef, page: number): void;
  policy(policy: EntityFact, page: number): void;
  /** What is attached to whom; and the ARNs of which it is not certain whose policy they were. */
  resolve(awsAccount: EntityRef): { grants: GrantFact[]; uncertain: string[] };
}

/** A policy as old as this was there before the reading; AWS refuses signatures whose clock is further off. */
const clockDifferenceMs = 15 * 60_000;

/**
 * Principals name their policies by ARN, and a policy made again has the ARN of the one before it. So an ARN counts
 * where both came in one answer of AWS, or where the policy was there before the reading began.
 */
export function createAttachmentsByArn(startedAtMs: number): AttachmentsByArn {
  const holders = new Map<string, { principals: Set<EntityRef>; pages: Set<number> }>();
  const policies = new Map<string, { policy: EntityFact; page: number }>();
  const isOld = ({ attrs }: EntityFact) => Date.parse(String(attrs?.createdAt)) < startedAtMs - clockDifferenceMs;
  return {
    attached(arn, principal, page) {
      const of = holders.get(arn) ?? { principals: new Set(), pages: new Set() };
      holders.set(arn, of);
      of.principals.add(principal);
      of.pages.add(page);
    },
    policy: (policy, page) => void policies.set(policy.arn ?? '', { policy, page }),
    resolve(awsAccount) {
      const grants: GrantFact[] = [];
      const uncertain: string[] = [];
      for (const [arn, { principals, pages }] of holders) {
        const found = policies.get(arn);
        if (found && (isOld(found.policy) || [...pages].every((page) => page === found.page)))
          for (const principal of principals) grants.push(attachment(found.policy, principal, awsAccount));
        else uncertain.push(arn);
      }
      return { grants, uncertain };
    },
  };
}
