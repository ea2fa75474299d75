import { CompiledQuery, type Transaction } from 'kysely';
import type { JobName, UnitOfWork } from '../../core/shared/ports.ts';
import { recordAudit } from './audit.ts';
import type { Database, ExecuteSql } from './database.ts';
import type { Tables } from './tables/tables.ts';

/** Puts a job into the queue by the caller's transaction; src/adapters/queue has it, compose hands it over. */
export type Enqueue = (
  executeSql: ExecuteSql,
  job: JobName,
  data: Record<string, unknown>,
  options?: { key?: string; startAfterSeconds?: number },
) => Promise<void>;

/** An open transaction: what core sees of it, and what this ring's stores write with. */
export interface PostgresUnitOfWork extends UnitOfWork {
  trx: Transaction<Tables>;
  executeSql: ExecuteSql;
}

/** PostgreSQL ended this transaction for the sake of another (deadlock, serialization): again, it may go through. */
const isVictim = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001');
const maxTries = 4;

/**
 * Runs `work` in one transaction: its state, audit entries and jobs are committed together or not at all (PRV-2). Where
 * PostgreSQL sacrifices the transaction to end a deadlock, `work` is run again, up to three times: it must do nothing
 * but speak with the database.
 */
export async function runUnitOfWork<T>(
  database: Database,
  enqueue: Enqueue,
  work: (unit: PostgresUnitOfWork) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await once(database, enqueue, work);
    } catch (error) {
      if (!isVictim(error) || attempt === maxTries) throw error;
    }
}

function once<T>(database: Database, enqueue: Enqueue, work: (unit: PostgresUnitOfWork) => Promise<T>): Promise<T> {
  return database.kysely.transaction().execute((trx) => {
    const executeSql: ExecuteSql = async (text, values) => {
      const { rows } = await trx.executeQuery(CompiledQuery.raw(text, values));
      return { rows };
    };
    return work({
      trx,
      executeSql,
      audit: (entry) => recordAudit(executeSql, entry),
      enqueue: (job, data, options) => enqueue(executeSql, job, data, options),
    });
  });
}
