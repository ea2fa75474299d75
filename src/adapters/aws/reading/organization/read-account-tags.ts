import { ListTagsForResourceCommand } from '@aws-sdk/client-organizations';
import type { EntityFact } from '../../../../core/inventory/model/fact.ts';
import { type DetailHistory, dueInTurn } from '../../../../core/inventory/model/plan/due-in-turn.ts';
import { eachConcurrently } from '../each-concurrently.ts';
import { askOptional } from '../optional-action.ts';
import { count, failScope, listAll, type Reading, tagsByKey } from '../reading.ts';

const kind = 'aws-account-tags';
const action = 'organizations:ListTagsForResource';

/** Tags decide nothing and take a call each: no run reads those of more than a twentieth of the AWS accounts (SYN-1). */
export const tagsInTurn = (awsAccountIds: readonly string[], history: DetailHistory | undefined): string[] =>
  dueInTurn(awsAccountIds, kind, history).slice(0, Math.max(5, Math.ceil(awsAccountIds.length / 20)));

/** The tags of these AWS accounts, which are described whole then. */
export async function readAccountTags(reading: Reading, awsAccounts: readonly EntityFact[]): Promise<void> {
  const [first, ...rest] = awsAccounts;
  if (!first) return;
  let read = 0;
  const readTags = (fact: EntityFact) =>
    askOptional(reading, action, async () => {
      await reading.sink.part(`tags of ${fact.nativeId}`, () => readTagsOf(reading, fact));
      read += 1;
    });
  const failure = await readTags(first);
  if (failure?.reason === 'denied') {
    const a = first.parent ?? refOf(first);
    return failScope(reading.sink, { kind, a }, 'Tags of AWS accounts', failure);
  }
  if (failure) await failScope(reading.sink, { kind, a: refOf(first) }, `Tags of AWS account ${first.name}`, failure);
  await eachConcurrently(rest, reading.concurrency, async (fact) => {
    const failure = await readTags(fact);
    if (failure) await failScope(reading.sink, { kind, a: refOf(fact) }, `Tags of AWS account ${fact.name}`, failure);
  });
  await reading.sink.log('read', `Tags · of ${count(read, 'AWS account')}, in turn`);
}

async function readTagsOf(reading: Reading, fact: EntityFact): Promise<void> {
  const tags = await listTags(reading, fact.nativeId);
  const { unread: _, ...whole } = fact;
  // None is no attribute: that they were read is known besides, and reading them of one after another writes nothing.
  if (Object.keys(tags).length > 0) whole.attrs = { ...fact.attrs, tags };
  await reading.sink.complete({ kind, a: refOf(fact) }, { entities: [whole] });
}

const refOf = ({ nativeId }: EntityFact) => ({ kind: 'aws-account', nativeId }) as const;

const listTags = async ({ call, clients }: Reading, ResourceId: string): Promise<Record<string, string>> =>
  tagsByKey(
    await listAll(
      (NextToken) =>
        call(action, (abortSignal) =>
          clients.organizations.send(new ListTagsForResourceCommand({ ResourceId, NextToken }), { abortSignal }),
        ),
      ({ Tags }) => Tags,
    ),
  );
