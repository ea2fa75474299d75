import type { EngineAnswer, PolicyLink } from '../model/policy/choose-workflow.ts';
import type { InspectedPolicy } from '../model/policy/inspected-policy.ts';

/** Permission sets on AWS accounts that a policy cannot tell apart: of each, only what policies name is said. */
export interface Given {
  /** `ent_…`; none: one that no restricting policy names. Several: each of them may be meant. */
  permissionSetIds: readonly string[];
  /** 12 digits; as above. */
  awsAccountIds: readonly string[];
}
/** Permission sets on AWS accounts that a group gives to its members. */
export interface GivenPairs extends Given {
  /** One of them: "AdministratorAccess on prod-payments". */
  name: string;
  count: number;
}
/** A listing that failed, and what of the group's permission sets it may hide. */
export interface UnreadPairs extends Given {
  since: string;
}
export interface GroupContents {
  given: readonly GivenPairs[];
  unread: readonly UnreadPairs[];
}
export const noContents: GroupContents = { given: [], unread: [] };

/** What forbids and extra approvals say of one kind of pair, whatever any permit says. */
export interface Restrictions {
  forbids: readonly (PolicyLink & InspectedPolicy)[];
  guardrails: readonly (PolicyLink & InspectedPolicy)[];
  hasErrors: boolean;
}

/**
 * The answer for a membership, under whatever restricts what the group gives: a forbid of any of it forbids the
 * membership, and an extra approval of any of it is asked for (decision 12). Permits do not follow: a group must be
 * permitted itself.
 */
export const restrictedBy = (
  answer: EngineAnswer,
  groupName: string,
  given: readonly (Given & Partial<GivenPairs>)[],
  restrictionsOf: (given: Given) => Restrictions,
): EngineAnswer => {
  const found = given.map((each) => ({ each, restrictions: restrictionsOf(each) }));
  if (answer.hasErrors || found.some(({ restrictions }) => restrictions.hasErrors)) return failed;
  const forbidden = new Map<string, { policy: PolicyLink & InspectedPolicy; name: string; count: number }>();
  const guardrails = new Map(answer.guardrails.map((policy) => [policy.id, policy]));
  for (const { each, restrictions } of found) {
    for (const policy of restrictions.guardrails) guardrails.set(policy.id, policy);
    for (const policy of restrictions.forbids) {
      const { name, count } = forbidden.get(policy.id) ?? { name: each.name ?? '', count: 0 };
      forbidden.set(policy.id, { policy, name, count: count + (each.count ?? 1) });
    }
  }
  if (forbidden.size === 0) return { ...answer, guardrails: answer.isAllowed ? [...guardrails.values()] : [] };
  const determining = [...forbidden.values()].map(({ policy, name, count }) => ({
    ...policy,
    through: `${groupName} gives ${name}${count > 1 ? ` and ${count - 1} more` : ''}`,
  }));
  const own = answer.isAllowed ? [] : answer.determining;
  return { isAllowed: false, determining: [...own, ...determining], guardrails: [], hasErrors: false };
};
const failed: EngineAnswer = { isAllowed: false, determining: [], guardrails: [], hasErrors: true };
