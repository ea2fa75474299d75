import type { JobName } from './ports.ts';

/** Takes jobs from the queue, one at a time per name (but `access.reconcile`: COUNTERSIGN_UNITS_AT_ONCE); a job that throws is tried again later, with back-off. */
export interface JobRunner {
  work(job: JobName, handler: (data: Record<string, unknown>) => Promise<void>): Promise<void>;
  /** Puts a job into the queue outside any transaction: for schedules, which find again what they lose. */
  send(
    job: JobName,
    data: Record<string, unknown>,
    options?: { key?: string; startAfterSeconds?: number },
  ): Promise<void>;
  stop(): Promise<void>;
}
