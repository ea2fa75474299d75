import { Kysely, PostgresDialect } from 'kysely';
import { Pool, type PoolClient, types } from 'pg';
import { DatabaseBusy } from '../../core/shared/database-busy.ts';
import type { Tables } from './tables/tables.ts';

export interface Database {
  pool: Pool;
  /**
   * For what is asked while a transaction is open, such as the time: transactions that each waited for one more
   * connection of their own pool would wait for each other.
   */
  aside: Pool;
  kysely: Kysely<Tables>;
  close(): Promise<void>;
}
export interface DatabaseOptions {
  /** Connections of this process at most; PostgreSQL's own default limit is 100 for all processes. */
  maxConnections?: number;
  /** Whoever has waited this long for a connection gets DatabaseBusy instead of waiting for ever. */
  connectionTimeoutMs?: number;
  /** A statement that takes longer is cancelled; a publish allows itself more. */
  statementTimeoutMs?: number;
  applicationName?: string;
  /** An idle connection broke (the server restarted). The pool makes a new one; this is for the log only. */
  onConnectionLost?: (error: Error) => void;
}
/** Runs one statement, wherever the caller's transaction is. The shape pg-boss accepts as `db`. */
// biome-ignore lint/suspicious/noExplicitAny: rows are as the statement says; callers type them
export type ExecuteSql = (text: string, values?: unknown[]) => Promise<{ rows: any[] }>;

const timestamptzOid = 1184;
const int8Oid = 20;
/** timestamptz arrives as the product's Instant, bigint as a number (ids and counts stay far below 2^53). */
function parserOf(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (format !== 'binary' && oid === timestamptzOid) return (text) => new Date(text).toISOString();
  if (format !== 'binary' && oid === int8Oid) return Number;
  return types.getTypeParser(oid, format ?? 'text') as (text: string) => unknown;
}

/** Opens the pool of the application role; `close` ends it after the running statements. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const settings = {
    connectionString: url,
    application_name: options.applicationName ?? 'countersign',
    // Just-in-time compilation costs more than our longest statement gains (facts measured with it off).
    options: '-c TimeZone=UTC -c jit=off',
    connectionTimeoutMillis: options.connectionTimeoutMs ?? 10_000,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: 60_000,
    types: { getTypeParser: parserOf as typeof types.getTypeParser },
  };
  const pool = new Pool({ ...settings, max: options.maxConnections ?? 10 });
  const aside = new Pool({ ...settings, max: 1 });
  // The pool listens only while a connection is idle. One that breaks inside a transaction (a failover, an administrator)
  // must fail that transaction, not the process: an 'error' nobody listens to ends it.
  for (const each of [pool, aside]) {
    sayBusy(each);
    each.on('error', (error) => options.onConnectionLost?.(error));
    each.on('connect', (client) => client.on('error', (error) => options.onConnectionLost?.(error)));
  }
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const close = async () => {
    await Promise.all([kysely.destroy(), aside.end()]);
  };
  return { pool, aside, kysely, close };
}

/** The two sentences of pg-pool for a connection that did not come: none free in time, none made in time. */
const timeouts = ['timeout exceeded when trying to connect', 'Connection terminated due to connection timeout'];
const busyOr = <E>(error: E): E | DatabaseBusy =>
  error instanceof Error && timeouts.includes(error.message) ? new DatabaseBusy(error) : error;

/** Makes a wait that was too long known by its type; `query` and Kysely come by `connect` too. */
function sayBusy(pool: Pool): void {
  const promised = pool.connect.bind(pool) as () => Promise<PoolClient>;
  const called = pool.connect.bind(pool) as (done: Connected) => void;
  const connect = (done?: Connected) =>
    done
      ? called((error, client, release) => done(busyOr(error), client, release))
      : promised().catch((error: unknown) => {
          throw busyOr(error);
        });
  pool.connect = connect as typeof pool.connect;
}
type Connected = (error: Error | undefined, client: PoolClient | undefined, release: (broken?: Error) => void) => void;

/** One transaction on one connection; rolled back when `work` throws. */
export async function inTransaction<T>(database: Database, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await database.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
