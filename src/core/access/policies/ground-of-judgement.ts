import type { ConnectorId } from '../../shared/ids.ts';
import type { EngineAnswer } from '../model/policy/choose-workflow.ts';
import type { Requestable, Subject } from '../model/request/requestable.ts';
import { type GroupContents, noContents, type Restrictions } from './group-contents.ts';
import { namedThings, type RestrictedThings } from './named-things.ts';
import type { PolicyEngine, PolicyQuestion, PolicySet, RestrictionQuestion } from './policy-engine.ts';
import type { UnreadGroup } from './unread-groups.ts';

/** What policies need to know besides the person and what is asked for, as the newest publication says it. */
export interface PolicyFacts {
  /** Of these groups (`ent_…`), those that are gone or whose members, or the person's memberships, could not be read. */
  unreadGroups(groupIds: readonly string[], personId: string): Promise<UnreadGroup[]>;
  /**
   * What each group gives on AWS accounts, by `ent_…`, as far as policies that name these things can tell it apart, and
   * which unread listings may hide more of it. As many statements for a thousand assignments as for one.
   */
  groupContents(
    groups: readonly { groupId: string; connectorId: ConnectorId }[],
    named: RestrictedThings,
  ): Promise<Map<string, GroupContents>>;
}

/** What wishes of one person are judged by: read once, for however many wishes. */
export interface Ground {
  subject: Subject;
  /** Groups of these policies of which nobody knows whether the person is in them. */
  unread: readonly UnreadGroup[];
  contentsOf(what: Requestable): GroupContents;
  decide(question: PolicyQuestion): EngineAnswer;
  restrict(question: RestrictionQuestion): Restrictions;
}

/**
 * Three statements at most, whatever the number of things that are wanted. The same restriction
 * is asked once: so many questions as there are kinds of pair that these policies can tell apart.
 */
export const groundOfJudgement = async (
  facts: PolicyFacts,
  { engine, set }: { engine: PolicyEngine; set: PolicySet | null },
  subject: Subject,
  wanted: readonly Requestable[],
): Promise<Ground> => {
  const { groupIds, restricted } = namedThings(engine, set);
  const unread = await facts.unreadGroups(groupIds, subject.id);
  const groups = wanted.flatMap(({ ref, connectorId }) =>
    ref.kind === 'group-member' ? [{ groupId: ref.groupId, connectorId }] : [],
  );
  const contents = restricted && groups.length > 0 ? await facts.groupContents(groups, restricted) : new Map();
  const asked = new Map<string, Restrictions>();
  return {
    subject,
    unread,
    contentsOf: ({ ref }) => (ref.kind === 'group-member' && contents.get(ref.groupId)) || noContents,
    decide: (question) => (set ? engine.decide(set, question) : nothing),
    restrict({ person, given: { permissionSetIds, awsAccountIds }, durationMinutes }) {
      const question = { person, given: { permissionSetIds, awsAccountIds }, durationMinutes };
      const key = JSON.stringify(question);
      const known = asked.get(key) ?? (set ? engine.restrict(set, question) : unrestricted);
      asked.set(key, known);
      return known;
    },
  };
};
const nothing: EngineAnswer = { isAllowed: false, determining: [], guardrails: [], hasErrors: false };
const unrestricted: Restrictions = { forbids: [], guardrails: [], hasErrors: false };
