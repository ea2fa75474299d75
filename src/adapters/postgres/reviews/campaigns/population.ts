import { factsSql } from './population-facts.ts';

/**
 * The population of a campaign as CTEs, one row for each way by which an identity holds an entitlement, with the facts
 * that reviewers are shown and the reviewer they go to. Facts are those of one publication ($1), whatever is published
 * meanwhile. Parameters: $1 seq, $2 AWS accounts (text[], null: all), $3 with groups, $4 reviewer rule, $5 fallback.
 */
export const populationCtes = `
  ${scopeCtes()},
  ${heldCtes()},
  ${nameCtes()},
  ${reviewerCtes()},
  population as (${populationSql()})`;

/** Is this row of a fact table valid in the publication? */
export function valid(alias: string): string {
  return `(${alias}.from_seq <= $1 and (${alias}.to_seq is null or ${alias}.to_seq > $1))`;
}

/** The rule of the list of AWS accounts (views/inventory/aws-accounts.ts); others are only named in a trust policy. */
export function isOurs(entity: string, version: string): string {
  return `(${entity}.kind = 2 and (${version}.parent_id is not null
    or exists (select from coverage k where k.family = 'iam' and k.native_id = ${entity}.native_id)
    or exists (select from entitlement a where a.account_id = ${entity}.id and a.kind = 2)))`;
}

function scopeCtes(): string {
  return `acct as materialized (
    select e.id, e.native_id, v.name from entity e join entity_version v on v.entity_id = e.id and ${valid('v')}
    where ${isOurs('e', 'v')} and ($2::text[] is null or e.native_id = any($2)))`;
}

/** held_…: the fact that the identity itself holds, which a revocation removes. */
function heldCtes(): string {
  return `held as materialized (
    select 2::smallint as kind, t.target_id, t.ps_id, g.principal_id as identity_id, null::int as group_id,
      2::smallint as held_kind, t.target_id as held_target_id, t.ps_id as held_ps_id, g.from_seq, t.target_id as acct_id
    from entitlement t join acct on acct.id = t.target_id
    join grant_fact g on g.entitlement_id = t.id and ${valid('g')}
    join entity p on p.id = g.principal_id and p.kind = 4 where t.kind = 2
    union all
    select 2, t.target_id, t.ps_id, m.principal_id, gr.id, 1, gr.id, null, greatest(g.from_seq, m.from_seq), t.target_id
    from entitlement t join acct on acct.id = t.target_id
    join grant_fact g on g.entitlement_id = t.id and ${valid('g')}
    join entity gr on gr.id = g.principal_id and gr.kind = 5
    join entitlement mt on mt.kind = 1 and mt.target_id = gr.id
    join grant_fact m on m.entitlement_id = mt.id and ${valid('m')} where t.kind = 2
    union all
    select 1, t.target_id, null, g.principal_id, t.target_id, 1, t.target_id, null, g.from_seq, t.account_id
    from entitlement t join acct on acct.id = t.account_id
    join grant_fact g on g.entitlement_id = t.id and ${valid('g')}
    join entity p on p.id = g.principal_id and p.kind = 7 where t.kind = 1)`;
}

