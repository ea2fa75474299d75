import type { AddressInfo } from 'node:net';
import { type LagRule, lagProblem } from './consistency/lag-rule.ts';
import type { FaultRules } from './faults/fault-rules.ts';
import type { Counters } from './limits/counters.ts';
import { replay } from './replay.ts';
import { createSimulatorServer } from './server.ts';
import { type JournalEntry, Simulation } from './simulation.ts';
import { SnapshotFile } from './state/persistence/snapshot-file.ts';
import type { World } from './state/world.ts';
import { CREDENTIALS } from './worlds/credentials.ts';
import { restoredWorld, worldMaker } from './worlds/worlds.ts';

export interface SimulatorOptions {
  /** 0 or nothing: a free one. */
  readonly port?: number;
  /** demo without; `worlds/worlds.ts` has their names. */
  readonly world?: string;
  /** Rates as AWS's; on without. */
  readonly throttling?: boolean;
  /** Where the world is kept between starts; nowhere without. */
  readonly dataFile?: string;
  /** How long an assignment takes; 1 to 3 s out of the world's seed without. */
  readonly assignmentDelayMs?: number;
  /** How long CloudTrail's events are under way; 2 to 10 s out of the world's seed without. */
  readonly eventDelayMs?: number;
  /** Reads are eventually consistent, as in AWS; what was done is seen at once without. */
  readonly consistency?: LagRule;
}

export interface Simulator {
  readonly url: string;
  /** The world as it is now (another object after reset). */
  readonly world: World;
  readonly faults: FaultRules;
  readonly counters: Counters;
  readonly credentials: typeof CREDENTIALS;
  /** Back to the world's beginning. */
  reset(): void;
  /** Ends every connection, writes the data file and frees the port. */
  stop(): Promise<void>;
}

/** Starts a simulated AWS on 127.0.0.1, in this process. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const name = options.world ?? 'demo';
  const makeWorld = worldMaker(name);
  const file = options.dataFile === undefined ? undefined : new SnapshotFile<JournalEntry>(options.dataFile);
  const problem = options.consistency && lagProblem({ ...options.consistency });
  if (problem) throw new Error(`consistency: ${problem}`);
  const restoring = { restore: restoredWorld, replay };
  const world = file?.open(name, makeWorld, restoring) ?? makeWorld();
  const { throttling = true, assignmentDelayMs, eventDelayMs, consistency } = options;
  const simulation = new Simulation(
    makeWorld,
    world,
    { throttling, assignmentDelayMs, eventDelayMs, consistency },
    restoring,
  );
  simulation.journal = file;
  const server = createSimulatorServer(simulation, () => file?.schedule(() => simulation.world));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get world() {
      return simulation.world;
    },
    faults: simulation.faults,
    counters: simulation.counters,
    credentials: CREDENTIALS,
    reset: () => {
      simulation.reset();
      file?.schedule(() => simulation.world);
    },
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      file?.close(simulation.world);
    },
  };
}
