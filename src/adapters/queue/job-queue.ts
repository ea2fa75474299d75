import { PgBoss } from 'pg-boss';
import type { JobRunner } from '../../core/shared/job-runner.ts';
import type { JobName } from '../../core/shared/ports.ts';

// biome-ignore lint/suspicious/noExplicitAny: rows are as the statement says; pg-boss types them
type ExecuteSql = (text: string, values?: unknown[]) => Promise<{ rows: any[] }>;

/** A job is picked up at most this long after its commit. */
const pollingIntervalSeconds = 1;
export interface JobQueueOptions {
  databaseUrl: string;
  schema: string;
  /** A worker takes jobs and looks after the queue; a server only sends. */
  isWorker: boolean;
  /** Jobs of a name that are carried out side by side; others come one after the other. */
  atOnce?: Partial<Record<JobName, number>>;
  onError: (error: Error) => void;
}

/** pg-boss over the application role: the owner made its schema and queues (migrate), so that no DDL happens here. */
export const openJobQueue = async (options: JobQueueOptions) => {
  const boss = new PgBoss({
    connectionString: options.databaseUrl,
    schema: options.schema,
    max: options.isWorker ? 6 : 2,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise: options.isWorker,
    superviseIntervalSeconds: 30,
    registerInstance: false,
  });
  boss.on('error', (error) => options.onError(error as unknown as Error));
  await boss.start();

  const sendOptions = (given?: { key?: string; startAfterSeconds?: number }) => ({
    ...(given?.key === undefined ? {} : { singletonKey: given.key }),
    ...(given?.startAfterSeconds === undefined ? {} : { startAfter: given.startAfterSeconds }),
  });
  const runner: JobRunner = {
    async work(job, handler) {
      await boss.work<Record<string, unknown>>(
        job,
        { batchSize: 1, pollingIntervalSeconds, localConcurrency: options.atOnce?.[job] ?? 1 },
        async (jobs) => {
          for (const { data } of jobs) await handler(data);
        },
      );
    },
    async send(job, data, given) {
      await boss.send(job, data, sendOptions(given));
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
  return {
    runner,
    /** Sends through the caller's transaction: job and state are committed together (PRV-2). */
    enqueue: async (
      executeSql: ExecuteSql,
      job: JobName,
      data: Record<string, unknown>,
      given?: { key?: string; startAfterSeconds?: number },
    ): Promise<void> => {
      await boss.send(job, data, { ...sendOptions(given), db: { executeSql } });
    },
  };
};
