import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { awsRates, createRateBudget } from '../../src/adapters/postgres/rate-budget.ts';
import type { RateBudget, RateKey } from '../../src/core/shared/ports.ts';
import { createTestDatabase } from '../support/database.ts';

const rates = { ...awsRates, 'identity-center': { perSecond: 40, burst: 10 } };
const key = (awsAccountId: string): RateKey => ({ awsAccountId, region: 'eu-central-1', family: 'identity-center' });

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let pools: Database[];
beforeAll(async () => {
  test = await createTestDatabase();
  pools = [1, 2].map(() => openDatabase(test.appUrl, { maxConnections: 1 }));
});
afterAll(async () => {
  for (const pool of pools) await pool.close();
  await test.drop();
});

/** Takes one token `count` times from each process at once; returns when each was let go, sorted. */
async function takeAll(of: RateKey, count: number): Promise<number[]> {
  const times: number[] = [];
  await Promise.all(
    pools.flatMap((pool) => {
      const budget = createRateBudget(pool, rates);
      return Array.from({ length: count }, async () => {
        await budget.take(of, 1);
        times.push(performance.now());
      });
    }),
  );
  return times.sort((a, b) => a - b);
}

describe('the rate budget', () => {
  it('lets two processes together have the burst and then the rate, and never more in any window', async () => {
    const times = await takeAll(key('1'), 35);
    for (const [i, from] of times.entries()) {
      for (const [j, to] of times.entries()) {
        if (j < i) continue;
        // Half a token of tolerance: both ends of the window are measured here, not at the database.
        expect(j - i + 1).toBeLessThanOrEqual(10 + 1.5 + (40 * (to - from)) / 1000);
      }
    }
    const tookMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
    expect(tookMs).toBeGreaterThan((60 / 40) * 1000 - 50);
  });

  it('holds no connection while it waits', async () => {
    const [pool] = pools as [Database];
    const waiting = takeAll(key('2'), 20);
    await new Promise((resolve) => setTimeout(resolve, 100));
    // The pool has a single connection.
    const startedAt = performance.now();
    await pool.pool.query('select 1');
    expect(performance.now() - startedAt).toBeLessThan(150);
    await waiting;
  });

  it('is empty for every process after AWS said "too fast"', async () => {
    const [one, two] = pools.map((pool) => createRateBudget(pool, rates));
    await one?.take(key('3'), 1);
    // The bucket fills from the moment it was emptied, whenever this process is told.
    const startedAt = performance.now();
    await one?.throttled(key('3'));
    await two?.take(key('3'), 8);
    expect(performance.now() - startedAt).toBeGreaterThan((8 / 40) * 1000 - 20);
  });

  it('shares one bucket fairly: two connectors get as much, in one process and in two, and one more call waits its turn only', async () => {
    const [one, two] = pools.map((pool) => createRateBudget(pool, rates)) as [RateBudget, RateBudget];
    /** Two readings of eight calls at a time each, for two seconds; how many each was let make. */
    const share = async (of: RateKey, first: RateBudget, second: RateBudget) => {
      const endsAt = performance.now() + 2000;
      const read = async (budget: RateBudget) => {
        let made = 0;
        const lane = async () => {
          for (; performance.now() < endsAt; made += 1) await budget.take(of, 1);
        };
        await Promise.all(Array.from({ length: 8 }, lane));
        return made;
      };
      const all = Promise.all([read(first), read(second)]);
      // A third asks for one call in the midst of it.
      await new Promise((resolve) => setTimeout(resolve, 500));
      const askedAt = performance.now();
      await first.take(of, 1);
      const waitedMs = performance.now() - askedAt;
      return { made: await all, waitedMs };
    };
    for (const [id, second] of [
      ['7', one],
      ['8', two],
    ] as const) {
      const { made, waitedMs } = await share(key(id), one, second);
      expect(Math.min(...made) / Math.max(...made)).toBeGreaterThan(0.6);
      // Sixteen calls are before it, at forty a second; the rest of it is a noisy machine.
      expect(waitedMs).toBeLessThan(1500);
    }
  });

  it('goes slower in every process where AWS throttles below the rate, and finds its way back', async () => {
    const [one, two] = pools.map((pool) => createRateBudget(pool, rates));
    const paceOf = async () => {
      const { rows } = await (pools[0] as Database).pool.query(`select pace from rate_budget where key like '6/%'`);
      return rows[0].pace as number;
    };
    await one?.take(key('6'), 1);
    // Calls that were under way together are told together: one cut.
    await Promise.all([one?.throttled(key('6')), two?.throttled(key('6')), one?.throttled(key('6'))]);
    expect(await paceOf()).toBeCloseTo(0.7, 5);
    const startedAt = performance.now();
    await two?.take(key('6'), 14);
    // Fourteen of 28 a second.
    expect(performance.now() - startedAt).toBeGreaterThan(480);
    for (let seconds = 0; seconds < 8; seconds++) {
      await (pools[0] as Database).pool.query(
        `update rate_budget set paced_at = clock_timestamp() - interval '1.1 seconds' where key like '6/%'`,
      );
      await one?.throttled(key('6'));
    }
    expect(await paceOf()).toBe(0.25);
    await (pools[0] as Database).pool.query(
      `update rate_budget set paced_at = clock_timestamp() - interval '2 minutes' where key like '6/%'`,
    );
    const healedAt = performance.now();
    await two?.take(key('6'), 20);
    expect(performance.now() - healedAt).toBeLessThan(900);
  });

  it('lets a change for a lease go within two seconds, however many readings wait', async () => {
    const budgets = pools.map((pool) => createRateBudget(pool, rates));
    const readings = budgets.flatMap((budget) => Array.from({ length: 120 }, () => budget.take(key('5'), 1)));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const waitsMs: number[] = [];
    for (let n = 0; n < 5; n++) {
      const startedAt = performance.now();
      await budgets[n % 2]?.take(key('5'), 1, 'provisioning');
      waitsMs.push(performance.now() - startedAt);
    }
    // Two hundred and forty readings at forty a second take six.
    expect(Math.max(...waitsMs)).toBeLessThan(2_200);
    const startedAt = performance.now();
    await Promise.all(readings);
    expect(performance.now() - startedAt).toBeGreaterThan(1_000);
  });

  it('serves a call that needs more than a second of tokens', async () => {
    const budget = createRateBudget(pools[0] as Database, { ...rates, organizations: { perSecond: 20, burst: 5 } });
    const startedAt = performance.now();
    await budget.take({ ...key('4'), family: 'organizations' }, 30);
    expect(performance.now() - startedAt).toBeGreaterThan((25 / 20) * 1000 - 20);
  });
});
