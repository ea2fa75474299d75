import type { AccessRequest, PolicyAnswer } from '../../../api/types.ts';

type Step = PolicyAnswer['steps'][number];
type Kind = Step['kind'];

/** A step as the label of a progress line, and as the person of a list. */
export const stepLabels: Record<Kind, string> = {
  manager: 'Manager',
  'application-owner': 'Owner',
  'named-people': 'Named people',
};
const stepPersons: Record<Kind, [one: string, many: string]> = {
  manager: ['manager', 'managers'],
  'application-owner': ['an owner', 'owners'],
  'named-people': ['a named person', 'named people'],
};

/** "Manager, then an owner"; "Nobody, by policy". */
export function stepsWords(steps: readonly Step[]): string {
  if (steps.length === 0) return 'Nobody, by policy';
  const words = steps.map(({ kind, needed }) =>
    needed > 1 ? `${needed} ${stepPersons[kind][1]}` : stepPersons[kind][0],
  );
  const text = words.join(', then ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const shown = 3;
/** "Kwame Boateng or Mei-Lin Zhou"; of many, the first three and how many more. */
export function namesWords(names: readonly string[], joint = 'or'): string {
  if (names.length <= 1) return names[0] ?? 'nobody';
  if (names.length > shown) return `${names.slice(0, shown).join(', ')} ${joint} ${names.length - shown} more`;
  return `${names.slice(0, -1).join(', ')} ${joint} ${names.at(-1)}`;
}

/** "Ben Builder for Lee Lead", where a delegate decided. */
export const deciderWords = ({ person, inSteadOf }: AccessRequest['steps'][number]['decisions'][number]): string =>
  inSteadOf ? `${person.name} for ${inSteadOf.name}` : person.name;

/** In what capacity, said once where all have the same. */
export function viaWords(people: readonly { via: string }[]): string {
  return [...new Set(people.map(({ via }) => via))].join('; ');
}

export const openStep = (request: AccessRequest) => request.steps.find(({ status }) => status === 'open');
