import {
  chooseWorkflow,
  type EngineAnswer,
  longestOf,
  type PolicyLink,
  type Workflow,
} from '../model/policy/choose-workflow.ts';
import { type Obstacle, obstaclesOf, type Requestable } from '../model/request/requestable.ts';
import type { Ground } from '../policies/ground-of-judgement.ts';
import { type Given, restrictedBy } from '../policies/group-contents.ts';
import type { PolicyQuestion } from '../policies/policy-engine.ts';
import { becauseOf, refuseInDoubt } from '../policies/unread-groups.ts';

/** The shortest time that can be asked for. */
const shortestMinutes = 5;

export interface Judgement {
  obstacles: Obstacle[];
  workflow: Workflow;
  /** The longest that may be asked for; null: not at all. */
  maxMinutes: number | null;
}

/** What rules and policies say about one wish; asks neither AWS nor the database. */
export const judgeWish = (
  ground: Ground,
  { what, minutes, isMe }: { what: Requestable; minutes: number; isMe: boolean },
): Judgement => {
  const { subject } = ground;
  const obstacles = obstaclesOf(what, subject, isMe);
  const { given, unread } = ground.contentsOf(what);
  const decide = (durationMinutes: number, groupIds: readonly string[], all: readonly Given[]): EngineAnswer => {
    const person = { id: subject.id, department: subject.department, groupIds };
    const answer = ground.decide({ person, resource: resourceOf(what), durationMinutes });
    return restrictedBy(answer, what.name, all, (each) => ground.restrict({ person, given: each, durationMinutes }));
  };
  const chosen = chooseWorkflow(decide(minutes, subject.groupIds, given), minutes);
  const everything = [...given, ...unread];
  const since = unread.map((each) => each.since).sort()[0];
  const hidden = refuseInDoubt(
    chosen,
    since === undefined
      ? []
      : [
          {
            because: `what ${what.name} gives was not read whole since ${since}.`,
            decide: () => decide(minutes, subject.groupIds, everything),
          },
        ],
  );
  const workflow = refuseInDoubt(
    hidden,
    ground.unread
      .filter(({ groupId }) => !subject.groupIds.includes(groupId))
      .map((group) => ({
        because: becauseOf(group),
        decide: () => decide(minutes, [...subject.groupIds, group.groupId], everything),
      })),
  );
  return { obstacles, workflow, maxMinutes: longestOf(decide(shortestMinutes, subject.groupIds, given)) };
};

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
