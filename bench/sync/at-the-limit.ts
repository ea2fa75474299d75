import type { TestServer } from '../../test/support/test-server.ts';
import type { Figure } from '../bench.ts';
import { type Calls, startSyncedWorld } from './synced-world.ts';

/** AWS's rate of calls a second to Identity Center and its directory together, which nearly all calls of a sync are. */
const perSecond = 20;
/** The world large at ten times AWS's rates, and the small one at AWS's own. */
const cases = {
  wall_over_floor: { world: 'large', region: 'us-east-1', scale: 10 },
  wall_over_floor_true_rates_small: { world: 'small', region: 'eu-west-1', scale: 1 },
};

/** How long a reading takes against the calls of the tightest bucket at its rate, and what AWS throttled meanwhile. */
export async function figuresAtTheLimit(server: TestServer): Promise<Figure[]> {
  const figures: Figure[] = [];
  let throttles = 0;
  for (const [name, { world, region, scale }] of Object.entries(cases)) {
    const env = { COUNTERSIGN_AWS_RATE_SCALE: String(scale) };
    const synced = await startSyncedWorld(server, { world, region, allowed: 'full', env });
    try {
      const throttling = JSON.stringify({ isOn: true, scale });
      await fetch(`${synced.product.simulatorUrl}/_simulator/throttling`, { method: 'POST', body: throttling });
      const { calls, readSeconds } = await synced.sync();
      const floorSeconds = identityCenterCalls(calls) / (perSecond * scale);
      throttles += Object.values(calls).reduce((sum, each) => sum + each.throttled, 0);
      console.log(
        `${world} at ${scale} times AWS's rates: ${readSeconds.toFixed(1)} s, floor ${floorSeconds.toFixed(1)} s`,
      );
      figures.push({ name, value: Number((readSeconds / floorSeconds).toFixed(2)), unit: '', limit: 1.1 });
    } finally {
      await synced.stop();
    }
  }
  return [...figures, { name: 'throttles', value: throttles, unit: '', limit: 0 }];
}

const identityCenterCalls = (calls: Calls): number =>
  Object.entries(calls).reduce(
    (sum, [operation, { calls: made }]) => sum + (/^(sso|identitystore):/.test(operation) ? made : 0),
    0,
  );
