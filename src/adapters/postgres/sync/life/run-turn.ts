import type { ConnectorId, RunId } from '../../../../core/shared/ids.ts';
import type { ExecuteSql } from '../../database.ts';

/** Any constant does; with the connector it names one lock a connector. */
const lockKey = 4_201_128;

/**
 * The beginnings and ends of a connector's runs, and the changes of its settings that discard a run, come one after the
 * other until the end of the transaction. Runs lock their own row before the connector's and people's changes the other
 * way round: taken before either, the turn keeps them from waiting for each other.
 */
export const takeTurn = (executeSql: ExecuteSql, connectorId: ConnectorId) =>
  executeSql('select pg_advisory_xact_lock($1, hashtext($2))', [lockKey, connectorId]);

/** The same for the connector of a run. */
export const takeTurnOf = (executeSql: ExecuteSql, runId: RunId) =>
  executeSql('select pg_advisory_xact_lock($1, hashtext(connector_id)) from sync_run where id = $2', [lockKey, runId]);

/** Publishes run one after the other: seq is the order of commits, and two runs may hold the same entity. */
const publishKey = 4_201_125;
export const takePublishTurn = (executeSql: ExecuteSql) => executeSql('select pg_advisory_xact_lock($1)', [publishKey]);

/** False while any run is published: of a large organization that may take minutes. */
export async function isPublishFree(executeSql: ExecuteSql): Promise<boolean> {
  const { rows } = await executeSql('select pg_try_advisory_xact_lock_shared($1) as "isFree"', [publishKey]);
  return rows[0].isFree;
}

/** False when it is somebody else's turn: a publish may take minutes. */
export async function hasTurn(executeSql: ExecuteSql, connectorId: ConnectorId): Promise<boolean> {
  const { rows } = await executeSql('select pg_try_advisory_xact_lock($1, hashtext($2)) as "isOurs"', [
    lockKey,
    connectorId,
  ]);
  return rows[0].isOurs;
}
