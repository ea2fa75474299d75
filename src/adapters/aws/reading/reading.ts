import type { AwsConnection } from '../../../core/connectors/model/aws-connection.ts';
import type { EntityRef } from '../../../core/inventory/model/kinds.ts';
import type { Scope, ScopeFailure } from '../../../core/inventory/model/scope.ts';
import type { ConnectionFacts, KnownInventory, ReadFacts, ScopeSink } from '../../../core/inventory/ports.ts';
import type { ScimDirectory } from '../../../core/inventory/scim-directory.ts';
import type { AwsClients } from '../session/aws-clients.ts';
import { type CallAws, CallRefused } from '../session/call-aws.ts';

/** What every part of one reading needs. */
export interface Reading {
  connection: AwsConnection;
  known: KnownInventory;
  sink: ScopeSink;
  clients: AwsClients;
  call: CallAws;
  /** The AWS account whose IAM is read: the one that the connector's role is in, or another of the organization. */
  own: EntityRef;
  /** Where the directory can be listed by SCIM too. */
  scim?: ScimDirectory | undefined;
  /** What a refused optional action is remembered by; absent: the action. Each other AWS account's role has its own rights. */
  refusalKey?(action: string): string;
  /** Filled in as the reading learns. */
  learned: ConnectionFacts;
  concurrency: number;
  /** For what AWS takes its time to make: the first pause, and what ends a wait. */
  backOffMs: number;
  signal: AbortSignal;
}

export type Facts = ReadFacts;

/** Reads one scope: whole, or failed with AWS's reason. Returns the failure, null when it was read whole. */
export async function readScope(
  { sink }: Reading,
  scope: Scope,
  title: string,
  read: () => Promise<{ facts?: Facts; summary?: string }>,
): Promise<ScopeFailure | null> {
  try {
    const { facts = {}, summary } = await read();
    await sink.complete(scope, facts);
    if (summary !== undefined) await sink.log('read', `${title} · ${summary}`);
    return null;
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error;
    await failScope(sink, scope, title, error.failure);
    return error.failure;
  }
}

export async function failScope(sink: ScopeSink, scope: Scope, title: string, failure: ScopeFailure): Promise<void> {
  await sink.failed(scope, failure);
  const why = failure.reason === 'denied' ? `the role may not call ${failure.action}` : failure.message;
  await sink.log('gap', `${title} · not read: ${why}`);
}

/** Why something that depends on a listing was not tried. */
export const followsFrom = (cause: ScopeFailure): ScopeFailure => ({
  reason: 'not-attempted',
  ...(cause.action && { action: cause.action }),
  message: cause.action ? `Not tried, because ${cause.action} failed: ${cause.message}` : `Not tried: ${cause.message}`,
});

/** Pages through a listing. An empty page with a token is legal; a token that repeats would never end, so it is refused. */
export async function eachPage<Page>(
  fetch: (token: string | undefined) => Promise<Page>,
  tokenOf: (page: Page) => string | undefined,
  handle: (page: Page) => Promise<void>,
): Promise<void> {
  let token: string | undefined;
  do {
    const page = await fetch(token);
    await handle(page);
    const next = tokenOf(page);
    if (next !== undefined && next === token) {
      const message = 'AWS returned the same page token twice.';
      throw new CallRefused({ kind: 'other', code: 'RepeatedToken', message }, { reason: 'invalid', message });
    }
    token = next;
  } while (token);
}

/** All items of a listing that is known to be short. */
export async function listAll<Page extends { NextToken?: string | undefined }, Item>(
  fetch: (token: string | undefined) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const all: Item[] = [];
  await eachPage(
    fetch,
    ({ NextToken }) => NextToken,
    async (page) => void all.push(...(itemsOf(page) ?? [])),
  );
  return all;
}

export interface Counted<T> {
  result: T;
  /** Made in this run, perhaps by a worker that was killed. */
  calls: number;
}

/** A part of the run that tells how many calls it took, also where a worker before this one read it; `page` before each. */
export const countedPart = <T>(
  { sink }: Reading,
  key: string,
  page: () => void,
  read: (page: () => void) => Promise<T>,
): Promise<Counted<T>> =>
  sink.part(key, async () => {
    let calls = 0;
    const result = await read(() => {
      page();
      calls += 1;
    });
    return { result, calls };
  });

/** "1 user", "14 users". */
export const count = (number: number, singular: string, plural = `${singular}s`) =>
  `${number.toLocaleString('en-US')} ${number === 1 ? singular : plural}`;

/** Lower-cased when the text looks like an e-mail address. */
export const emailIn = (text: string | undefined): string | undefined =>
  text && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? text.toLowerCase() : undefined;

/** Only what is there: attributes are canonical, so that "absent" has one form. */
export const present = (attrs: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(attrs).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && !value.length),
    ),
  );

/** Canonical, and empty where there is none. */
export const tagsByKey = (tags: readonly { Key?: string | undefined; Value?: string | undefined }[]) =>
  Object.fromEntries(
    tags.map(({ Key = '', Value = '' }): [string, string] => [Key, Value]).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
