import { Refusal } from '../../../shared/refusal.ts';
import type { Approver, ApproverKind } from '../policy/policy-form.ts';

export interface Candidate {
  personId: string;
  /** In what capacity, in plain words: "manager", "owner of AWS production". */
  via: string;
}
export interface ResolvedStep {
  kind: ApproverKind;
  needed: number;
  candidates: Candidate[];
}
/** Who there is to ask; active people only. */
export interface Approvers {
  /** Manager of the person the access is for. */
  managerId: string | null;
  applicationName: string;
  applicationOwnerIds: readonly string[];
  superAdministratorIds: readonly string[];
  /** Of the people whom the policies name, those who are active. */
  activeNamedIds: ReadonlySet<string>;
}

const words: Record<ApproverKind, string> = {
  manager: 'a manager',
  'application-owner': 'an application owner',
  'named-people': 'the people the policy names',
};

/**
 * Who may decide each step (REQ-3). `excluded` are those who may never: the requester and the person it is for (and,
 * once there is delegation, whoever acts for them). A step with too few candidates of its own, or none who is not needed
 * for another step, is open to the owners of the application too, then to Super Administrators. Refuses `no-approver`
 * naming the step when even so there are too few.
 */
export const resolveApprovers = (
  steps: readonly Approver[],
  approvers: Approvers,
  excluded: ReadonlySet<string>,
): ResolvedStep[] => {
  const fallbacks = [ownersOf(approvers, true), administratorsOf(approvers)];
  const resolved = steps.map((step) => ({
    kind: step.kind,
    needed: step.kind === 'named-people' ? step.needed : 1,
    candidates: eligible(ownCandidates(step, approvers), excluded),
  }));
  for (const step of resolved)
    for (const fallback of fallbacks)
      if (step.candidates.length < step.needed) step.candidates = merge(step.candidates, eligible(fallback, excluded));
  const empty = resolved.findIndex(({ candidates, needed }) => candidates.length < needed);
  if (empty >= 0) throw noApprover(resolved[empty] as ResolvedStep, empty);
  for (const fallback of fallbacks) widen(resolved, eligible(fallback, excluded));
  return resolved;
};

const noApprover = ({ kind, needed, candidates }: ResolvedStep, index: number): Refusal =>
  new Refusal(
    'conflict',
    'no-approver',
    `Step ${index + 1} needs ${words[kind]}, and there is nobody who may decide it: neither they, nor an owner of the application, nor a Super Administrator.`,
    { facts: { step: index + 1, kind, needed, found: candidates.length } },
  );

const ownCandidates = (step: Approver, approvers: Approvers): Candidate[] => {
  if (step.kind === 'manager') return approvers.managerId ? [{ personId: approvers.managerId, via: 'manager' }] : [];
  if (step.kind === 'application-owner') return ownersOf(approvers, false);
  const active = [...new Set(step.personIds)].filter((id) => approvers.activeNamedIds.has(id));
  return active.map((personId) => ({ personId, via: 'named by the policy' }));
};
const ownersOf = ({ applicationName, applicationOwnerIds }: Approvers, isFallback: boolean): Candidate[] =>
  applicationOwnerIds.map((personId) => ({
    personId,
    via: `owner of ${applicationName}${isFallback ? ', in place of the approver' : ''}`,
  }));
const administratorsOf = ({ superAdministratorIds }: Approvers): Candidate[] =>
  superAdministratorIds.map((personId) => ({ personId, via: 'Super Administrator, in place of the approver' }));

/** Whether who was named in this capacity still has it; people whom the policy names stay named. */
export const stillHas = (via: string, personId: string, approvers: Approvers): boolean => {
  if (via === 'manager') return approvers.managerId === personId;
  if (via.startsWith('owner of ')) return approvers.applicationOwnerIds.includes(personId);
  if (via.startsWith('Super Administrator')) return approvers.superAdministratorIds.includes(personId);
  return via === 'named by the policy';
};

const eligible = (candidates: Candidate[], excluded: ReadonlySet<string>): Candidate[] =>
  candidates.filter(({ personId }) => !excluded.has(personId));
const merge = (some: Candidate[], more: Candidate[]): Candidate[] => [
  ...some,
  ...more.filter(({ personId }) => !some.some((known) => known.personId === personId)),
];

/** Opens steps to more people while no choice of different people for all steps exists, and more people would help. */
const widen = (steps: ResolvedStep[], fallback: Candidate[]): void => {
  for (const step of steps) {
    if (canAllDiffer(steps)) return;
    step.candidates = merge(step.candidates, fallback);
  }
};

/** Whether every step can be decided by people of its own: augmenting paths over the seats that the steps have. */
export const canAllDiffer = (steps: readonly Pick<ResolvedStep, 'needed' | 'candidates'>[]): boolean => {
  const seats = steps.flatMap(({ needed, candidates }) => Array.from({ length: needed }, () => candidates));
  const seatOf = new Map<string, number>();
  const seat = (index: number, tried: Set<string>): boolean =>
    (seats[index] ?? []).some(({ personId }) => {
      if (tried.has(personId)) return false;
      tried.add(personId);
      const taken = seatOf.get(personId);
      if (taken !== undefined && !seat(taken, tried)) return false;
      seatOf.set(personId, index);
      return true;
    });
  return seats.every((_, index) => seat(index, new Set()));
};
