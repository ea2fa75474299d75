import type { Ending, Shutdown } from '../shutdown.ts';

/** One run of a part: a process, or PostgreSQL. */
export interface Run {
  /** Settles with how it ended ("killed by SIGKILL", "exit code 1"). */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface Part {
  readonly name: string;
  /** Starts it and waits until it is of use. */
  start(): Promise<Run>;
}

const MOST_RESTARTS = 5;
const WITHIN_MS = 60_000;

/**
 * Starts a part and starts it again when it ends by itself, saying so in one line. A part that ends more than five times
 * in a minute is not worth keeping: everything is ended then.
 */
export async function keepRunning<P extends Part>(part: P, shutdown: Shutdown): Promise<void> {
  let run = await part.start();
  const watching = watch();
  await shutdown.add(ending());

  function ending(): Ending {
    return {
      name: part.name,
      end: async () => {
        await run.stop();
        await watching;
      },
    };
  }

  async function watch(): Promise<void> {
    const endedAt: number[] = [];
    for (;;) {
      const how = await run.ended;
      if (shutdown.hasBegun) return;
      endedAt.push(performance.now());
      if (endedAt.length > MOST_RESTARTS && performance.now() - (endedAt.at(-1 - MOST_RESTARTS) ?? 0) < WITHIN_MS) {
        return giveUp(`The ${part.name} ended ${MOST_RESTARTS + 1} times within a minute (last: ${how}).`);
      }
      console.log(`The ${part.name} ended unexpectedly (${how}); starting it again.`);
      await run.stop();
      const next = await part.start().catch((error: unknown) => error as Error);
      if (next instanceof Error) return giveUp(`The ${part.name} can't be started again: ${next.message}`);
      run = next;
      if (shutdown.hasBegun) return run.stop();
    }
  }

  /** Not awaited: the end waits for this watch. */
  function giveUp(line: string): void {
    if (shutdown.hasBegun) return;
    console.error(line);
    shutdown.begin(1);
  }
}
