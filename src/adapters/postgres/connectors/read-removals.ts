import type { RemovalView, RunViews } from '../../../core/connectors/views.ts';
import { cutPage, decodeCursor } from '../cursor.ts';
import type { Database } from '../database.ts';
import { nameOf } from './name-of.ts';

/** What a held run would remove, in the order in which it was written down: by kind and name. */
export const readRemovals = async (
  pool: Database['pool'],
  ...[connectorId, runId, page]: Parameters<RunViews['removals']>
): ReturnType<RunViews['removals']> => {
  const values = [runId, page.kind ?? null];
  const counted = await pool.query<{ total: number }>(
    `select (select count(*) from held_removal where run_id = r.id and ($2::text is null or kind = $2)) as total
     from sync_run r where r.id = $1 and r.connector_id = $3`,
    [...values, connectorId],
  );
  if (!counted.rows[0]) return null;
  const [after] = decodeCursor(page.cursor, ['int']) ?? [0];
  const { rows } = await pool.query<RemovalView & { n: number }>(
    `select x.n, x.kind, ${nameOf('coalesce(x.entity_id, x.principal_id)')} as name,
       ${nameOf('coalesce(t.ps_id, t.target_id)')} as of,
       coalesce(${nameOf('t.account_id')}, (select v.name from entity_version v
         where v.entity_id = own.parent_id and v.kind = 2 and v.to_seq is null)) as "awsAccount"
     from held_removal x left join entitlement t on t.id = x.entitlement_id
     left join entity_version own on own.entity_id = x.entity_id and own.to_seq is null
     where x.run_id = $1 and ($2::text is null or x.kind = $2) and x.n > $3 order by x.n limit $4`,
    [...values, after, page.limit + 1],
  );
  const shown = cutPage(
    rows,
    page.limit,
    ({ n: _, ...row }) => row,
    (row) => [row.n],
  );
  return { ...shown, total: counted.rows[0].total };
};
