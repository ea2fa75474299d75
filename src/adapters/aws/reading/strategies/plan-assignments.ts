import { completenessCalls } from '../../../../core/inventory/model/plan/completeness.ts';
import type { Instance } from '../identity-center-facts.ts';
import type { Reading } from '../reading.ts';
import { type AssignmentsToRead, type PairsSeen, waysOfAssignments } from './assignments.ts';
import { checkCompleteness, planSample, reportUnlistedAwsAccounts, rotationOfSample } from './completeness.ts';
import { createPairs } from './pairs.ts';
import { decideWay, type Way } from './strategy.ts';

/**
 * Lists the pairs in use and decides how assignments are read; returns what reads them. By pair needs all pairs. By
 * principal does not, but is compared with them (SYN-6): where listing them all is more than that may cost, this run lists
 * a part of them, in turn. A connector's first run lists all of them, since nothing else tells what by pair would cost.
 */
export async function planAssignments(
  reading: Reading,
  instance: Instance,
  known: Omit<AssignmentsToRead, 'pairs' | 'seen'>,
  memberships: Way,
): Promise<{ carryOut(): Promise<void> }> {
  // A run that goes on after its worker was killed has the turn it had, also where that was recorded already.
  const rotation = await reading.sink.part('turns', async () => reading.known.history?.rotation ?? {});
  const pairs = createPairs(reading, instance, known.ground, rotation);
  const seen: PairsSeen = { read: new Set(), explained: new Map() };
  const ways = waysOfAssignments(reading, instance, { ...known, pairs, seen });
  const basis = reading.known.history?.counts ? 'last-publication' : 'listed';
  const readingCalls = (way: Way) => listingCalls(known) + memberships.estimatedCalls() + way.estimatedCalls();

  const likely = basis === 'listed' ? null : cheapest(ways);
  const all = pairs.remainingCalls();
  const limit = likely?.strategy === 'by-principal' ? completenessCalls(readingCalls(likely), all).listing : all;
  await (await decideWay(reading, 'pairs', pairs.ways(limit < all ? limit : undefined), { basis })).carryOut();

  const decided = await decideWay(reading, 'assignments', ways, { basis });
  const isByPrincipal = decided.way.strategy === 'by-principal';
  const sample = isByPrincipal ? await planSample(reading, pairs, readingCalls(decided.way)) : 0;
  return {
    async carryOut() {
      const { strategy } = await decided.carryOut();
      if (strategy === 'by-principal')
        await checkCompleteness(reading, instance, pairs, seen, { size: sample, last: rotation[rotationOfSample] });
      else reading.sink.plan('sso:ListAccountAssignments', -sample);
      await reportUnlistedAwsAccounts(reading, known.ground, pairs, seen);
    },
  };
}

const cheapest = (ways: readonly Way[]): Way | undefined =>
  ways.filter(({ obstacle }) => obstacle === null).sort((a, b) => a.estimatedCalls() - b.estimatedCalls())[0];

const listingCalls = ({ directory, ground }: Pick<AssignmentsToRead, 'directory' | 'ground'>) =>
  [directory.users?.length ?? 0, directory.groups.size, ground.permissionSetArns?.length ?? 0]
    .map((things) => Math.ceil(things / 100))
    .reduce((a, b) => a + b);
