import { sql } from 'kysely';
import type { Moment, Sql } from '../moment.ts';
import { federatedOf } from './federated.ts';

/**
 * From identities to what they hold: expects `me (id)`, identities or one group, and gives `d` as holders.ts does. With a
 * person also what groups of identity providers give them. The two directions must agree row for row; a test compares
 * them over a whole world.
 */
export const holdingsCtes = (moment: Moment, personId: string | null): Sql[] => [
  ...(personId === null
    ? []
    : [sql`federated as materialized (select * from ${federatedOf(moment, sql`${personId}`)} f)`]),
  sql`membership as (
    select me.id as identity_id, g.entitlement_id, t.target_id as group_id, g.from_seq from me
    join grant_fact g on g.principal_id = me.id and g.kind = 1 and ${moment.valid('g')}
    join entitlement t on t.id = g.entitlement_id)`,
  sql`assigned as (
    select h.identity_id, h.group_id, g.entitlement_id, greatest(h.from_seq, g.from_seq) as from_seq, t.role_id
    from (select id as identity_id, id as holder_id, null::int as group_id, 0 as from_seq from me
      union all select identity_id, group_id, group_id, from_seq from membership) h
    join grant_fact g on g.principal_id = h.holder_id and g.kind = 2 and ${moment.valid('g')}
    join entitlement t on t.id = g.entitlement_id)`,
  sql`d as materialized (
    select m.entitlement_id as eid, null::int as home_id, m.identity_id, null::int as via_group, null::int as via_ent,
      null::int as src_id, m.from_seq as since_seq, '' as qualifier, null::int as fed_id, null::text as fed_person,
      null::timestamptz as fed_since from membership m
    union all
    select a.entitlement_id, null, a.identity_id, a.group_id, null, null, a.from_seq, '', null, null, null from assigned a
    union all
    select t.id, null, me.id, null, null, me.id, 0, r.qualifier, null, null, null from me
    join role_reach r on r.src_id = me.id and ${moment.valid('r')}
    join entitlement t on t.kind = 3 and t.target_id = r.dst_id
    union all
    select t.id, null, a.identity_id, a.group_id, a.entitlement_id, a.role_id, a.from_seq, r.qualifier, null, null, null from assigned a
    join role_reach r on r.src_id = a.role_id and ${moment.valid('r')}
    join entitlement t on t.kind = 3 and t.target_id = r.dst_id
    union all
    select g.entitlement_id, null, me.id, null, null, null, g.from_seq, g.qualifier, null, null, null from me
    join grant_fact g on g.principal_id = me.id and g.kind = 3 and ${moment.valid('g')}
    join entitlement t on t.id = g.entitlement_id and t.target_id <> me.id
    where not exists (select from role_reach r
      where r.src_id = me.id and r.dst_id = t.target_id and ${moment.valid('r')})
    union all
    select null, u.parent_id, me.id, null, null, null, u.from_seq, '', null, null, null from me
    join entity_version u on u.entity_id = me.id and u.kind = 7 and ${moment.valid('u')} and u.parent_id is not null
    where not exists (select from membership m where m.identity_id = me.id)
    ${personId === null ? sql`` : federatedHoldings(moment)})`,
];

const federatedHoldings = (moment: Moment): Sql => sql`
    union all
    select f.ent_id, null, f.provider_id, null, null, null, f.from_seq, f.qualifier, f.id, f.person_id, f.since
    from federated f
    union all
    select t.id, null, f.provider_id, null, f.ent_id, f.role_id, f.from_seq, join_qualifiers(f.qualifier, r.qualifier),
      f.id, f.person_id, f.since
    from federated f join role_reach r on r.src_id = f.role_id and ${moment.valid('r')}
    join entitlement t on t.kind = 3 and t.target_id = r.dst_id`;
