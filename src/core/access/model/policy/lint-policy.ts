import { approvalOf, type InspectedPolicy, maxMinutesOf, priorityOf } from './inspected-policy.ts';
import { type Approver, automaticPriority, longestAutomaticMinutes } from './policy-form.ts';

/** What the database knows of the things a policy names. */
export interface KnownThings {
  /** `Type::id` of those entities, of the ones asked about, that are there now. */
  entities: ReadonlySet<string>;
  /** Active people, of the ones asked about. */
  personIds: ReadonlySet<string>;
}
export const entityKey = ({ type, id }: { type: string; id: string }): string => `${type}::${id}`;

export interface LintFault {
  message: string;
  /** An entity `Type::id`, an annotation `@name`, or the id of a person; null: the policy as a whole. */
  about: string | null;
}
const whole = (message: string): LintFault => ({ message, about: null });

/** People whom a policy's approval names. */
export const namedPeople = (policy: InspectedPolicy): string[] =>
  (approvalOf(policy) ?? []).flatMap((step: Approver) => (step.kind === 'named-people' ? step.personIds : []));

/**
 * What Cedar itself lets pass and we do not (facts: four traps, all of which fail open): an entity that is not there,
 * so that a forbid never fires; an action by hierarchy; annotations that nobody can follow. Empty: no fault.
 */
export const lintPolicy = (policy: InspectedPolicy, known: KnownThings): LintFault[] => [
  ...lintAction(policy),
  ...policy.entities
    .filter((entity) => !known.entities.has(entityKey(entity)))
    .map((entity) => ({
      message: `${entity.type} ${entity.id} is not there, so a rule about it would never apply.`,
      about: entityKey(entity),
    })),
  ...lintAnnotations(policy),
  ...[...new Set(namedPeople(policy))]
    .filter((id) => !known.personIds.has(id))
    .map((id) => ({ message: `${id} is nobody who could approve: unknown, or has left.`, about: id })),
];

const lintAction = ({ action, effect }: InspectedPolicy): LintFault[] => {
  if (action.op !== '==') return [whole('A policy must name its action with ==.')];
  if (action.name === 'requireApproval' && effect === 'forbid')
    return [whole('Extra approval is asked for by a permit.')];
  return [];
};

const lintAnnotations = (policy: InspectedPolicy): LintFault[] => {
  const faults: LintFault[] = [];
  const at = (annotation: string, message: string) => faults.push({ message, about: `@${annotation}` });
  if (!policy.annotations.name) at('name', '@name is missing.');
  const unknown = Object.keys(policy.annotations).filter(
    (key) => !['name', 'description', 'approval', 'max_duration', 'priority'].includes(key),
  );
  for (const key of unknown) at(key, `@${key} is not an annotation that is understood.`);
  if (policy.effect === 'forbid') {
    if (!policy.annotations.description) at('description', 'A forbid must say why, in @description.');
    return faults;
  }
  const approval = approvalOf(policy);
  if (approval?.length === 0 && !isAutomatic(policy)) at('approval', '@approval must name at least one step.');
  if (approval === null) at('approval', '@approval names steps that are not understood.');
  if (priorityOf(policy) === null) at('priority', '@priority must be a whole number of 0 to 1000.');
  if (policy.action.op === '==' && policy.action.name === 'request')
    for (const message of lintDuration(policy)) at('max_duration', message);
  return faults;
};

/** What asks nobody is of the shape `automatic`, which is short: a request by its priority, for a day at most. */
const isAutomatic = (policy: InspectedPolicy): boolean =>
  policy.action.op === '==' &&
  policy.action.name === 'request' &&
  priorityOf(policy) === automaticPriority &&
  (maxMinutesOf(policy) ?? Infinity) <= longestAutomaticMinutes;

/** The cap stands in the condition, where Cedar applies it, and in the annotation, where the limit is read: both alike. */
const lintDuration = (policy: InspectedPolicy): string[] => {
  const maxMinutes = maxMinutesOf(policy);
  if (maxMinutes === null) return ['@max_duration must be 5 to 43200 minutes.'];
  const [cap, ...more] = policy.durationCaps;
  return cap === maxMinutes && more.length === 0
    ? []
    : ['@max_duration and the condition on context.durationMinutes must say the same.'];
};
