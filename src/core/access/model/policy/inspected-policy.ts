import { type Approver, approverKinds } from './policy-form.ts';

/** A policy as the engine reads it, reduced to what our own lints look at. */
export interface InspectedPolicy {
  effect: 'permit' | 'forbid';
  /** `==` with an action's name; anything else is `other` (the action hierarchy lives in the schema: trap 2). */
  action: { op: '=='; name: string } | { op: 'other' };
  annotations: Readonly<Record<string, string>>;
  /** Every entity that the text names, wherever it does, actions left out. */
  entities: readonly { type: string; id: string }[];
  /** What `context.durationMinutes` is compared with, by `<=`. */
  durationCaps: readonly number[];
}

/** The approval steps of `@approval`; null when they can't be understood, so that nobody takes them for "none" (trap 4). */
export const approvalOf = (policy: InspectedPolicy): Approver[] | null => {
  const text = policy.annotations.approval;
  if (text === undefined) return null;
  try {
    const steps: unknown = JSON.parse(text);
    if (!Array.isArray(steps)) return null;
    const known = steps.map(approverOf);
    return known.includes(null) ? null : (known as Approver[]);
  } catch {
    return null;
  }
};

const approverOf = (step: unknown): Approver | null => {
  if (typeof step !== 'object' || step === null) return null;
  const { kind, personIds, needed, ...rest } = step as Record<string, unknown>;
  if (Object.keys(rest).length > 0 || !approverKinds.includes(kind as never)) return null;
  if (kind !== 'named-people')
    return personIds === undefined && needed === undefined ? { kind: kind as 'manager' } : null;
  const areIds = Array.isArray(personIds) && personIds.length > 0 && personIds.every((id) => typeof id === 'string');
  if (!areIds || !isCount(needed, 1, new Set(personIds).size)) return null;
  return { kind, personIds, needed };
};

/** `@max_duration` in minutes; null when it is not there or no number of minutes that may be asked for. */
export const maxMinutesOf = (policy: InspectedPolicy): number | null => {
  const text = policy.annotations.max_duration ?? '';
  const minutes = /^\d{1,6}$/.test(text) ? Number(text) : null;
  return isCount(minutes, 5, 43_200) ? minutes : null;
};

/** `@priority`, 0 when there is none; null when it is not a whole number of 0 to 1000. */
export const priorityOf = (policy: InspectedPolicy): number | null => {
  const text = policy.annotations.priority;
  if (text === undefined) return 0;
  const priority = /^\d{1,4}$/.test(text) ? Number(text) : null;
  return isCount(priority, 0, 1000) ? priority : null;
};

const isCount = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
