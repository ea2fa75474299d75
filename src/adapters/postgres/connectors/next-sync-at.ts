import { nextSync } from '../../../core/connectors/model/schedule/sync-schedule.ts';
import type { ConnectorId } from '../../../core/shared/ids.ts';
import type { Instant } from '../../../core/shared/ports.ts';
import type { ExecuteSql } from '../database.ts';

export const scheduleColumns = `sync_interval_minutes as "syncIntervalMinutes", sync_cron as "syncCron",
  sync_time_zone as "syncTimeZone"`;

/** When the schedule of the connector comes next after this instant (CON-10). */
export async function nextSyncAt(executeSql: ExecuteSql, connectorId: ConnectorId, after: Instant): Promise<Instant> {
  const { rows } = await executeSql(`select ${scheduleColumns} from connector where id = $1`, [connectorId]);
  return nextSync(rows[0], after);
}
