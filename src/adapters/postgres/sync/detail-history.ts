import { type DetailHistory, type DetailKind, detailKinds } from '../../../core/inventory/model/plan/due-in-turn.ts';
import type { ScopeKind } from '../../../core/inventory/model/scope.ts';
import type { ConnectorId } from '../../../core/shared/ids.ts';
import { nextSyncAt } from '../connectors/next-sync-at.ts';
import type { Database, ExecuteSql } from '../database.ts';

/** What the next run of a connector knows of the details that are read in turn; nothing of what has a gap. */
export async function detailHistory({ pool }: Database, connectorId: ConnectorId): Promise<DetailHistory> {
  const executeSql = pool.query.bind(pool) as ExecuteSql;
  const [readings, gaps, clock] = await Promise.all([
    pool.query<{ kind: DetailKind; nativeId: string; ageMs: number }>(
      `select d.kind, e.native_id as "nativeId",
         (extract(epoch from product_now() - d.read_at) * 1000)::float8 as "ageMs"
       from detail_reading d join entity e on e.id = d.entity_id
       where d.connector_id = $1
         and exists (select from entity_version v where v.entity_id = d.entity_id and v.to_seq is null)
         and not exists (select from scope s join scope_gap g on g.scope_id = s.id and g.to_seq is null
         where s.connector_id = $1 and s.kind = d.kind and s.a_id = d.entity_id)`,
      [connectorId],
    ),
    pool.query<{ kind: ScopeKind }>(
      `select distinct s.kind from scope s join scope_gap g on g.scope_id = s.id and g.to_seq is null
       where s.connector_id = $1 order by 1`,
      [connectorId],
    ),
    pool.query<{ now: string }>(
      `select to_char(product_now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`,
    ),
  ]);
  const now = clock.rows[0]?.now ?? '';
  const intervalMs = Date.parse(await nextSyncAt(executeSql, connectorId, now)) - Date.parse(now);
  const agesMs = Object.fromEntries(detailKinds.map((kind) => [kind, {}])) as DetailHistory['agesMs'];
  for (const { kind, nativeId, ageMs } of readings.rows) agesMs[kind][nativeId] = ageMs;
  return { intervalMs, agesMs, missed: gaps.rows.map(({ kind }) => kind) };
}
