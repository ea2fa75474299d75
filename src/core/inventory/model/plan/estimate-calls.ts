import type { Strategy } from './decision.ts';
import type { KnownCounts, Things } from './known-counts.ts';

const unitsOf = (strategy: Strategy, things: Things): number =>
  ({
    'by-group': things.groups,
    'by-user': things.users,
    'by-aws-account': things.awsAccounts,
    'by-permission-set': things.permissionSets,
    'by-pair': things.pairs,
    'by-principal': things.groups + things.users,
  })[strategy];

/**
 * Calls that a strategy takes: one for each unit, and the further pages that the last publication had, in proportion to
 * how many units there are by now. Never less than one a unit, so that a first run expects the least there can be.
 */
export function estimateCalls(strategy: Strategy, now: Things, known: KnownCounts | null): number {
  const units = unitsOf(strategy, now);
  const before = known ? unitsOf(strategy, known) : 0;
  if (!known || before === 0) return units;
  return units + Math.round((known.furtherPages[strategy] * units) / before);
}
