import { sql } from 'kysely';
import type { Moment, Sql } from '../moment.ts';
import { federatedGrants, federatedMembers } from './federated.ts';

/**
 * From entitlements to whoever holds them. Expects `want (about, id, kind, target_id)`, the entitlements asked about, and
 * `want_home (about, id)`, AWS accounts whose IAM users without a group are asked for; gives
 * `source (about, eid, home_id, holder_id, via_ent, src_id, since_seq, qualifier)`, where a holder may be a group.
 *
 * `via_ent` is the entitlement that gives the role `src_id` where a chain of roles starts: an assignment whose
 * AWSReservedSSO role it is, or the trust of somebody who is neither user nor role. The closure of trust (role_reach)
 * starts at users and roles only, so what else a policy trusts is joined here (facts: never expand an account's root).
 */
export const sourceCtes = (moment: Moment, includeServices: boolean): Sql[] => [
  sql`chain as (
    select w.about, w.id as eid, r.src_id, r.qualifier from want w
    join role_reach r on r.dst_id = w.target_id and ${moment.valid('r')} where w.kind = 3)`,
  sql`source as (
    select w.about, w.id as eid, null::int as home_id, g.principal_id as holder_id, null::int as via_ent,
      null::int as src_id, g.from_seq as since_seq, g.qualifier
    from want w join grant_fact g on g.entitlement_id = w.id and ${moment.valid('g')} where w.kind in (1, 2)
    union all
    select c.about, c.eid, null, c.src_id, null, c.src_id, 0, c.qualifier from chain c
    where not exists (select from entitlement t where t.role_id = c.src_id)
    union all
    select c.about, c.eid, null, g.principal_id, t.id, c.src_id, g.from_seq, c.qualifier from chain c
    join entitlement t on t.role_id = c.src_id and t.kind = 2
    join grant_fact g on g.entitlement_id = t.id and ${moment.valid('g')}
    union all
    select w.about, w.id, null, g.principal_id, null, null, g.from_seq, g.qualifier from want w
    join grant_fact g on g.entitlement_id = w.id and ${moment.valid('g')} join entity p on p.id = g.principal_id
    where w.kind = 3 and g.principal_id <> w.target_id and ${isWorthARow(includeServices, sql`w.target_id`)}
      and not exists (select from role_reach r
        where r.src_id = g.principal_id and r.dst_id = w.target_id and ${moment.valid('r')})
    union all
    select c.about, c.eid, null, g.principal_id, t.id, c.src_id, g.from_seq,
      join_qualifiers(g.qualifier, c.qualifier) from chain c
    join entitlement t on t.kind = 3 and t.target_id = c.src_id
    join grant_fact g on g.entitlement_id = t.id and ${moment.valid('g')}
    join entity p on p.id = g.principal_id and p.kind not in (7, 9)
    where ${isWorthARow(includeServices, sql`c.src_id`)}
    union all
    select h.about, null, h.id, u.entity_id, null, null, u.from_seq, '' from want_home h
    join entity_version u on u.parent_id = h.id and u.kind = 7 and ${moment.valid('u')}
    where not exists (select from grant_fact g
      where g.principal_id = u.entity_id and g.kind = 1 and ${moment.valid('g')}))`,
];

/**
 * AWS services are many and no one's access; but behind account access manager stand people who are not read. The
 * provider through which Identity Center signs in is no holder where the assignments behind it are known.
 */
const isWorthARow = (includeServices: boolean, roleId: Sql): Sql => sql`(
  (p.kind <> 12 or ${includeServices} or g.qualifier like '%account-access-manager%')
  and not (p.kind = 10 and g.qualifier like '%identity-center%'
    and exists (select from entitlement t where t.role_id = ${roleId})))`;

/**
 * `d`: each way of an identity to an entitlement, groups replaced by their members. People behind a provider, as far as
 * they are known, come besides it: `fed_id` is the mapping that gives it, `fed_person` who it is, since `fed_since`.
 */
export const holdersCte = (moment: Moment): Sql => sql`d as materialized (
  select s.eid, s.home_id, s.holder_id as identity_id, null::int as via_group, s.via_ent, s.src_id, s.since_seq,
    s.qualifier, null::int as fed_id, null::text as fed_person, null::timestamptz as fed_since
  from source s join entity p on p.id = s.holder_id and p.kind <> 5
  union all
  select s.eid, s.home_id, m.principal_id, s.holder_id, s.via_ent, s.src_id, greatest(s.since_seq, m.from_seq),
    s.qualifier, null, null, null
  from source s join entitlement t on t.kind = 1 and t.target_id = s.holder_id
  join grant_fact m on m.entitlement_id = t.id and ${moment.valid('m')}
  union all
  select f.eid, f.home_id, f.holder_id, null, f.via_ent, f.src_id, f.since_seq, f.qualifier, f.fed_id, f.person_id, f.since
  from ${federatedSources(moment)} f)`;

/** Of each `source` that is a provider outside AWS, the people who come through it to the role where it starts. */
export const federatedSources = (moment: Moment): Sql => sql`(
  select s.*, fg.id as fed_id, fm.person_id, greatest(fg.from_at, fm.from_at) as since
  from source s join entity p on p.id = s.holder_id and p.kind in (10, 11)
  join entitlement aim on aim.id = s.eid
  join ${federatedGrants(moment)} fg on fg.provider_id = s.holder_id and fg.role_id = coalesce(s.src_id, aim.target_id)
  join ${federatedMembers(moment)} fm on fm.group_id = fg.group_id)`;
