import type { Publish } from '../publish.ts';

/**
 * Gives staged grants their entitlement and principal: p_grant, one row a grant. Entitlements not seen before are made.
 * The same grant from two scopes is one; of several qualifiers plain wins, otherwise each is an alternative.
 */
export async function resolveGrants({ executeSql }: Publish): Promise<void> {
  await executeSql(
    `create temp table p_named on commit drop as
     select g.kind, t.id as target_id, s.id as ps_id, coalesce(r.entity_id, p.id) as principal_id,
       max(coalesce(a.id, case when g.kind = 2 then t.id end)) as account_id,
       case when bool_or(g.qualifier = '') then ''
         else string_agg(distinct g.qualifier collate "C", '|' order by g.qualifier collate "C") end as qualifier
     from p_stagedgrant g
     join entity t on t.native_id = g.target_native and t.kind = g.target_kind
     left join entity s on s.native_id = g.ps_native and s.kind = 6
     left join entity a on a.native_id = g.account_native and a.kind = 2
     left join p_resolved r on g.principal_kind = 13 and r.arn = g.principal_native
     left join entity p on p.native_id = g.principal_native and p.kind = g.principal_kind
     group by g.kind, t.id, s.id, coalesce(r.entity_id, p.id)`,
  );
  // A reading takes minutes: a membership seen before its group or user was seen gone does not outlive it.
  await executeSql(
    `delete from p_named g using p_gone x
     where g.target_id = x.id or g.ps_id = x.id or (g.kind in (1, 4) and g.principal_id = x.id)`,
  );
  // Policies are read beside the listings: what is attached to a role that they do not hold yet waits for the next run.
  await executeSql(
    `delete from p_named g where g.kind = 4
       and not exists (select from entity_version v where v.entity_id = g.principal_id and v.to_seq is null)`,
  );
  await executeSql('analyze p_named');
  await executeSql(
    `insert into entitlement (kind, target_id, ps_id, account_id)
     select g.kind, g.target_id, g.ps_id, max(g.account_id) from p_named g
     where not exists (select from entitlement e
       where e.kind = g.kind and e.target_id = g.target_id and coalesce(e.ps_id, 0) = coalesce(g.ps_id, 0))
     group by g.kind, g.target_id, g.ps_id order by 1, 2, 3`,
  );
  await executeSql(
    `create temp table p_grant on commit drop as
     select g.kind, e.id as entitlement_id, g.principal_id, g.qualifier, g.account_id
     from p_named g join entitlement e
       on e.kind = g.kind and e.target_id = g.target_id and coalesce(e.ps_id, 0) = coalesce(g.ps_id, 0)`,
  );
  await executeSql('analyze p_grant');
  await executeSql(
    `update entitlement e set account_id = g.account_id from p_grant g
     where g.entitlement_id = e.id and g.account_id is not null and e.account_id is distinct from g.account_id`,
  );
}

/**
 * Identity Center makes a role AWSReservedSSO_<set>_<16 hex digits> in each AWS account a set is assigned in
 * (https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html): the entitlement
 * remembers the newest one read. It keeps the last one known, since chains "as of" an earlier date start there.
 */
export async function linkReservedRoles({ executeSql }: Publish): Promise<void> {
  const { rows } = await executeSql(
    `select exists (select from p_newversion where kind in (6, 9)) or exists (select from p_opened where kind = 2)
       as "isNeeded"`,
  );
  if (!rows[0].isNeeded) return;
  await executeSql(
    `with reserved as (
       select distinct on (parent_id, set_name) entity_id, parent_id, set_name
       from (
         select entity_id, from_seq, parent_id,
           (regexp_match(name, '^AWSReservedSSO_(.+)_[0-9a-f]{16}$'))[1] as set_name
         from entity_version where kind = 9 and to_seq is null and starts_with(name, 'AWSReservedSSO_')
       ) roles
       where set_name is not null order by parent_id, set_name, from_seq desc, entity_id desc
     )
     update entitlement e set role_id = r.entity_id
     from entity_version s, reserved r
     where e.kind = 2 and s.entity_id = e.ps_id and s.to_seq is null and r.parent_id = e.target_id
       and r.set_name = s.name and e.role_id is distinct from r.entity_id`,
  );
}
