import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { type ListCase, listCases } from '../testing/lists/list-cases.ts';
import { lengthenLists } from '../testing/lists/long-lists.ts';
import { isPaged, largestPage } from '../testing/lists/page-size.ts';
import { OPERATIONS, SDK_SERVICES } from '../testing/operations/operation-cases.ts';
import { letTester, prepareWorld, TESTERS } from '../testing/operations/prepared-world.ts';
import { Sender } from '../testing/operations/send-operation.ts';

/** How each service refuses a token that it did not make. */
const BAD_TOKEN: Readonly<Record<string, string>> = {
  iam: 'ValidationError',
  organizations: 'InvalidInputException',
  identitystore: 'ValidationException',
  sso: 'ValidationException',
  ssoportal: 'InvalidRequestException',
  cloudtrail: 'InvalidNextTokenException',
};
const LISTS = OPERATIONS.filter(({ service, name }) => isPaged(service, name));
type List = (typeof LISTS)[number];
/** More than any of these lists has rows. */
const MOST_PAGES = 1_000;

let simulator: Simulator;
let sender: Sender;
let cases: ReadonlyMap<string, ListCase>;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
  sender = new Sender(simulator.url, TESTERS.management);
  const facts = prepareWorld(simulator.world);
  lengthenLists(simulator.world);
  letTester(simulator.world, 'management', { Effect: 'Allow', Action: '*', Resource: '*' });
  const [sts] = SDK_SERVICES;
  for (let count = 0; count < 60 && sts; count += 1) await sender.send(sts, 'GetCallerIdentity', {});
  const now = new Date(simulator.world.clock.now());
  // Until all that has happened is in CloudTrail's history too.
  simulator.world.clock.advance(60_000);
  cases = listCases(facts, now);
});
afterAll(() => simulator.stop());
afterEach(() => simulator.faults.clear());

function caseOf({ key }: List): ListCase {
  const one = cases.get(key);
  if (!one) throw new Error(`${key} has no case in simulator/testing/lists/list-cases.ts`);
  return one;
}

/** All pages by the SDK's own paginator; by hand for the lists that it has none for. */
async function* pagesOf(list: List, pageSize?: number): AsyncIterable<Record<string, unknown>> {
  const { service, name } = list;
  const { input } = caseOf(list);
  const paginate = (service.schemas as Record<string, unknown>)[`paginate${name}`];
  if (typeof paginate === 'function') {
    yield* paginate({ client: sender.client(service), ...(pageSize && { pageSize }) }, { ...input });
    return;
  }
  const { token, limit } = service.paging;
  let next: unknown;
  do {
    const asked = { ...input, ...(pageSize && { [limit]: pageSize }), ...(next ? { [token]: next } : {}) };
    const page = (await sender.send(service, name, asked)) as Record<string, unknown>;
    yield page;
    next = page[token];
  } while (next);
}

async function read(list: List, pageSize?: number) {
  const sizes: number[] = [];
  const rows = new Set<string>();
  for await (const page of pagesOf(list, pageSize)) {
    const items = (page[caseOf(list).rows] ?? []) as unknown[];
    sizes.push(items.length);
    if (sizes.length > MOST_PAGES) throw new Error(`${list.key} has no end`);
    for (const item of items) rows.add(JSON.stringify(item));
  }
  return { sizes, total: sizes.reduce((sum, size) => sum + size, 0), distinct: rows.size };
}

const SIZED = LISTS.flatMap((list) => {
  const largest = largestPage(list.service, list.name);
  return largest === undefined ? [] : [{ ...list, largest }];
});

it.each(LISTS)('$key is read whole, each row once, in pages of the service’s own size', async (list) => {
  const { sizes, total, distinct } = await read(list);
  expect(total).toBeGreaterThanOrEqual(caseOf(list).least);
  expect(distinct).toBe(total);
  expect(Math.max(...sizes)).toBe(Math.min(total, list.service.paging.size));
});

it.each(SIZED)('$key is read whole in pages of any size from one to the largest', async ({ largest, ...list }) => {
  const { total } = await read(list);
  for (const pageSize of [1, 7, largest]) {
    const { sizes, distinct } = await read(list, pageSize);
    expect(distinct, `${pageSize}`).toBe(total);
    expect(sizes.length, `${pageSize}`).toBe(Math.ceil(total / pageSize));
  }
});

it.each(LISTS)('$key goes on after an empty page and after a short one', async (list) => {
  const { key } = list;
  const { total } = await read(list);
  simulator.faults.add({ operation: key, emptyPage: true, times: 1 });
  const empty = await read(list);
  expect([empty.sizes[0], empty.distinct]).toEqual([0, total]);
  simulator.faults.clear();
  simulator.faults.add({ operation: key, pageSize: 1, times: 1 });
  const short = await read(list);
  expect([short.sizes[0], short.distinct]).toEqual([1, total]);
});

it.each(LISTS)('$key refuses a token that was made up, and one of another list', async (list) => {
  const { service, name } = list;
  const { token } = service.paging;
  const at = LISTS.findIndex(({ key }) => key === list.key);
  const other = LISTS[(at + 1) % LISTS.length] as List;
  simulator.faults.add({ operation: other.key, emptyPage: true });
  const page = (await sender.send(other.service, other.name, caseOf(other).input)) as Record<string, string>;
  for (const wrong of ['bm9uc2Vuc2Vub25zZW5zZQ', page[other.service.paging.token]]) {
    expect(wrong).toEqual(expect.any(String));
    const refused = await sender.refusal(service, name, { ...caseOf(list).input, [token]: wrong });
    expect(refused).toMatchObject({ name: BAD_TOKEN[service.id], status: 400 });
  }
});

it('every paginator of the SDK clients for a simulated operation is among them', () => {
  const paginated = OPERATIONS.filter(({ service, name }) => `paginate${name}` in service.schemas);
  const keys = LISTS.map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining(paginated.map(({ key }) => key)));
  expect(keys.filter((key) => !paginated.some((one) => one.key === key))).toEqual([
    'iam:GetServiceLastAccessedDetails',
  ]);
});
