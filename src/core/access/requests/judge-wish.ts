import { chooseWorkflow, longestOf, type PolicyLink, type Workflow } from '../model/policy/choose-workflow.ts';
import { type Obstacle, obstaclesOf, type Requestable, type Subject } from '../model/request/requestable.ts';
import type { PolicyEngine, PolicyQuestion, PolicySet } from '../policies/policy-engine.ts';
import { groupsNamedIn, refuseInDoubt, type UnreadGroup } from '../policies/unread-groups.ts';
import type { AccessFacts } from './ports.ts';

/** The shortest time that can be asked for. */
const shortestMinutes = 5;

export interface Judgement {
  obstacles: Obstacle[];
  workflow: Workflow;
  /** The longest that may be asked for; null: not at all. */
  maxMinutes: number | null;
}

export interface JudgedWish {
  what: Requestable;
  subject: Subject;
  minutes: number;
  isMe: boolean;
  /** From unreadGroupsOf. */
  unread: readonly UnreadGroup[];
}
/** The groups of these policies of which nobody knows whether the person is in them. */
export const unreadGroupsOf = (
  facts: Pick<AccessFacts, 'unreadGroups'>,
  { engine, set }: { engine: PolicyEngine; set: PolicySet | null },
  subject: Pick<Subject, 'id'>,
): Promise<UnreadGroup[]> => facts.unreadGroups(groupsNamedIn(engine, set), subject.id);

/** What rules and policies say about one wish; asks neither AWS nor the database. */
export const judgeWish = (
  { engine, set }: { engine: PolicyEngine; set: PolicySet | null },
  { what, subject, minutes, isMe, unread }: JudgedWish,
): Judgement => {
  const obstacles = obstaclesOf(what, subject, isMe);
  if (!set) return { obstacles, workflow: chooseWorkflow(nothing, minutes), maxMinutes: null };
  const question = (durationMinutes: number): PolicyQuestion => ({
    person: { id: subject.id, department: subject.department, groupIds: subject.groupIds },
    resource: resourceOf(what),
    durationMinutes,
  });
  const chosen = chooseWorkflow(engine.decide(set, question(minutes)), minutes);
  const workflow = refuseInDoubt(engine, set, question(minutes), chosen, unread);
  return { obstacles, workflow, maxMinutes: longestOf(engine.decide(set, question(shortestMinutes))) };
};
const nothing = { isAllowed: false, determining: [], guardrails: [], hasErrors: false };

const resourceOf = ({ ref, organizationalUnitIds }: Requestable): PolicyQuestion['resource'] =>
  ref.kind === 'group-member' ? ref : { ...ref, organizationalUnitIds };

/** In plain words: every obstacle, and what the policies say; empty when it may be asked for. */
export const reasonsOf = ({ obstacles, workflow, maxMinutes }: Judgement, minutes: number): string[] => {
  const because = obstacles.map(({ message }) => message);
  if (workflow.isAllowed) return because;
  return [...because, ...(isTooLong(maxMinutes, minutes) ? [tooLong(maxMinutes)] : workflow.reasons)];
};
export const isTooLong = (maxMinutes: number | null, minutes: number): maxMinutes is number =>
  maxMinutes !== null && minutes > maxMinutes;
export const tooLong = (maxMinutes: number): string => `At most ${maxMinutes} minutes may be asked for.`;

export const linksOf = ({ policies, guardrails }: Workflow): PolicyLink[] => [...policies, ...guardrails];
