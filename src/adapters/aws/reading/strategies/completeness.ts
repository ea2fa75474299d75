import { completenessCalls, nextInTurn } from '../../../../core/inventory/model/plan/completeness.ts';
import type { Decision } from '../../../../core/inventory/model/plan/decision.ts';
import { eachConcurrently } from '../each-concurrently.ts';
import { type Instance, tailOf } from '../identity-center-facts.ts';
import { readPair } from '../read-assignments.ts';
import { count, type Reading } from '../reading.ts';
import { type PairsSeen, pairKey } from './assignments.ts';
import type { Ground, ProvisionedPairs } from './pairs.ts';

const operation = 'sso:ListAccountAssignments';
export const rotationOfSample = 'sample of pairs';

/**
 * Plans, before a reading by principal, how many pairs are read a second time (SYN-6): what the twentieth of the reading's
 * calls leaves when the pairs in use are listed.
 */
export async function planSample({ sink }: Reading, pairs: ProvisionedPairs, readingCalls: number): Promise<number> {
  const { sample } = completenessCalls(readingCalls, pairs.calls());
  sink.plan(operation, sample);
  const reason = `The ${count(pairs.size(), 'pair')} in use that were listed are compared with what groups and users hold, and a sample of ${sample} is read again, within a twentieth of ${count(readingCalls, 'call')}.`;
  const decision: Decision = {
    part: 'completeness',
    chosen: 'by-pair',
    estimatedCalls: sample,
    basis: 'listed',
    reason,
    refusedAction: null,
    alternatives: [],
  };
  await sink.decided(decision);
  return sample;
}

/**
 * After a reading by principal: a pair in use that no principal's listing explains is read, and so is a sample of the
 * others, in turn. What that finds is staged like everything else; the log says what the principals' listings had not told.
 */
export async function checkCompleteness(
  reading: Reading,
  instance: Instance,
  pairs: ProvisionedPairs,
  { explained, read }: PairsSeen,
  turn: { size: number; last: string | undefined },
): Promise<void> {
  const { sink } = reading;
  const inUse = [...keysOf(pairs)];
  const unexplained = inUse.filter((key) => !explained.has(key) && !read.has(key));
  const unread = [...explained.keys()].filter((key) => !read.has(key));
  const sample = nextInTurn(unread, turn.last, turn.size);
  sink.plan(operation, unexplained.length + sample.length - turn.size);
  let [orphans, differences] = [0, 0];
  await eachConcurrently([...unexplained, ...sample], reading.concurrency, async (key) => {
    const [id = '', arn = ''] = key.split(' ');
    const { result: holders } = await readPair(reading, instance, { kind: 'aws-account', nativeId: id }, arn);
    if (holders === null) return;
    const told = explained.get(key);
    if (told === undefined) orphans += holders.length;
    else if (told !== holders.length) {
      differences += 1;
      const title = `Completeness · ${tailOf(arn)} on AWS account ${id}`;
      const numbers = `${count(holders.length, 'assignment')}, groups and users told of ${told}`;
      await sink.log('gap', `${title}: ${numbers}; what either told is kept`);
    }
  });
  const last = sample.at(-1);
  if (last) await sink.rotated(rotationOfSample, last);
  const found = `${unexplained.length} without a group or user that holds them (${count(orphans, 'assignment')} of others)`;
  await sink.log(
    'read',
    `Completeness · ${count(inUse.length, 'pair')} in use, ${found} · sample of ${sample.length}: ${count(differences, 'difference')}`,
  );
}

/** SYN-6: where an AWS account that Organizations does not list has access, the two do not fit together. */
export async function reportUnlistedAwsAccounts(
  { sink }: Reading,
  { awsAccountIds, areAwsAccountsListed }: Ground,
  pairs: ProvisionedPairs,
  { explained }: PairsSeen,
): Promise<void> {
  const unlisted = new Set(pairs.of.keys());
  for (const key of explained.keys()) unlisted.add(key.slice(0, key.indexOf(' ')));
  for (const id of awsAccountIds) unlisted.delete(id);
  if (unlisted.size === 0) return;
  // Access in them has a place to be shown.
  await sink.rows({
    entities: [...unlisted].map((id) => ({ kind: 'aws-account', nativeId: id, name: id, isMention: true })),
  });
  if (!areAwsAccountsListed) return;
  const shown = [...unlisted].sort().slice(0, 5).join(', ');
  await sink.log(
    'gap',
    `Permission sets are in use on ${count(unlisted.size, 'AWS account')} that Organizations does not list: ${shown}${unlisted.size > 5 ? ' …' : ''}`,
  );
}

function* keysOf(pairs: ProvisionedPairs): Iterable<string> {
  for (const [id, sets] of pairs.of) for (const arn of sets) yield pairKey(id, arn);
}
