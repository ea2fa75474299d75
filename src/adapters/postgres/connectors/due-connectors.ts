import type { DueConnectors } from '../../../core/inventory/schedule-syncs.ts';
import type { ConnectorId } from '../../../core/shared/ids.ts';
import type { Database } from '../database.ts';
import { isHoldLost } from '../sync/life/whole-staging.ts';

/** A run without a heartbeat for this long is taken over; heartbeats come every few seconds, in real time (run-life.ts). */
const abandonedAfter = "interval '30 seconds'";

/** A held run waits for a person, however long it takes; unless a crash of the database took what it had staged. */
export const dueConnectors = (database: Database): DueConnectors => ({
  async due() {
    const { rows } = await database.pool.query<{ id: ConnectorId; status: string; reading: boolean }>(`
      select c.id, c.status, r.status is not distinct from 'reading' as reading
      from connector c left join sync_run r on r.connector_id = c.id
        and (r.status in ('held', 'confirmed') or r.status = 'reading' and r.kind = 'full')
      where c.deleted_at is null and c.role_arn is not null
        and case coalesce(r.status, 'none')
          when 'none' then not c.is_paused and c.next_sync_at <= product_now()
          when 'reading' then not c.is_paused and r.heartbeat_at < clock_timestamp() - ${abandonedAfter}
          when 'confirmed' then true
          else not c.is_paused and ${isHoldLost('r.id')} end
      order by c.next_sync_at limit 100`);
    return rows.map((row) => ({
      connectorId: row.id,
      trigger: row.reading || row.status === 'error' ? 'retry' : 'schedule',
    }));
  },
});
