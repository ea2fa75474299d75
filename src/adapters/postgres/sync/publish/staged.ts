import type { Publish } from './publish.ts';

/**
 * Gives the staged rows the database's ids: p_entity (one row an entity: a whole description, else one
 * that leaves attributes as they are known, else a mention), p_stagedgrant
 * (distinct, still by native id: whom an ARN names is known only after the entities) and p_scope.
 * Temporary tables, because only the owner may ANALYZE the staging tables and the planner needs to know their sizes.
 */
export async function resolveStaged({ executeSql, runId }: Publish): Promise<void> {
  await executeSql(
    `create temp table p_described on commit drop as
     select distinct on (kind, native_id) kind, native_id collate "C" as native_id, parent_kind, parent_native, name,
       email, arn, status, attrs, is_mention, unread
     from stage_entity where run_id = '${runId}'
     order by kind, native_id, is_mention, unread is not null, parent_native is null, name desc, attrs`,
  );
  await executeSql(
    `create temp table p_stagedgrant on commit drop as
     select distinct kind, target_kind, target_native, ps_native, account_native, principal_kind, principal_native,
       qualifier
     from stage_grant where run_id = '${runId}'`,
  );
  await executeSql('analyze p_described; analyze p_stagedgrant');
  // Names that are only an ARN wait: most of them turn out to be somebody already known (unread-principals.ts).
  await executeSql(
    `insert into entity (kind, native_id)
     select kind, native_id from (
       select kind, native_id from p_described where kind <> 13
       union select parent_kind, parent_native from p_described where parent_native is not null
       union select target_kind, target_native from p_stagedgrant
       union select 6, ps_native from p_stagedgrant where ps_native is not null
       union select 2, account_native from p_stagedgrant where account_native is not null
       union select principal_kind, principal_native from p_stagedgrant where principal_kind <> 13
       union select a_kind, a_native from stage_scope where run_id = $1
       union select b_kind, b_native from stage_scope where run_id = $1 and b_native is not null
     ) named
     where not exists (select from entity e where e.native_id = named.native_id and e.kind = named.kind)
     order by kind, native_id collate "C"`,
    [runId],
  );
  await executeSql(
    `create temp table p_entity on commit drop as
     select e.id, d.kind, p.id as parent_id, d.name, d.email, d.arn, d.status,
       d.attrs || coalesce(kept.attrs, '{}') as attrs, d.is_mention
     from p_described d join entity e on e.native_id = d.native_id and e.kind = d.kind
     left join entity p on p.native_id = d.parent_native and p.kind = d.parent_kind
     left join lateral (
       select jsonb_object_agg(a.key, a.value) as attrs
       from entity_version v, jsonb_each(v.attrs) a
       where v.entity_id = e.id and v.to_seq is null and a.key = any(d.unread)
     ) kept on d.unread is not null
     where d.kind <> 13`,
  );
  await executeSql(
    `create temp table p_scope on commit drop as
     select s.kind, a.id as a_id, b.id as b_id, bool_or(s.is_complete) as is_complete,
       min(s.staged_at) filter (where not s.is_complete) as failed_at,
       (array_agg(s.reason order by s.is_complete, s.staged_at desc))[1] as reason,
       (array_agg(s.action order by s.is_complete, s.staged_at desc))[1] as action,
       (array_agg(s.message order by s.is_complete, s.staged_at desc))[1] as message
     from stage_scope s join entity a on a.native_id = s.a_native and a.kind = s.a_kind
     left join entity b on b.native_id = s.b_native and b.kind = s.b_kind
     where s.run_id = '${runId}' group by s.kind, a.id, b.id`,
  );
  await executeSql('analyze p_entity; analyze p_scope');
}
