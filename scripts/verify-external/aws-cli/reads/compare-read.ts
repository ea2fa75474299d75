import type { Simulator } from '../../../../simulator/start.ts';
import { type Comparison, compared } from '../../comparison.ts';
import type { AwsCli, Keys } from '../aws-cli.ts';
import { type Operation, operationOf, optionsOf } from '../operation.ts';
import { type Answer, joined, part, rowsIn } from './answers.ts';
import type { ReadCase } from './read-cases.ts';

interface Reader {
  aws: AwsCli;
  keys: Keys;
  simulator: Simulator;
  region: string;
}

/** One operation by the aws CLI and by the SDK, which share no code: the same answer, all its pages joined by each. */
export function compareRead(reader: Reader, readCase: ReadCase): Promise<Comparison> {
  return comparing(readCase, async (operation) => {
    const ours = await bySdk(reader, operation, readCase);
    const { answer, calls } = await byCli(reader, operation, readCase.input);
    const what = operation.paginate ? `: ${rowsIn(ours)} rows in ${calls} ${calls === 1 ? 'call' : 'calls'}` : '';
    return compared(what, part(answer, withoutNews(readCase, ours, answer)));
  });
}

/**
 * The same, and where there are pages the same rows again by pages of a third (by the simulator's count of calls), and
 * with --max-items up to the half of the first list and on from there.
 */
export function compareReadByPages(reader: Reader, readCase: ReadCase): Promise<Comparison> {
  return comparing(readCase, async (operation) => {
    if (!operation.paginate || readCase.hasOnePage) return compareRead(reader, readCase);
    const ours = await bySdk(reader, operation, readCase);
    const rows = rowsIn(ours);
    if (rows < 2) return compared(`: ${rows} rows`, 'too few rows to prove anything about pages');
    const whole = await byCli(reader, operation, readCase.input);
    const paged = await byCli(reader, operation, readCase.input, '--page-size', String(Math.ceil(rows / 3)));
    const resumed = await inTwo(reader, operation, readCase.input, Math.floor(firstList(ours) / 2));
    return compared(
      `: ${rows} rows, also in ${paged.calls} pages, also in two goes`,
      part(whole.answer, ours) ??
        (paged.calls < 2 ? 'they came in one page' : part(paged.answer, ours)) ??
        part(resumed, ours),
    );
  });
}

async function comparing(
  { action }: ReadCase,
  compare: (operation: Operation) => Promise<Comparison>,
): Promise<Comparison> {
  const operation = operationOf(action);
  const name = operation.command.join(' ');
  try {
    const { what, difference } = await compare(operation);
    return compared(`${name}${what.replace(name, '')}`, difference);
  } catch (error) {
    return compared(name, (error as Error).message);
  }
}

async function bySdk({ simulator, keys, region }: Reader, operation: Operation, { input, hasOnePage }: ReadCase) {
  const client = new operation.client({ endpoint: simulator.url, region, credentials: keys, maxAttempts: 1 });
  try {
    if (!operation.paginate || hasOnePage) return joined([await client.send(operation.toCommand(input))]);
    const pages: object[] = [];
    // The paginators write into what they are given.
    for await (const page of operation.paginate({ client }, { ...input })) pages.push(page);
    return joined(pages);
  } finally {
    client.destroy();
  }
}

async function byCli(
  { aws, keys, simulator }: Reader,
  { service, name, command }: Operation,
  input: object,
  ...paging: string[]
): Promise<{ answer: Answer; token: string | undefined; calls: number }> {
  const counter = () => simulator.counters.of(service, name).calls;
  const before = counter();
  const answer = await aws.ask<Answer & { NextToken?: string }>(keys, ...command, ...optionsOf(input), ...paging);
  return { answer: joined([answer]), token: answer.NextToken, calls: counter() - before };
}

async function inTwo(reader: Reader, operation: Operation, input: object, size: number): Promise<Answer> {
  const start = await byCli(reader, operation, input, '--max-items', String(size));
  if (!start.token) throw new Error(`--max-items ${size} did not say how to go on`);
  const rest = await byCli(reader, operation, input, '--starting-token', start.token);
  return joined([start.answer, rest.answer]);
}

/** --max-items counts the rows of this list only. */
const firstList = (answer: Answer): number =>
  Object.values(answer).find((value): value is unknown[] => Array.isArray(value) && value.length > 0)?.length ?? 0;

/** What AWS added lately, as long as the aws CLI at hand does not show it. */
const withoutNews = ({ news = [] }: ReadCase, ours: Answer, theirs: Answer): Answer =>
  Object.fromEntries(Object.entries(ours).filter(([member]) => !news.includes(member) || member in theirs));
