import { FaultRules } from './faults/fault-rules.ts';
import { Counters } from './limits/counters.ts';
import { TokenBuckets } from './limits/token-buckets.ts';
import type { CallSettings } from './services/call.ts';
import type { World } from './state/world.ts';

/** A world and everything that acts on calls to it. */
export class Simulation {
  world: World;
  readonly faults = new FaultRules();
  readonly counters = new Counters();
  readonly buckets: TokenBuckets;
  readonly settings: CallSettings;
  readonly #makeWorld: () => World;

  constructor(makeWorld: () => World, world: World, settings: CallSettings & { readonly throttling: boolean }) {
    this.#makeWorld = makeWorld;
    this.world = world;
    this.buckets = new TokenBuckets(settings.throttling);
    this.settings = settings;
  }

  /** Back to the world's beginning: facts, faults, counters, buckets and clock. */
  reset(): void {
    this.world = this.#makeWorld();
    this.world.changed();
    this.faults.clear();
    this.counters.clear();
    this.buckets.clear();
  }
}
