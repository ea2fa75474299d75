import type { Alternative, Decision, PlanPart, Strategy } from './decision.ts';

export const strategyWords: Record<Strategy, string> = {
  'by-group': 'by group',
  'by-user': 'by user',
  'by-aws-account': 'by AWS account',
  'by-permission-set': 'by permission set',
  'by-pair': 'by pair',
  'by-principal': 'by group and user',
};

export interface Grounds {
  basis: Decision['basis'];
  refusedAction?: string;
  /** Said before what the numbers say. */
  because?: string;
}

/**
 * The cheapest strategy that is possible; of equally cheap ones the first, so the minimum policy's is to stand before an
 * optional one. At least one must be possible.
 */
export function chooseStrategy(part: PlanPart, alternatives: readonly Alternative[], grounds: Grounds): Decision {
  const possible = alternatives.filter(({ obstacle }) => obstacle === null);
  const [first, ...others] = possible;
  if (!first) throw new Error(`Nothing is possible for ${part}.`);
  const best = others.reduce((least, each) => (each.estimatedCalls < least.estimatedCalls ? each : least), first);
  return {
    part,
    chosen: best.strategy,
    estimatedCalls: best.estimatedCalls,
    basis: grounds.basis,
    reason: [
      grounds.because,
      possible.length > 1 ? cheapest(best, possible) : `${sentence(best)} is the one way there is.`,
    ]
      .filter(Boolean)
      .join(' '),
    refusedAction: grounds.refusedAction ?? null,
    alternatives: alternatives.map(({ obstacle, ...each }) => ({
      ...each,
      ...(obstacle !== null
        ? { outcome: 'not-possible' as const, why: obstacle }
        : each.strategy === best.strategy
          ? { outcome: 'chosen' as const, why: 'The fewest calls.' }
          : { outcome: 'dearer' as const, why: dearer(each.estimatedCalls - best.estimatedCalls) }),
    })),
  };
}

const dearer = (more: number) =>
  more === 0 ? 'As many calls, but needs more than the minimum policy.' : `${numbers(more)} more calls.`;

const cheapest = (best: Alternative, possible: readonly Alternative[]) => {
  const rest = possible
    .filter((each) => each !== best)
    .map((each) => `${strategyWords[each.strategy]} ${numbers(each.estimatedCalls)}`);
  return `${sentence(best)} takes ${numbers(best.estimatedCalls)} calls, ${rest.join(', ')}.`;
};

const sentence = ({ strategy }: Alternative) => strategyWords[strategy].replace('by', 'By');

const numbers = (number: number) => number.toLocaleString('en-US');
