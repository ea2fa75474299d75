import type { DueRefreshes } from '../../../../core/inventory/refresh/ports.ts';
import type { ConnectorId } from '../../../../core/shared/ids.ts';
import type { Database } from '../../database.ts';
import { askAgainAfter } from '../reading-history.ts';

/**
 * The first look comes one interval after the last full run. While AWS refuses to tell, nobody looks; a full run that
 * reads, or is held, has its own say.
 */
export const dueRefreshes = ({ pool }: Database): DueRefreshes => ({
  async due() {
    const { rows } = await pool.query<{ id: ConnectorId }>(
      `select c.id from connector c left join event_cursor e on e.connector_id = c.id
       where c.deleted_at is null and not c.is_paused and c.role_arn is not null and c.last_synced_at is not null
         and greatest(c.last_synced_at, e.tried_at) + c.refresh_interval_minutes * interval '1 minute' <= product_now()
         and not exists (select from sync_run r where r.connector_id = c.id
           and (r.status in ('held', 'confirmed') or r.status = 'reading' and r.kind = 'full'))
         and not exists (select from denied_action d where d.connector_id = c.id and d.action = 'cloudtrail:LookupEvents'
           and d.denied_at > product_now() - ${askAgainAfter})
       order by e.tried_at nulls first limit 100`,
    );
    return rows.map(({ id }) => id);
  },
});
