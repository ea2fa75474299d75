import type { Clock, Instant } from '../../core/shared/ports.ts';
import type { Database, ExecuteSql } from './database.ts';

/** The database's time plus the demo's offset: every process agrees, whatever its own clock says (SEC-6). */
export const databaseClock = (database: Database): Clock => ({
  now: () => nowIn((text, values) => database.aside.query(text, values)),
});

/**
 * The same time inside a transaction: the moment of the call, not of the transaction's start. In SQL: `product_now()`.
 */
export async function nowIn(executeSql: ExecuteSql): Promise<Instant> {
  const { rows } = await executeSql('select product_now() as now');
  return rows[0].now;
}
