import { detailKinds } from '../../../../core/inventory/model/plan/due-in-turn.ts';
import type { Publish } from './publish.ts';

/** When what is read in turn was read: known from the publication that has it, so that no failed run counts as one. */
export async function publishDetailReadings({ executeSql, runId, connectorId }: Publish): Promise<void> {
  await executeSql(
    `insert into detail_reading (connector_id, kind, entity_id, read_at)
     select $2, s.kind, a.id, max(s.staged_at) from stage_scope s
     join entity a on a.native_id = s.a_native and a.kind = s.a_kind
     where s.run_id = $1 and s.is_complete and s.kind = any($3::text[])
     group by s.kind, a.id
     on conflict (connector_id, kind, entity_id) do update set read_at = excluded.read_at`,
    [runId, connectorId, detailKinds],
  );
}
