import type { TestServer } from '../../test/support/test-server.ts';
import type { Figure } from '../bench.ts';
import { isIdentityCenter, sumOf } from './calls.ts';
import { startSyncedWorld } from './synced-world.ts';

/** AWS's rate of calls a second to Identity Center and its directory together, which nearly all calls of a sync are. */
const perSecond = 20;
/** The world large at ten times AWS's rates, and the small one at AWS's own. */
const cases = {
  wall_over_floor: { world: 'large', scale: 10 },
  wall_over_floor_true_rates_small: { world: 'small', scale: 1 },
};

/** How long a reading takes against the calls of the tightest bucket at its rate, and what AWS throttled meanwhile. */
export async function figuresAtTheLimit(server: TestServer): Promise<Figure[]> {
  const figures: Figure[] = [];
  let throttles = 0;
  for (const [name, { world, scale }] of Object.entries(cases)) {
    const env = { COUNTERSIGN_AWS_RATE_SCALE: String(scale) };
    const synced = await startSyncedWorld(server, { world, allowed: 'full', env });
    try {
      const throttling = JSON.stringify({ isOn: true, scale });
      await fetch(`${synced.product.simulatorUrl}/_simulator/throttling`, { method: 'POST', body: throttling });
      const { calls, readSeconds } = await synced.sync();
      const floorSeconds = sumOf(calls, isIdentityCenter) / (perSecond * scale);
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
