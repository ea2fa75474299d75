import type { Viewer } from '../../security/model/viewer.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import { excludedNow } from '../delegations/who-decides.ts';
import type { PolicyLink } from '../model/policy/choose-workflow.ts';
import type { Approver, ApproverKind } from '../model/policy/policy-form.ts';
import { type CatalogRef, type FederatedRole, howToGet, isHeldByGroup } from '../model/request/federated-role.ts';
import type { Requestable, Subject } from '../model/request/requestable.ts';
import { identityFor } from '../model/request/requestable.ts';
import { type Approvers, type ResolvedStep, resolveApprovers } from '../model/request/resolve-approvers.ts';
import { groundOfJudgement } from '../policies/ground-of-judgement.ts';
import type { PolicySet } from '../policies/policy-engine.ts';
import { federatedRoleOf, isFederatedRole, requestableOf, subjectFor } from './ask-for-whom.ts';
import { judgeWish, linksOf, reasonsOf } from './judge-wish.ts';
import type { AccessFacts, RequestPorts } from './ports.ts';

export interface PolicyAnswerView {
  isAllowed: boolean;
  reasons: string[];
  maxMinutes: number | null;
  steps: { kind: ApproverKind; needed: number; people: { id: PersonId; name: string; via: string }[] }[];
  policies: PolicyLink[];
  usualMinutes: number | null;
}
/** Reads outside a transaction; nothing is changed. */
export interface AnswerPorts {
  facts: AccessFacts;
  currentPolicies(): Promise<PolicySet | null>;
  engine: RequestPorts['engine'];
  clock: RequestPorts['clock'];
}

export const namedIn = (steps: readonly Approver[]): string[] =>
  steps.flatMap((step) => (step.kind === 'named-people' ? step.personIds : []));

/** What is said about one wish, before it is sent (REQ-2). Refuses as subjectFor and requestableOf. */
export const previewRequest = async (
  ports: AnswerPorts,
  wish: { viewer: Viewer; entitlement: CatalogRef; durationMinutes: number; forPersonId: PersonId | undefined },
): Promise<PolicyAnswerView> => {
  const subject = await subjectFor(ports.facts, wish.viewer, wish.forPersonId);
  const { viewer, entitlement, durationMinutes: minutes } = wish;
  if (isFederatedRole(entitlement))
    return answerForRole(await federatedRoleOf(ports.facts, entitlement, subject.id), { viewer, subject }).answer;
  const what = await requestableOf(ports.facts, entitlement);
  const [answer] = await answersFor(ports, { viewer, subject, minutes }, [what]);
  return (answer as Answered).answer;
};

export interface Answered {
  answer: PolicyAnswerView;
  isHeld: boolean;
}
interface Asking {
  viewer: Viewer;
  subject: Subject;
  minutes: number;
}

/** No policy is asked about what only an identity provider gives: who has it, and where to ask for it. */
export const answerForRole = (role: FederatedRole, { subject, viewer }: Omit<Asking, 'minutes'>): Answered => ({
  isHeld: isHeldByGroup(role),
  answer: {
    isAllowed: false,
    reasons: [howToGet(role, subject, subject.id === viewer.personId)],
    maxMinutes: null,
    steps: [],
    policies: [],
    usualMinutes: null,
  },
});

