import type { EngineAnswer } from '../model/policy/choose-workflow.ts';
import type { InspectedPolicy } from '../model/policy/inspected-policy.ts';
import type { Given, Restrictions } from './group-contents.ts';

/** The whole set as it was at one revision: what a request is decided by (REQ-3). */
export interface PolicySet {
  number: number;
  policies: Readonly<Record<string, { name: string; cedar: string }>>;
}
export interface PolicyFault {
  policyId: string;
  message: string;
}
/** One wish, with the facts that policies may look at: nothing else is handed to the engine. */
export interface PolicyQuestion {
  person: { id: string; department: string | null; groupIds: readonly string[] };
  resource:
    | {
        kind: 'permission-set-assignment';
        permissionSetId: string;
        awsAccountId: string;
        /** Outermost first. */
        organizationalUnitIds: readonly string[];
      }
    | { kind: 'group-member'; groupId: string };
  durationMinutes: number;
}
/** Permission sets on AWS accounts that the person would get by something else than a request for them. */
export interface RestrictionQuestion extends Omit<PolicyQuestion, 'resource'> {
  given: Given;
}

/** Cedar, behind what we need of it. Fails closed: what can't be evaluated whole is not allowed. */
export interface PolicyEngine {
  /** One policy as Cedar reads it; its faults where it can't. */
  inspect(cedar: string): { policy: InspectedPolicy } | { faults: string[] };
  /** Strict validation of a whole set against the schema; empty: no fault. */
  validate(policies: PolicySet['policies']): PolicyFault[];
  decide(set: PolicySet, question: PolicyQuestion): EngineAnswer;
  /** The forbids and extra approvals that hold for what is given; permits are not asked. */
  restrict(set: PolicySet, question: RestrictionQuestion): Restrictions;
}
