import { afterAll, beforeAll, expect, test } from 'vitest';
import { isUndecided } from '../../../src/core/inventory/model/trust-policy-qualifier.ts';
import { type Harness, openHarness } from './sync-harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

const join = async (a: string, b: string): Promise<string> => {
  const rows = await harness.query<{ joined: string }>('select join_qualifiers($1, $2) as joined', [a, b]);
  return rows[0]?.joined ?? '';
};
const alternatives = (of: string, count: number) =>
  Array.from({ length: count }, (_, n) => `condition:${of}${String(n).padStart(3, '0')}`).join('|');

test('the alternatives of two trusts are joined each with each, in canonical form', async () => {
  expect(await join('', 'external-id')).toBe('external-id');
  expect(await join('session', '')).toBe('session');
  expect(await join('session|external-id', 'condition:a;external-id')).toBe(
    'condition:a;external-id|condition:a;external-id;session',
  );
  expect((await join(alternatives('a', 8), alternatives('b', 4))).split('|')).toHaveLength(32);
});

test('more than 32 alternatives become one that cannot be decided, so that a chain of any length stays small', async () => {
  expect(await join(alternatives('a', 11), alternatives('b', 3))).toBe('condition:many');
  expect(await join(alternatives('a', 500), 'session')).toBe('condition:many');
  let chain = alternatives('a', 31);
  for (const hop of ['b', 'c', 'd']) chain = await join(chain, alternatives(hop, 31));
  expect(chain.length).toBeLessThan(2000);
  expect(isUndecided(chain)).toBe(true);
});
