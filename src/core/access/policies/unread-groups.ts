import type { EngineAnswer, PolicyLink, Workflow } from '../model/policy/choose-workflow.ts';

/** A group that policies name and of whose members nobody knows whether they are all. */
export interface UnreadGroup {
  groupId: string;
  name: string;
  /** When reading its members failed first; null: it is not in AWS any more. */
  since: string | null;
}
/** What the answer would be, if something that nobody could read were so. */
export interface Doubt {
  because: string;
  decide(): EngineAnswer;
}

/**
 * Could not read is never "is not so": a forbid or an extra approval that would hold if the person were in an unread
 * group, or if a group gave what nobody could read, may hold, so the answer is no. What would only permit permits nothing
 * anyway.
 */
export const refuseInDoubt = (workflow: Workflow, doubts: readonly Doubt[]): Workflow => {
  if (!workflow.isAllowed) return workflow;
  const known = new Set(workflow.guardrails.map(({ id }) => id));
  const policies = new Map<string, PolicyLink>();
  const reasons: string[] = [];
  for (const { because, decide } of doubts) {
    const answer = decide();
    const holding = answer.isAllowed ? answer.guardrails.filter(({ id }) => !known.has(id)) : answer.determining;
    if (answer.isAllowed && holding.length === 0) continue;
    reasons.push(`Cannot be decided: ${because}`);
    for (const { id, name } of holding) policies.set(id, { id, name });
  }
  if (reasons.length === 0) return workflow;
  const none = { outranked: [], guardrails: [], steps: [], limitMinutes: null };
  return { isAllowed: false, reasons, policies: [...policies.values()], ...none };
};

export const becauseOf = ({ name, since }: UnreadGroup): string =>
  since === null
    ? `the group ${name}, which a policy names, is not in AWS any more.`
    : `the members of ${name} were not read since ${since}.`;
