import type { JobRunner } from '../../core/shared/job-runner.ts';
import type { JobName } from '../../core/shared/ports.ts';

export interface Log {
  info(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}
export interface WorkerParts {
  jobs: JobRunner;
  handlers: Partial<Record<JobName, (data: Record<string, unknown>) => Promise<void>>>;
  /** Run at once and then each `everyMs`; one that fails is logged and comes again. */
  sweeps: { name: string; everyMs: number; run: () => Promise<unknown> }[];
  log: Log;
}

/** Starts every job handler and sweep. `stop` lets what runs finish its step; what it leaves is found again later. */
export const startWorker = async ({ jobs, handlers, sweeps, log }: WorkerParts): Promise<{ stop(): Promise<void> }> => {
  for (const [name, handler] of Object.entries(handlers)) {
    await jobs.work(name as JobName, async (data) => {
      try {
        await handler(data);
      } catch (error) {
        log.error({ err: error, job: name, data }, 'a job failed and will be tried again');
        throw error;
      }
    });
  }
  const timers = sweeps.map((sweep) => {
    let isRunning = false;
    const tick = async () => {
      if (isRunning) return;
      isRunning = true;
      try {
        await sweep.run();
      } catch (error) {
        log.error({ err: error, sweep: sweep.name }, 'a sweep failed and will come again');
      } finally {
        isRunning = false;
      }
    };
    void tick();
    return setInterval(tick, sweep.everyMs);
  });
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await jobs.stop();
    },
  };
};
