import type { DueConnectors } from '../../../core/inventory/schedule-syncs.ts';
import type { ConnectorId } from '../../../core/shared/ids.ts';
import type { Database } from '../database.ts';

/** A run without a heartbeat for this long is taken over; heartbeats come every few seconds, in real time (run-life.ts). */
const abandonedAfter = "interval '30 seconds'";

export const dueConnectors = (database: Database): DueConnectors => ({
  async due() {
    const { rows } = await database.pool.query<{ id: ConnectorId; status: string; reading: boolean }>(`
      select c.id, c.status, r.id is not null as reading
      from connector c left join sync_run r on r.connector_id = c.id and r.status = 'reading'
      where c.deleted_at is null and not c.is_paused and c.role_arn is not null
        and ((r.id is null and c.next_sync_at <= product_now())
          or (r.id is not null and r.heartbeat_at < clock_timestamp() - ${abandonedAfter}))
      order by c.next_sync_at limit 100`);
    return rows.map((row) => ({
      connectorId: row.id,
      trigger: row.reading || row.status === 'error' ? 'retry' : 'schedule',
    }));
  },
});
