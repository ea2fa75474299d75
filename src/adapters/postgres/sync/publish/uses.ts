import type { Publish } from './publish.ts';

/**
 * How identities are used, as read now: written only where it differs, and without history. A credential report names a
 * user by ARN and creation time to the second; a user made since under the same name has another one. A report is up to
 * four hours old and the other sources are not, but each says its own kind of identity.
 */
export async function publishUses({ executeSql, runId }: Publish): Promise<void> {
  await executeSql(
    `insert into identity_use (entity_id, last_used_at, last_used_region, has_password, has_mfa, password_used_at,
       password_changed_at, access_keys)
     select read.* from (
       select distinct on (id) id, last_used_at, last_used_region, has_password, has_mfa, password_used_at,
         password_changed_at, access_keys
       from (
         select e.id, s.* from stage_use s join entity e on e.native_id = s.native_id and e.kind = s.kind
         where s.run_id = $1
         union all
         select v.entity_id, s.* from stage_use s
         join entity_version v on v.arn = s.arn and v.kind = s.kind and v.to_seq is null
           and date_trunc('second', (v.attrs ->> 'createdAt')::timestamptz) = date_trunc('second', s.created_at)
         where s.run_id = $1 and s.native_id is null
       ) staged
       order by id, last_used_at desc nulls last
     ) read
     -- A conflict would lock the row, and write that, also where nothing differs.
     where not exists (select from identity_use k where k.entity_id = read.id
       and (k.last_used_at, k.last_used_region, k.has_password, k.has_mfa, k.password_used_at, k.password_changed_at,
         k.access_keys) is not distinct from (read.last_used_at, read.last_used_region, read.has_password, read.has_mfa,
         read.password_used_at, read.password_changed_at, read.access_keys))
     on conflict (entity_id) do update set last_used_at = excluded.last_used_at,
       last_used_region = excluded.last_used_region, has_password = excluded.has_password, has_mfa = excluded.has_mfa,
       password_used_at = excluded.password_used_at, password_changed_at = excluded.password_changed_at,
       access_keys = excluded.access_keys`,
    [runId],
  );
}
