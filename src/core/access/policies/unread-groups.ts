import type { PolicyLink, Workflow } from '../model/policy/choose-workflow.ts';
import type { PolicyEngine, PolicyQuestion, PolicySet } from './policy-engine.ts';

/** A group that policies name and of whose members nobody knows whether they are all. */
export interface UnreadGroup {
  groupId: string;
  name: string;
  /** When reading its members failed first; null: it is not in AWS any more. */
  since: string | null;
}

/** Groups, `ent_…`, that any policy of the set names. */
export const groupsNamedIn = (engine: Pick<PolicyEngine, 'inspect'>, set: PolicySet | null): string[] => {
  const found = Object.values(set?.policies ?? {}).flatMap(({ cedar }) => {
    const inspected = engine.inspect(cedar);
    return 'policy' in inspected ? inspected.policy.entities : [];
  });
  return [...new Set(found.filter(({ type }) => type === 'Group').map(({ id }) => id))];
};

/**
 * Could not read is never "is no member": a forbid or an extra approval that would hold if the person were in the unread
 * groups may hold, so the answer is no. Permits of such groups permit nothing anyway.
 */
export const refuseInDoubt = (
  engine: PolicyEngine,
  set: PolicySet,
  question: PolicyQuestion,
  workflow: Workflow,
  unread: readonly UnreadGroup[],
): Workflow => {
  if (!workflow.isAllowed || unread.length === 0) return workflow;
  const doubtful = unread.filter(({ groupId }) => !question.person.groupIds.includes(groupId));
  const policies: PolicyLink[] = [];
  const reasons: string[] = [];
  for (const group of doubtful) {
    const groupIds = [...question.person.groupIds, group.groupId];
    const answer = engine.decide(set, { ...question, person: { ...question.person, groupIds } });
    const known = new Set(workflow.guardrails.map(({ id }) => id));
    const holding = answer.isAllowed ? answer.guardrails.filter(({ id }) => !known.has(id)) : answer.determining;
    if (answer.isAllowed && holding.length === 0) continue;
    reasons.push(wordsOf(group));
    policies.push(...holding.map(({ id, name }) => ({ id, name })));
  }
  if (reasons.length === 0) return workflow;
  const none = { outranked: [], guardrails: [], steps: [], limitMinutes: null };
  return { isAllowed: false, reasons, policies, ...none };
};

const wordsOf = ({ name, since }: UnreadGroup): string =>
  since === null
    ? `Cannot be decided: the group ${name}, which a policy names, is not in AWS any more.`
    : `Cannot be decided: the members of ${name} were not read since ${since}.`;