/** The answers for several things at once, for a page of the catalog: the policies decide each one (policies in force). */
export const answersFor = async (
  ports: AnswerPorts,
  asking: Asking,
  wanted: readonly Requestable[],
): Promise<Answered[]> => {
  const set = await ports.currentPolicies();
  const { subject, minutes, viewer } = asking;
  const isMe = subject.id === viewer.personId;
  const ground = await groundOfJudgement(ports.facts, { engine: ports.engine, set }, subject, wanted);
  const judged = wanted.map((what) => ({ what, judgement: judgeWish(ground, { what, minutes, isMe }) }));
  const held = await heldOf(ports.facts, wanted, subject);
  const now = await ports.clock.now();
  const around = await surroundings(
    ports.facts,
    subject.id,
    judged.map(({ what, judgement }) => ({ what, steps: judgement.workflow.steps })),
    now,
  );
  const excluded = await excludedNow(ports.facts, { requesterId: viewer.personId, personId: subject.id }, now);
  const answered = judged.map(({ what, judgement }, index) => {
    const reasons = reasonsOf(judgement, minutes);
    if (held[index] === 'standing')
      reasons.unshift(`${isMe ? 'You hold' : `${subject.name} holds`} it already, with no end.`);
    const { steps, refusal } = resolved(judgement.workflow.steps, around.approversOf(what), excluded);
    if (refusal) reasons.push(refusal);
    return {
      isHeld: held[index] !== null,
      steps,
      answer: {
        isAllowed: reasons.length === 0,
        reasons,
        maxMinutes: judgement.maxMinutes,
        policies: linksOf(judgement.workflow),
        usualMinutes: steps.length === 0 ? null : around.usualMinutesOf(what),
      },
    };
  });
  return named(ports.facts, answered);
};

const heldOf = async (facts: AccessFacts, wanted: readonly Requestable[], subject: Subject) => {
  const identities = wanted.map((what) => identityFor(what, subject));
  const asked = wanted.flatMap(({ key }, index) => {
    const identity = identities[index];
    return identity ? [{ key, identityId: identity.id }] : [];
  });
  const held = await facts.held(asked);
  let next = 0;
  return identities.map((identity) => (identity ? (held[next++] ?? null) : null));
};

/** What is the same for many rows of a page is read once: approvers and usual times, by connector. */
const surroundings = async (
  facts: AccessFacts,
  personId: PersonId,
  wanted: readonly { what: Requestable; steps: readonly Approver[] }[],
  now: Instant,
) => {
  const approvers = new Map<string, Approvers>();
  const usual = new Map<string, number | null>();
  const namedIds = [...new Set(wanted.flatMap(({ steps }) => namedIn(steps)))];
  for (const { what } of wanted) {
    const { connectorId, key } = what;
    if (!approvers.has(connectorId))
      approvers.set(connectorId, await facts.approvers({ connectorId, personId, namedIds }));
    const usualKey = `${connectorId} ${key.kind}`;
    if (!usual.has(usualKey)) usual.set(usualKey, await facts.usualMinutes({ kind: key.kind, connectorId }, now));
  }
  return {
    approversOf: (what: Requestable) => approvers.get(what.connectorId) as Approvers,
    usualMinutesOf: (what: Requestable) => usual.get(`${what.connectorId} ${what.key.kind}`) ?? null,
  };
};

const resolved = (
  steps: readonly Approver[],
  approvers: Approvers,
  excluded: ReadonlySet<string>,
): { steps: ResolvedStep[]; refusal: string | null } => {
  try {
    return { steps: resolveApprovers(steps, approvers, excluded), refusal: null };
  } catch (error) {
    if (error instanceof Refusal) return { steps: [], refusal: error.message };
    throw error;
  }
};

const named = async (
  facts: AccessFacts,
  answered: readonly { isHeld: boolean; steps: ResolvedStep[]; answer: Omit<PolicyAnswerView, 'steps'> }[],
): Promise<Answered[]> => {
  const ids = answered.flatMap(({ steps }) =>
    steps.flatMap(({ candidates }) => candidates.map((each) => each.personId)),
  );
  const people = new Map((await facts.people([...new Set(ids)])).map((person) => [person.id as string, person]));
  return answered.map(({ isHeld, steps, answer }) => ({
    isHeld,
    answer: {
      ...answer,
      steps: steps.map(({ kind, needed, candidates }) => ({
        kind,
        needed,
        people: candidates.flatMap(({ personId, via }) => {
          const person = people.get(personId);
          return person ? [{ ...person, via }] : [];
        }),
      })),
    },
  }));
};