/** Names once per entity. An identity that no listing holds is deleted, unless the users could not be listed. */
function nameCtes(): string {
  const nameOf = (id: string) => `coalesce(v.name,
      (select old.name from entity_version old where old.entity_id = ${id} order by old.from_seq desc limit 1),
      regexp_replace(e.native_id, '^.*/', ''))`;
  return `users_unread as materialized (
    select exists (select from scope_gap g join scope s on s.id = g.scope_id
      where ${valid('g')} and s.kind in ('identity-center-users', 'identity-center-instances', 'iam-users')) as is),
  who as materialized (
    select e.id, e.kind, e.native_id, v.email, ${nameOf('e.id')} as name,
      coalesce(v.status, case when v.entity_id is null then
        case when (select "is" from users_unread) then 'not-read' else 'deleted' end end) as status,
      l.method, p.id as person_id, p.name as person_name, p.email as person_email, p.status as person_status, p.manager_id
    from (select distinct identity_id from held) x join entity e on e.id = x.identity_id
    left join entity_version v on v.entity_id = e.id and ${valid('v')}
    left join identity_link l on l.identity_id = e.id and l.ended_at is null
    left join person p on p.id = l.person_id),
  thing as materialized (
    select e.id, e.native_id, v.parent_id, ${nameOf('e.id')} as name
    from (select group_id as id from held union select ps_id from held union
      select t.ps_id from entitlement t join grant_fact g on g.entitlement_id = t.id and ${valid('g')}
      where t.kind = 2 and g.principal_id in (select group_id from held)) x join entity e on e.id = x.id
    left join entity_version v on v.entity_id = e.id and ${valid('v')}),
  gives as materialized (
    select g.principal_id as group_id, t.target_id, t.ps_id, thing.name || ' on ' || coalesce(av.name, a.native_id) as label
    from entitlement t join grant_fact g on g.entitlement_id = t.id and ${valid('g')} join thing on thing.id = t.ps_id
    join entity a on a.id = t.target_id left join entity_version av on av.entity_id = a.id and ${valid('av')}
    where t.kind = 2 and g.principal_id in (select distinct group_id from held where group_id is not null)),
  also as materialized (
    select one.group_id, one.target_id, one.ps_id, (
      select coalesce(jsonb_agg(o.label order by o.label), '[]') from gives o
      where o.group_id = one.group_id and (o.target_id, o.ps_id) <> (one.target_id, one.ps_id)) as removes
    from gives one)`;
}

/** By the rule, else the fallback, else a Super Administrator; never whose access it is (REV-3). */
function reviewerCtes(): string {
  return `super as materialized (
    select r.person_id, row_number() over (order by r.granted_at, r.person_id) as n
    from role_grant r join person s on s.id = r.person_id and s.status = 'active' where r.role = 'super-administrator'),
  fallback as materialized (select id from person where id = $5 and status = 'active'),
  manager as materialized (
    select who.id as identity_id, m.id as person_id from who
    join person m on m.id = who.manager_id and m.status = 'active' and m.id <> who.person_id where $4 = 'manager'),
  cover as materialized (
    select e.id, e.kind, c.connector_id, k.application_id from coverage c
    join entity e on e.native_id = c.native_id and e.kind = case c.family when 'iam' then 2 else 3 end
    join connector k on k.id = c.connector_id and k.deleted_at is null where c.family <> 'organizations'),
  owner as materialized (
    select cover.id, o.person_id, row_number() over (partition by cover.id order by o.rank, o.person_id) as n from cover
    join lateral (select person_id, 1 as rank from application_owner where application_id = cover.application_id
      union all select person_id, 2 from connector_owner where connector_id = cover.connector_id) o on true
    join person p on p.id = o.person_id and p.status = 'active' where $4 = 'application-owner')`;
}

function populationSql(): string {
  return `select row_number() over (order by who.person_name nulls last, who.name, who.native_id, acct.name, h.kind,
      ps.name, grp.name, h.target_id, h.ps_id, h.group_id)::int as n,
    who.person_id, h.*, chosen.reviewer_id, chosen.via, ${factsSql} as facts
  from held h join who on who.id = h.identity_id join acct on acct.id = h.acct_id
  join sync_run since on since.seq = h.from_seq
  left join thing ps on ps.id = h.ps_id left join thing grp on grp.id = h.group_id
  left join also on also.group_id = h.group_id and also.target_id = h.target_id and also.ps_id = h.ps_id
  left join lateral (
    select jsonb_agg(distinct coalesce(who.person_name, who.name) || ' → ' || case when o.group_id is null
        then 'assigned directly' else 'member of ' || og.name end || ' → ' || ps.name || ' on ' || acct.name) as ways
      from held o left join thing og on og.id = o.group_id
    where o.identity_id = h.identity_id and o.kind = h.kind and o.target_id = h.target_id and o.ps_id = h.ps_id
      and o.group_id is distinct from h.group_id) remains on h.kind = 2
  left join lateral (
    select * from (
      select person_id as reviewer_id, 'manager' as via, 1 as rank, 1::bigint as n from manager
        where manager.identity_id = who.id
      union all select person_id, 'application-owner', 1, owner.n from owner
        where owner.id = case h.kind when 1 then acct.id else ps.parent_id end
      union all select id, 'fallback', 2, 1 from fallback
      union all select person_id, 'super-administrator', 3, super.n from super) candidate
    where candidate.reviewer_id is distinct from who.person_id order by rank, n limit 1) chosen on true
  where $3 or h.kind = 1 or h.group_id is null`;
}
