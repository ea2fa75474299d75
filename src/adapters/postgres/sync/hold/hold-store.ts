import type { HoldStore } from '../../../../core/inventory/hold-ports.ts';
import type { ExecuteSql } from '../../database.ts';
import { atRest } from '../life/run-life.ts';
import { settle } from './hold-run.ts';

/** Held runs inside the transaction of whoever settles them. */
export const holdStore = (executeSql: ExecuteSql): HoldStore => ({
  async held(connectorId, runId) {
    const { rows } = await executeSql(
      `select hold -> 'identities' as identities, hold -> 'grants' as grants from sync_run
       where id = $1 and connector_id = $2 and status = 'held' for update`,
      [runId, connectorId],
    );
    return rows[0] ?? null;
  },
  async confirm(runId) {
    await executeSql(
      `with confirmed as (update sync_run set status = 'confirmed' where id = $1 returning connector_id)
       update connector set status = 'syncing', status_reason = null where id = (select connector_id from confirmed)`,
      [runId],
    );
  },
  async discard(runId) {
    await executeSql(
      `with discarded as (update sync_run set status = 'discarded' where id = $1 returning connector_id)
       update connector set status = ${atRest}, status_reason = null where id = (select connector_id from discarded)`,
      [runId],
    );
    await settle(executeSql, runId);
  },
});
