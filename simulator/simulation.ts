import { FaultRules } from './faults/fault-rules.ts';
import { Counters } from './limits/counters.ts';
import { TokenBuckets } from './limits/token-buckets.ts';
import type { CallSettings } from './services/call.ts';
import type { World } from './state/world.ts';

/** What changed a world, as far as it takes to do the same again. */
export type Change =
  | (Credentials & { readonly kind: 'use'; readonly actionPrefix: string })
  | (Credentials & {
      readonly kind: 'call';
      readonly service: string;
      readonly operation: string;
      readonly input: object;
      readonly settings: CallSettings;
      readonly requestId: string;
    })
  | { readonly kind: 'control'; readonly method: string; readonly path: string; readonly body: string };

export interface Credentials {
  readonly accessKeyId: string;
  readonly sessionToken: string | undefined;
  readonly region: string;
}

/** A change with the circumstances it depends on: the same change again gives the same world. */
export type JournalEntry = Change & { readonly realMs: number; readonly idsDrawn: number };

export interface Journal {
  /** Told before the answer leaves; `revisionBefore` is what the entry goes on from. */
  record(world: World, entry: JournalEntry, revisionBefore: number): void;
}

/** A world and everything that acts on calls to it. */
export class Simulation {
  world: World;
  readonly faults = new FaultRules();
  readonly counters = new Counters();
  readonly buckets: TokenBuckets;
  readonly settings: CallSettings;
  journal: Journal | undefined;
  readonly #makeWorld: () => World;

  constructor(makeWorld: () => World, world: World, settings: CallSettings & { readonly throttling: boolean }) {
    this.#makeWorld = makeWorld;
    this.world = world;
    this.buckets = new TokenBuckets(settings.throttling);
    this.settings = settings;
  }

  /** Does what may change the world, at one instant, and tells the journal if it did. */
  change<T>(describe: () => Change, work: () => T): T {
    const { world } = this;
    const { revision } = world;
    const idsDrawn = world.ids.drawn;
    const realMs = Date.now();
    try {
      return world.clock.hold(realMs, work);
    } finally {
      const isChanged = world.revision !== revision || world.ids.drawn !== idsDrawn;
      if (this.journal && isChanged && this.world === world) {
        this.journal.record(world, { ...describe(), realMs, idsDrawn }, revision);
      }
    }
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
