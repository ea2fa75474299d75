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
  // LookupEvents: two a second for each AWS account and region, which AWS documents.
  cloudtrail: { perSecond: 2, burst: 1 },
  // Not published; ssosync was refused after some seconds of going as fast as it could.
  scim: { perSecond: 5, burst: 5 },
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

/**
 * Where AWS says "too fast" below the rate that it was given (others use the same AWS account), every process goes
 * slower: by three tenths for each second with a throttle, never below a quarter, and back by a hundredth a second.
 */
const pacing = { cut: 0.7, slowest: 0.25, recoveryPerSecond: 0.01 };
const sinceOf = (instant: string) => `greatest(0, extract(epoch from clock_timestamp() - ${instant}))`;
const pace = `least(1, b.pace + ${pacing.recoveryPerSecond} * ${sinceOf('b.paced_at')})`;
/** What the bucket holds now: real time, never the demo's clock. */
const level = `b.tokens + b.per_second * ${pace} * ${sinceOf('b.filled_at')}`;

/**
 * Token buckets shared by every process through one row each. A process reserves what its callers ask for now, at most a
 * second's worth, in one statement, then waits on its own timer: no connection is held and no reserve is hoarded.
 * In any window of t seconds at most burst + perSecond × t calls are let go.
 */
export function createRateBudget(database: Database, rates: Rates = awsRates): RateBudget {
  const lanes = new Map<string, Lane>();
  const laneOf = (key: RateKey, priority: RatePriority): Lane => {
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
    take: (key, tokens, priority = 'reading') =>
      new Promise((resolve, reject) => {
        const lane = laneOf(key, priority);
        lane.waiting.push({ tokens, resolve, reject });
        if (!lane.isRunning) void serve(database, lane);
      }),
    async throttled(key) {
      await database.pool.query(
        `update rate_budget b set tokens = least(0, ${level}), filled_at = clock_timestamp(),
           (pace, paced_at) = (select case when is_fresh then b.pace else greatest(${pacing.slowest}, ${pacing.cut} * ${pace}) end,
             case when is_fresh then b.paced_at else clock_timestamp() end
           from (select b.pace < 1 and ${sinceOf('b.paced_at')} < 1 as is_fresh) cut)
         where key = $1`,
        [laneOf(key, 'reading').key],
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
      await letGo(batch, await reserve(database, lane, sum(batch)));
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

interface Reserved {
  /** What the bucket holds now: below zero, the last of the tokens comes due later. */
  left: number;
  perSecond: number;
}

async function reserve(database: Database, lane: Lane, tokens: number): Promise<Reserved> {
  for (;;) {
    const { rows } = await database.pool.query<Reserved>(
      `insert into rate_budget as b (key, per_second, burst, tokens, filled_at)
       values ($1, $2, $3, $3 - $4::float8, clock_timestamp())
       on conflict (key) do update set per_second = $2, burst = $3, filled_at = clock_timestamp(),
         tokens = least($3, ${level}) - $4
       where least($3, ${level}) >= least(0, $4 - $2 * ${pace} * $5::float8)
       returning tokens as left, b.per_second * ${pace} as "perSecond"`,
      [lane.key, lane.rate.perSecond, lane.rate.burst, tokens, lane.maxDebtSeconds],
    );
    if (rows[0]) return rows[0];
    await sleep(retryMs);
  }
}

async function letGo(batch: Waiter[], { left, perSecond }: Reserved): Promise<void> {
  const reservedAtMs = performance.now();
  let owed = -left - sum(batch);
  for (const waiter of batch) {
    owed += waiter.tokens;
    const dueInMs = (owed / perSecond) * 1000 - (performance.now() - reservedAtMs);
    // One more millisecond: timers may fire a fraction early.
    if (dueInMs > 0) await sleep(dueInMs + 1);
    waiter.resolve();
  }
}

const sum = (batch: Waiter[]): number => batch.reduce((total, waiter) => total + waiter.tokens, 0);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
