import { once } from 'node:events';
import type pg from 'pg';
import type { Product } from './product.ts';

/** Kills the worker and starts another, which takes over the run that is being read; `database` as its owner. */
export async function killWorker(product: Product, database: pg.Client): Promise<void> {
  const { child } = product.worker;
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  // As if the thirty seconds had passed after which a run without a sign of life is taken over.
  await database.query(
    `update sync_run set heartbeat_at = heartbeat_at - interval '31 seconds' where status = 'reading'`,
  );
  await product.startWorker();
}
