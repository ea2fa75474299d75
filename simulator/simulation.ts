import type { LagRule } from './consistency/lag-rule.ts';
import { ReadLag } from './consistency/read-lag.ts';
import { FaultRules } from './faults/fault-rules.ts';
import { Counters } from './limits/counters.ts';
import { TokenBuckets } from './limits/token-buckets.ts';
import type { CallSettings } from './services/call.ts';
import { IdSource } from './state/id-source.ts';
import type { Restoring } from './state/persistence/snapshot-file.ts';
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
      readonly userAgent: string;
    })
  // Refused before anybody read what was asked: nothing but its event remains.
  | (Credentials & {
      readonly kind: 'refusal';
      readonly service: string;
      readonly operation: string;
      readonly requestId: string;
      readonly userAgent: string;
      readonly code: string;
      readonly message: string;
    })
  | { readonly kind: 'settle' }
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

export interface SimulationSettings extends CallSettings {
  readonly throttling: boolean;
  readonly consistency?: LagRule | undefined;
}

/** A world and everything that acts on calls to it. */
export class Simulation {
  world: World;
  readonly faults = new FaultRules();
  readonly counters = new Counters();
  readonly buckets: TokenBuckets;
  settings: CallSettings;
  /** The same calls in the same order have the same ids, whatever of them changes the world. */
  requestIds: IdSource;
  journal: Journal | undefined;
  /** While reads lag, the world as it was. */
  lag: ReadLag<JournalEntry> | undefined;
  readonly #makeWorld: () => World;
  readonly #lagAtStart: LagRule | undefined;
  readonly #restoring: Restoring<JournalEntry> | undefined;

  constructor(
    makeWorld: () => World,
    world: World,
    { throttling, consistency, ...settings }: SimulationSettings,
    restoring?: Restoring<JournalEntry>,
  ) {
    this.#makeWorld = makeWorld;
    this.#restoring = restoring;
    this.#lagAtStart = consistency;
    this.world = world;
    this.requestIds = requestIdsOf(world);
    this.buckets = new TokenBuckets(throttling);
    this.settings = settings;
    this.lagReads(consistency);
  }

  /** Does what may change the world, at one instant, and tells the journal and the world that lags if it did. */
  change<T>(describe: () => Change, work: () => T, realMs = Date.now()): T {
    const { world } = this;
    const { revision } = world;
    const { offsetMs } = world.clock;
    const idsDrawn = world.ids.drawn;
    try {
      return world.clock.hold(realMs, work);
    } finally {
      const isChanged = world.revision !== revision || world.ids.drawn !== idsDrawn;
      if ((this.journal || this.lag) && isChanged && this.world === world) {
        const entry = { ...describe(), realMs, idsDrawn };
        this.journal?.record(world, entry, revision);
        this.lag?.record(entry, revision, offsetMs, realMs + offsetMs);
      }
    }
  }

  /** From now on reads may be answered out of the past; without a rule no more, and the past is let go. */
  lagReads(rule: LagRule | undefined): void {
    this.lag = rule && this.#restoring && new ReadLag(this.world, rule, this.#restoring);
  }

  /** Back to the world's beginning: facts, faults, counters, buckets, clock, and reads as they were at the start. */
  reset(): void {
    this.world = this.#makeWorld();
    this.requestIds = requestIdsOf(this.world);
    this.world.changed();
    this.lagReads(this.#lagAtStart);
    this.faults.clear();
    this.counters.clear();
    this.buckets.clear();
  }
}

const requestIdsOf = ({ ids }: World) => new IdSource(`${ids.seed}/requests/${ids.drawn}`);
