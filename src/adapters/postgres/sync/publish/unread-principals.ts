import type { Publish } from './publish.ts';

/**
 * Whom do the ARNs of trust policies name? p_resolved maps each ARN that a current user or role has to that entity;
 * the others become entities of kind unread-principal (13), and stay so until some connector reads them.
 */
export async function resolveUnreadPrincipals({ executeSql, seq }: Publish): Promise<void> {
  await executeSql(
    `create temp table p_resolved on commit drop as
     select distinct on (u.arn) u.arn, v.entity_id
     from (
       select principal_native as arn from p_stagedgrant where principal_kind = 13
       union select native_id from p_described where kind = 13
       union select e.native_id from entity e where e.kind = 13
     ) u
     join entity_version v on v.arn = u.arn and v.to_seq is null and v.kind <> 13
     order by u.arn, v.from_seq desc, v.entity_id desc`,
  );
  await executeSql(
    `insert into entity (kind, native_id)
     select 13, u.arn from (
       select principal_native as arn from p_stagedgrant where principal_kind = 13
       union select native_id from p_described where kind = 13
     ) u
     where not exists (select from p_resolved r where r.arn = u.arn)
       and not exists (select from entity e where e.native_id = u.arn and e.kind = 13)
     order by u.arn collate "C"`,
  );
  await executeSql(
    `create temp table p_newunread on commit drop as
     select e.id, d.name, d.arn, d.status, d.attrs
     from p_described d join entity e on e.native_id = d.native_id and e.kind = 13
     where d.kind = 13 and not exists (select from p_resolved r where r.arn = d.native_id)
       and not exists (select from entity_version v where v.entity_id = e.id and v.to_seq is null)`,
  );
  await executeSql(
    `insert into entity_version (entity_id, kind, from_seq, name, arn, status, attrs)
     select id, 13, $1, name, arn, status, attrs from p_newunread order by id`,
    [seq],
  );
  await executeSql(`insert into change (seq, op, entity_id) select $1::int, 'appeared', id from p_newunread`, [seq]);
}

/**
 * What no listing holds (providers, services, unread principals, anyone, foreign AWS accounts, AWS's own policies) exists
 * here only because a current fact names it; without one, and not named by this run, its version ends.
 */
export async function closeUnreferenced({ executeSql, seq }: Publish): Promise<void> {
  await executeSql(
    `with gone as (
       update entity_version v set to_seq = $1
       from entity e
       where e.id = v.entity_id and v.to_seq is null and v.from_seq < $1
         and (v.kind in (10, 11, 12, 13, 14) or v.kind in (2, 16) and v.parent_id is null)
         and not exists (select from grant_fact g where g.principal_id = v.entity_id and g.to_seq is null)
         and (v.kind <> 16 or not exists (select from entitlement t
           join grant_fact g on g.entitlement_id = t.id and g.to_seq is null
           where t.kind = 4 and t.target_id = v.entity_id))
         and not exists (select from p_entity n where n.id = v.entity_id)
         and (v.kind <> 13 or exists (select from p_resolved r where r.arn = e.native_id)
           or not exists (select from p_described d where d.kind = 13 and d.native_id = e.native_id))
         and (v.kind <> 2
           or not exists (select from entity_version child where child.parent_id = v.entity_id and child.to_seq is null)
           and not exists (select from coverage c where c.native_id = e.native_id)
           and not exists (select from entitlement t join grant_fact g on g.entitlement_id = t.id and g.to_seq is null
             where t.account_id = v.entity_id))
       returning v.entity_id, v.kind
     )
     insert into change (seq, op, entity_id) select $1::int, 'vanished', entity_id from gone where kind <> 16`,
    [seq],
  );
}
