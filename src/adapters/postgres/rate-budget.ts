import type { RateBudget, RateKey, RatePriority } from '../../core/shared/ports.ts';
import type { Database } from './database.ts';

export interface Rate {
  perSecond: number;
  burst: number;
}
export type Rates = Record<RateKey['family'], Rate>;

/**
 * AWS's documented shared limit for Identity Center and Identity Store is 20/s; for the others AWS publishes none per
 * operation, so these are held low on purpose (SYN-3). The bursts stay below AWS's: tokens are counted when a call
 * leaves, AWS counts when it arrives, and the first calls travel longer than those behind them.
 */
export const awsRates: Rates = {
  'identity-center': { perSecond: 20, burst: 10 },
  iam: { perSecond: 20, burst: 50 },
  organizations: { perSecond: 5, burst: 10 },
  sts: { perSecond: 100, burst: 200 },
};

interface Waiter {
  tokens: number;
  resolve(): void;
  reject(error: unknown): void;
}
interface Lane {
  key: string;
  maxDebtSeconds: number;
  rate: Rate;
  waiting: Waiter[];
  isRunning: boolean;
}

/**
 * Refused when the bucket already owes a second: so a throttling answer reaches every process within a second. A lease
 * may make it owe one more: however many readings press, it waits two seconds at most, and they wait for it.
 */
const maxDebtSeconds: Record<RatePriority, number> = { reading: 1, provisioning: 2 };
const retryMs = 200;
/** What the bucket holds now: real time, never the demo's clock. */
const level = 'b.tokens + b.per_second * greatest(0, extract(epoch from clock_timestamp() - b.filled_at))';

/**
 * Token buckets shared by every process through one row each. A process reserves what its callers ask for now, at most a
 * second's worth, in one statement, then waits on its own timer: no connection is held and no reserve is hoarded.
 * In any window of t seconds at most burst + perSecond × t calls are let go.
 */
export function createRateBudget(database: Database, rates: Rates = awsRates): RateBudget {
  const lanes = new Map<string, Lane>();
  const laneOf = (key: RateKey, priority: RatePriority = 'reading'): Lane => {
    const name = `${key.awsAccountId}/${key.region}/${key.family}`;
    const laneName = `${priority} ${name}`;
    let lane = lanes.get(laneName);
    if (!lane) {
      const rate = rates[key.family];
      lane = { key: name, maxDebtSeconds: maxDebtSeconds[priority], rate, waiting: [], isRunning: false };
      lanes.set(laneName, lane);
    }
    return lane;
  };
  return {
    take: (key, tokens, priority) =>
      new Promise((resolve, reject) => {
        const lane = laneOf(key, priority);
        lane.waiting.push({ tokens, resolve, reject });
        if (!lane.isRunning) void serve(database, lane);
      }),
    async throttled(key) {
      await database.pool.query(
        `update rate_budget b set tokens = least(0, ${level}), filled_at = clock_timestamp() where key = $1`,
        [laneOf(key).key],
      );
    },
  };
}

/** Serves a lane until nobody waits; the next batch is asked for when the last one has been let go: fair to others. */
async function serve(database: Database, lane: Lane): Promise<void> {
  lane.isRunning = true;
  // Callers of the same tick are asked for together.
  await null;
  while (lane.waiting.length > 0) {
    const batch = nextBatch(lane);
    try {
      await letGo(batch, await reserve(database, lane, sum(batch)), lane.rate);
    } catch (error) {
      for (const waiter of batch) waiter.reject(error);
    }
  }
  lane.isRunning = false;
}

function nextBatch(lane: Lane): Waiter[] {
  const slice = Math.max(1, Math.min(lane.rate.perSecond, lane.rate.burst));
  let tokens = 0;
  let count = 0;
  for (const waiter of lane.waiting) {
    if (count > 0 && tokens + waiter.tokens > slice) break;
    tokens += waiter.tokens;
    count += 1;
  }
  return lane.waiting.splice(0, count);
}

/** Takes the tokens and returns what the bucket holds after that: below zero, the last of them comes due later. */
async function reserve(database: Database, lane: Lane, tokens: number): Promise<number> {
  for (;;) {
    const { rows } = await database.pool.query<{ tokens: number }>(
      `insert into rate_budget as b (key, per_second, burst, tokens, filled_at)
       values ($1, $2, $3, $3 - $4::float8, clock_timestamp())
       on conflict (key) do update set per_second = $2, burst = $3, filled_at = clock_timestamp(),
         tokens = least($3, ${level}) - $4
       where least($3, ${level}) >= least(0, $4 - $2 * $5::float8)
       returning tokens`,
      [lane.key, lane.rate.perSecond, lane.rate.burst, tokens, lane.maxDebtSeconds],
    );
    if (rows[0]) return rows[0].tokens;
    await sleep(retryMs);
  }
}

async function letGo(batch: Waiter[], left: number, rate: Rate): Promise<void> {
  const reservedAtMs = performance.now();
  let owed = -left - sum(batch);
  for (const waiter of batch) {
    owed += waiter.tokens;
    const dueInMs = (owed / rate.perSecond) * 1000 - (performance.now() - reservedAtMs);
    // One more millisecond: timers may fire a fraction early.
    if (dueInMs > 0) await sleep(dueInMs + 1);
    waiter.resolve();
  }
}

const sum = (batch: Waiter[]): number => batch.reduce((total, waiter) => total + waiter.tokens, 0);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
