import { sql } from 'kysely';
import type { InventoryViews, PublicationView } from '../../../../core/inventory/views/inventory-views.ts';
import type { Database } from '../../database.ts';
import { decodeSortedCursor, encodeSortedCursor } from '../cursor.ts';
import { listQueryOf } from '../list-page.ts';
import { iso } from '../moment.ts';
import { visibleChange } from './visible-change.ts';

/**
 * Publications, newest first. Of a connector that is not the viewer's, only those that changed something the viewer
 * sees, and how much of that: the size of the rest is not told.
 */
export const publicationsView = ({ kysely }: Database): Pick<InventoryViews, 'publications'> => ({
  publications: async (viewer, request) => {
    const { moment, visibility } = listQueryOf(viewer, undefined);
    const after = decodeSortedCursor(request.cursor, 'publications', ['int']);
    const ctes = [
      moment.cte,
      moment.linkCte,
      ...visibility.ctes,
      visibility.seesAll
        ? sql`run as (select seq, published_at, connector_id, opened, closed from sync_run where seq is not null)`
        : sql`run as materialized (
            select r.seq, r.published_at, case when own.is_own then r.connector_id end as connector_id,
              case when own.is_own then r.opened else seen.opened end as opened,
              case when own.is_own then r.closed else seen.closed end as closed
            from sync_run r
            cross join lateral (select ${visibility.connector(sql`r.connector_id`)} as is_own) own
            left join (
              select c.seq, count(*) filter (where c.op in ('granted', 'appeared'))::int as opened,
                count(*) filter (where c.op in ('removed', 'vanished'))::int as closed
              from change c where ${visibleChange(visibility)} group by c.seq) seen on seen.seq = r.seq
            where r.seq is not null and (own.is_own or seen.seq is not null))`,
    ];
    const { rows } = await sql<{ total: number; items: PublicationView[] }>`with recursive ${sql.join(ctes)}
      select (select count(*)::int from run) as total, coalesce((
        select json_agg(json_build_object('seq', p.seq, 'publishedAt', ${iso(sql`p.published_at`)},
          'connectorId', p.connector_id, 'opened', p.opened, 'closed', p.closed) order by p.seq desc)
        from (select * from run ${after ? sql`where seq < ${after[0]}::int` : sql``}
          order by seq desc limit ${request.limit + 1}) p), '[]') as items`.execute(kysely);
    const { total, items } = rows[0] ?? { total: 0, items: [] };
    const shown = items.slice(0, request.limit);
    const last = items.length > request.limit ? shown.at(-1) : undefined;
    return { items: shown, nextCursor: last ? encodeSortedCursor('publications', [last.seq]) : null, total };
  },
});
