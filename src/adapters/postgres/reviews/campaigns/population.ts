import { federatedCtes, federatedFactsSql, federatedRowsSql } from './federated-population.ts';
import { allBut, nameOf, scopeCte, valid } from './frozen.ts';
import { factsSql } from './population-facts.ts';

/**
 * Reviewers in the order of preference, none of them whose access it is: `own` are the person, and, of a federated grant,
 * whoever has the address by now.
 */
const reviewersExcept = (...own: string[]): string => {
  const unlessOwn = (id: string) =>
    `case when ${own.map((each) => `${id} is distinct from ${each}`).join(' and ')} then ${id} end`;
  const candidates: readonly [personId: string, via: string][] = [
    [unlessOwn('manager.id'), 'manager'],
    [
      `coalesce(${unlessOwn('owner.people[1]')}, ${unlessOwn('owner.people[2]')}, ${unlessOwn('owner.people[3]')})`,
      'application-owner',
    ],
    [unlessOwn('fixed.fallback'), 'fallback'],
    [
      `coalesce(${unlessOwn('fixed.supers[1]')}, ${unlessOwn('fixed.supers[2]')}, ${unlessOwn('fixed.supers[3]')})`,
      'super-administrator',
    ],
  ];
  return `coalesce(${candidates.map(([id]) => id).join(', ')}) as reviewer_id,
    case ${candidates.map(([id, via]) => `when ${id} is not null then '${via}'`).join(' ')} end as via`;
};

/**
 * The population of a campaign as CTEs, one row for each way by which an identity holds an entitlement, with the facts
 * that reviewers are shown and the reviewer they go to. Facts are those of one publication ($1), whatever is published
 * meanwhile. Parameters: $1 seq, $2 AWS accounts (text[], null: all), $3 with groups, $4 reviewer rule, $5 fallback.
 */
export const populationCtes = (facts: 'with facts' | 'without facts'): string => `
  ${scopeCte},
  ${heldCtes()},
  ${nameCtes()},
  ${reviewerCtes()},
  ${federatedCtes},
  population as (
    select row_number() over (order by person_name nulls last, holder, holder_native, acct_name, kind, what, through,
      target_id, ps_id, group_id, idp_group_id, idp_email)::int as n, every.*
    from (${rowsSql(facts === 'with facts' ? factsSql : 'null::jsonb')}
      union all ${federatedRowsSql(reviewersExcept('who.person_id', 'who.address_owner_id'), facts === 'with facts' ? federatedFactsSql : 'null::jsonb')}) every)`;

/**
 * Set for the transaction that computes a population: PostgreSQL guesses few rows for CTEs and would loop over them; with
 * hash joins 150,000 items take seconds.
 */
export const populationSettings = `set local enable_nestloop = off; set local work_mem = '64MB'`;

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
  all_of as materialized (select group_id, array_agg(label order by label) as labels from gives group by group_id),
  also as materialized (
    select one.group_id, one.target_id, one.ps_id, ${allBut('all_of.labels', 'one.label')} as removes
    from gives one join all_of on all_of.group_id = one.group_id),
  ways as materialized (
    select h.identity_id, h.target_id, h.ps_id, array_agg(coalesce(h.group_id, 0)) as ids,
      array_agg(case when h.group_id is null then 'assigned directly' else 'member of ' || thing.name end) as labels
    from held h left join thing on thing.id = h.group_id where h.kind = 2
    group by h.identity_id, h.target_id, h.ps_id having count(*) > 1),
  leased as materialized (
    select identity_id, kind, target_id, coalesce(ps_id, 0) as ps_id, max(ends_at) as until from lease
    where status in ('activating', 'active', 'ending') group by 1, 2, 3, 4)`;
}

/** By the rule, else the fallback, else a Super Administrator; never whose access it is: of each the first three, two of whom may be that (REV-3). */
function reviewerCtes(): string {
  return `super as materialized (
    select person_id, row_number() over (order by granted_at, person_id) as n from (
      select r.person_id, r.granted_at from role_grant r join person s on s.id = r.person_id and s.status = 'active'
      where r.role = 'super-administrator') active),
  fixed as materialized (
    select (select id from person where id = $5 and status = 'active') as fallback,
      array(select person_id from super order by n limit 3) as supers),
  cover as materialized (
    select e.id, c.connector_id, k.application_id from coverage c
    join entity e on e.native_id = c.native_id and e.kind = case c.family when 'iam' then 2 else 3 end
    join connector k on k.id = c.connector_id and k.deleted_at is null where c.family <> 'organizations'),
  owner as materialized (
    select id, (array_agg(person_id order by rank, person_id))[1:3] as people from (
      select cover.id, o.person_id, min(o.rank) as rank from cover
      join lateral (select person_id, 1 as rank from application_owner where application_id = cover.application_id
        union all select person_id, 2 from connector_owner where connector_id = cover.connector_id) o on true
      join person p on p.id = o.person_id and p.status = 'active' where $4 = 'application-owner' group by 1, 2) ranked
    group by id)`;
}

function rowsSql(facts: string): string {
  return `select who.person_name, who.name as holder, who.native_id as holder_native, acct.name as acct_name, ps.name as what,
      grp.name as through, who.person_id, h.kind, h.target_id, h.ps_id, h.identity_id, h.group_id, h.held_kind,
      h.held_target_id, h.held_ps_id, null::text as idp_group_id, null::text as idp_email, ${reviewersExcept('who.person_id')}, ${facts} as facts
    from held h join who on who.id = h.identity_id join acct on acct.id = h.acct_id
    join sync_run since on since.seq = h.from_seq cross join fixed
    left join thing ps on ps.id = h.ps_id left join thing grp on grp.id = h.group_id
    left join also on also.group_id = h.group_id and also.target_id = h.target_id and also.ps_id = h.ps_id
    left join ways on ways.identity_id = h.identity_id and ways.target_id = h.target_id and ways.ps_id = h.ps_id
    left join leased on leased.identity_id = h.identity_id and leased.kind = h.held_kind
      and leased.target_id = h.held_target_id and leased.ps_id = coalesce(h.held_ps_id, 0)
    left join person manager on manager.id = who.manager_id and manager.status = 'active' and manager.id <> who.person_id
      and $4 = 'manager'
    left join owner on owner.id = case h.kind when 1 then acct.id else ps.parent_id end
    where $3 or h.kind = 1 or h.group_id is null`;
}
