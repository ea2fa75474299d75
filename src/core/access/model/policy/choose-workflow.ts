import { approvalOf, type InspectedPolicy, maxMinutesOf, priorityOf } from './inspected-policy.ts';
import { type Approver, approverKinds } from './policy-form.ts';

export interface PolicyLink {
  id: string;
  name: string;
}
/** What Cedar said about one question, with the policies it went by. */
export interface EngineAnswer {
  isAllowed: boolean;
  /**
   * Satisfied permits where it is allowed, satisfied forbids where it is not. A forbid of what a group gives says
   * `through` what it reaches the membership.
   */
  determining: readonly (PolicyLink & InspectedPolicy & { through?: string })[];
  /** Guardrails that ask for more approval. */
  guardrails: readonly (PolicyLink & InspectedPolicy)[];
  /** Cedar skipped a policy that failed: it may have been the forbid (trap 1). */
  hasErrors: boolean;
}

/** What the policies say about one wish. */
export interface Workflow {
  isAllowed: boolean;
  /** Why not, in plain words. */
  reasons: string[];
  /** The winners; of a refusal, the forbids. */
  policies: PolicyLink[];
  /** Permits that fit and were outranked by priority. */
  outranked: PolicyLink[];
  guardrails: PolicyLink[];
  steps: Approver[];
  /** The shortest limit among the winners; null when refused. */
  limitMinutes: number | null;
}

export const noPolicy = 'No policy lets you ask for this.';
const refused = (reasons: string[], policies: PolicyLink[] = []): Workflow => ({
  isAllowed: false,
  reasons,
  policies,
  outranked: [],
  guardrails: [],
  steps: [],
  limitMinutes: null,
});

/**
 * Which approval a wish needs (facts, Choosing the workflow): any error or forbid says no; of the permits that cover the
 * asked time, those of the highest priority are joined, not picked: every step that one of them asks for is asked,
 * and the shortest limit holds. Guardrails come after, so that no priority takes them away.
 */
export const chooseWorkflow = (answer: EngineAnswer, minutes: number): Workflow => {
  if (answer.hasErrors) return refused(['The policies could not be evaluated, so the answer is no.']);
  if (!answer.isAllowed) {
    const forbids = answer.determining.filter(({ effect }) => effect === 'forbid');
    return refused(forbids.length > 0 ? forbids.map(becauseOf) : [noPolicy], forbids.map(linkOf));
  }
  const candidates = answer.determining.flatMap((policy) => eligible(policy, minutes));
  if (candidates.length === 0) return refused([noPolicy]);
  const highest = Math.max(...candidates.map(({ priority }) => priority));
  const winners = candidates.filter(({ priority }) => priority === highest);
  const extra = answer.guardrails.map((policy) => approvalOf(policy));
  // Who would have had to approve can't be known: nobody is asked too few.
  if (extra.includes(null)) return refused(['A policy asks for an approval that is not understood.']);
  return {
    isAllowed: true,
    reasons: [],
    policies: winners.map(({ policy }) => linkOf(policy)),
    outranked: candidates.filter(({ priority }) => priority < highest).map(({ policy }) => linkOf(policy)),
    guardrails: answer.guardrails.map(linkOf),
    steps: joinSteps([...winners.map(({ steps }) => steps), ...(extra as Approver[][])]),
    limitMinutes: Math.min(...winners.map(({ maxMinutes }) => maxMinutes)),
  };
};

const becauseOf = ({ annotations, name, through }: EngineAnswer['determining'][number]): string => {
  const because = annotations.description || name;
  return through === undefined ? because : `${through}, which "${name}" forbids: ${because}`;
};

interface Candidate {
  policy: PolicyLink;
  priority: number;
  maxMinutes: number;
  steps: Approver[];
}
/** A permit whose annotations nobody can follow is no permit (trap 4). */
const eligible = (policy: PolicyLink & InspectedPolicy, minutes: number): Candidate[] => {
  const [steps, maxMinutes, priority] = [approvalOf(policy), maxMinutesOf(policy), priorityOf(policy)];
  if (policy.effect !== 'permit' || steps === null || maxMinutes === null || priority === null) return [];
  return maxMinutes >= minutes ? [{ policy, priority, maxMinutes, steps }] : [];
};
const linkOf = ({ id, name }: PolicyLink): PolicyLink => ({ id, name });

/**
 * Every step once, in a fixed order: manager, application owner, named people. Steps of different named people stay
 * apart; of the same people, the one that needs more of them.
 */
const joinSteps = (lists: readonly (readonly Approver[])[]): Approver[] => {
  const joined = new Map<string, Approver>();
  for (const step of lists.flat()) {
    const key = step.kind === 'named-people' ? [...new Set(step.personIds)].sort().join(' ') : step.kind;
    const known = joined.get(key);
    const isMore = step.kind === 'named-people' && known?.kind === 'named-people' && step.needed > known.needed;
    if (!known || isMore) joined.set(key, step);
  }
  return [...joined.values()].sort((a, b) => approverKinds.indexOf(a.kind) - approverKinds.indexOf(b.kind));
};

/** The longest time that some permit which fits gives: what may be asked for, whatever was asked. */
export const longestOf = (answer: EngineAnswer): number | null => {
  if (!answer.isAllowed || answer.hasErrors) return null;
  const limits = answer.determining.flatMap((policy) => eligible(policy, 0)).map(({ maxMinutes }) => maxMinutes);
  return limits.length === 0 ? null : Math.max(...limits);
};
