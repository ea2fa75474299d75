import { completenessBudget, nextInTurn } from '../../../../core/inventory/model/plan/completeness.ts';
import type { Decision } from '../../../../core/inventory/model/plan/decision.ts';
import { eachConcurrently } from '../each-concurrently.ts';
import { type Instance, tailOf } from '../identity-center-facts.ts';
import { readPair } from '../read-assignments.ts';
import { count, type Reading } from '../reading.ts';
import { type PairsSeen, pairKey } from './assignments.ts';
import type { Ground, ProvisionedPairs } from './pairs.ts';

const operation = 'sso:ListAccountAssignments';
const rotation = 'sample of pairs';

/**
 * Chooses, before a reading by principal, the pairs that are read a second time (SYN-6): what the twentieth of the
 * reading's calls leaves when the pairs in use are listed.
 */
export async function chooseSample(
  { known, sink }: Reading,
  pairs: ProvisionedPairs,
  seen: PairsSeen,
  calls: { reading: number; listing: number },
): Promise<void> {
  const size = Math.max(0, completenessBudget(calls.reading) - calls.listing);
  const sample = nextInTurn(keysOf(pairs), known.history?.rotation[rotation], size);
  for (const key of sample) seen.sample.set(key, new Set());
  sink.plan(operation, sample.length);
  const decision: Decision = {
    part: 'completeness',
    chosen: 'by-pair',
    estimatedCalls: sample.length,
    basis: 'listed',
    reason: `The ${count(pairs.size(), 'pair')} in use are compared with what principals hold, and a sample of ${sample.length} is read again, within a twentieth of ${count(calls.reading, 'call')}.`,
    refusedAction: null,
    alternatives: [],
  };
  await sink.decided(decision);
}

/**
 * After a reading by principal: a pair in use that no principal's listing explains is read, and so is the sample. What
 * that finds is staged like everything else; the log says what the principals' listings had not told.
 */
export async function checkCompleteness(
  reading: Reading,
  instance: Instance,
  pairs: ProvisionedPairs,
  seen: PairsSeen,
  wasReadByPrincipal: boolean,
): Promise<void> {
  const { sink } = reading;
  if (!wasReadByPrincipal) return sink.plan(operation, -seen.sample.size);
  const keys = [...keysOf(pairs)].filter((key) => !seen.read.has(key));
  const unexplained = keys.filter((key) => !seen.explained.has(key));
  const sample = [...seen.sample.keys()].filter((key) => seen.explained.has(key) && !seen.read.has(key));
  sink.plan(operation, unexplained.length + sample.length - seen.sample.size);
  let [orphans, differences] = [0, 0];
  await eachConcurrently([...unexplained, ...sample], reading.concurrency, async (key) => {
    const [id = '', arn = ''] = key.split(' ');
    const listed = seen.sample.get(key);
    const holders = await readPair(reading, instance, { kind: 'aws-account', nativeId: id }, arn);
    if (holders === null) return;
    if (!seen.explained.has(key)) {
      orphans += holders.length;
      return;
    }
    const untold = holders.filter((holder) => !listed?.has(holder)).length;
    const absent = [...(listed ?? [])].filter((holder) => !holders.includes(holder)).length;
    differences += untold + absent;
    const title = `Completeness · ${tailOf(arn)} on AWS account ${id}`;
    if (untold + absent > 0)
      await sink.log('gap', `${title}: ${untold} that no principal's listing told of, ${absent} told of and not there`);
  });
  const last = [...seen.sample.keys()].at(-1);
  if (last) await sink.rotated(rotation, last);
  await sink.log(
    'read',
    `Completeness · ${count(keys.length, 'pair')} in use, ${unexplained.length} without a principal that holds them (${count(orphans, 'assignment')} of others) · sample of ${sample.length}: ${count(differences, 'difference')}`,
  );
}

/** SYN-6: where an AWS account that Organizations does not list has access, the two do not fit together. */
export async function reportUnlistedAwsAccounts(
  { sink }: Reading,
  { awsAccountIds, areAwsAccountsListed }: Ground,
  pairs: ProvisionedPairs,
): Promise<void> {
  const listed = new Set(awsAccountIds);
  const unlisted = [...pairs.of.keys()].filter((id) => !listed.has(id)).sort();
  if (unlisted.length === 0) return;
  // Access in them has a place to be shown.
  await sink.rows({
    entities: unlisted.map((id) => ({ kind: 'aws-account', nativeId: id, name: id, isMention: true })),
  });
  if (!areAwsAccountsListed) return;
  const shown = unlisted.slice(0, 5).join(', ');
  await sink.log(
    'gap',
    `Permission sets are in use on ${count(unlisted.length, 'AWS account')} that Organizations does not list: ${shown}${unlisted.length > 5 ? ' …' : ''}`,
  );
}

function* keysOf(pairs: ProvisionedPairs): Iterable<string> {
  for (const [id, sets] of pairs.of) for (const arn of sets) yield pairKey(id, arn);
}
