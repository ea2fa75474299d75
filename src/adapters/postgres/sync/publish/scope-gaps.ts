import type { Publish } from './publish.ts';

/**
 * Records what could not be read, as intervals: facts that an open gap matches are stale. A full run accounts for
 * everything its connector reads, so a gap that it did not raise again ends; one that it did keeps its first instant. A
 * targeted run speaks for the scopes that it read, and no others.
 */
export async function publishScopeGaps({ executeSql, connectorId, kind, seq }: Publish): Promise<void> {
  await executeSql(
    `insert into scope (connector_id, kind, a_id, b_id)
     select $1, kind, a_id, b_id from p_scope where not is_complete on conflict do nothing`,
    [connectorId],
  );
  await executeSql(
    `create temp table p_gap on commit drop as
     select s.id as scope_id, f.failed_at, f.reason, f.action, f.message
     from p_scope f join scope s on s.connector_id = '${connectorId}' and s.kind = f.kind and s.a_id = f.a_id
       and coalesce(s.b_id, 0) = coalesce(f.b_id, 0)
     where not f.is_complete`,
  );
  await executeSql('analyze p_gap');
  await executeSql(
    `update scope_gap g set to_seq = $2
     from scope s where s.id = g.scope_id and s.connector_id = $1 and g.to_seq is null
       and not exists (select from p_gap f where f.scope_id = g.scope_id)
       and ($3 = 'full' or exists (select from p_scope r where r.is_complete and r.kind = s.kind and r.a_id = s.a_id
         and coalesce(r.b_id, 0) = coalesce(s.b_id, 0)))`,
    [connectorId, seq, kind],
  );
  await executeSql(
    `update scope_gap g set reason = f.reason, action = f.action, message = f.message
     from p_gap f where f.scope_id = g.scope_id and g.to_seq is null
       and (g.reason, g.action, g.message) is distinct from (f.reason, f.action, f.message)`,
  );
  await executeSql(
    `insert into scope_gap (scope_id, from_seq, failed_at, reason, action, message)
     select scope_id, $1, failed_at, reason, action, message from p_gap f
     where not exists (select from scope_gap g where g.scope_id = f.scope_id and g.to_seq is null)`,
    [seq],
  );
}
