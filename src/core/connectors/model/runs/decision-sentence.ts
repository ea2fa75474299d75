/** As a run keeps it (core/inventory/model/plan/decision.ts). */
export interface SpokenDecision {
  part: string;
  chosen: string;
  estimatedCalls: number;
  refusedAction: string | null;
  alternatives: { strategy: string; estimatedCalls: number; outcome: 'chosen' | 'dearer' | 'not-possible' }[];
}

const parts: Record<string, string> = {
  memberships: 'Who is in which group',
  pairs: 'Which permission sets are in use where',
  assignments: 'Who holds which permission set',
  completeness: 'Whether nothing was missed',
};
const ways: Record<string, string> = {
  'by-group': 'group by group',
  'by-user': 'user by user',
  'by-aws-account': 'AWS account by AWS account',
  'by-permission-set': 'permission set by permission set',
  'by-pair': 'for each AWS account and permission set',
  'by-principal': 'for each user and group',
};
const wayOf = (strategy: string): string => ways[strategy] ?? strategy;
const numbers = (number: number): string => number.toLocaleString('en-US');
const calls = (number: number): string => `${numbers(number)} ${number === 1 ? 'call' : 'calls'}`;

/** One decision of the planner as people say it, with what the other ways would have cost (SYN-2). */
export const decisionSentence = ({
  part,
  chosen,
  estimatedCalls,
  refusedAction,
  alternatives,
}: SpokenDecision): string => {
  const others = alternatives
    .filter(({ outcome }) => outcome === 'dearer')
    .map(({ strategy, estimatedCalls: cost }) => `${wayOf(strategy)} it would take ${numbers(cost)}`);
  const impossible = alternatives
    .filter(({ outcome }) => outcome === 'not-possible')
    .map(({ strategy }) => `${wayOf(strategy)} is not possible`);
  const [first, ...rest] = [...others, ...impossible];
  const compared = first === undefined ? '' : `; ${[first, ...rest].join(', ')}`;
  const because = refusedAction === null ? '' : `AWS refused ${refusedAction}. `;
  return `${because}${parts[part] ?? part} is read ${wayOf(chosen)}: ${calls(estimatedCalls)}${compared}.`;
};
