import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../database.ts';
import type { Tables } from '../tables/tables.ts';

export type Executor = Kysely<Tables> | Transaction<Tables>;

/** Several statements that must speak of one publication: a publish in between is not seen by half of an answer. */
export const inSnapshot = <T>(database: Database, read: (db: Executor) => Promise<T>): Promise<T> =>
  database.kysely.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
