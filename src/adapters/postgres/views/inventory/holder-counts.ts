import { sql } from 'kysely';
import type { Moment, Sql } from '../moment.ts';
import type { Visibility } from '../visibility.ts';

/**
 * CTEs that turn `direct (about, holder_id, is_covered)` into `holder (about, identity_id)`: groups replaced by their
 * members, each pair once, and only what the viewer may see. Distinct before the members are joined, since many
 * permission sets of an AWS account go to the same few groups.
 */
export const expandedHolders = (moment: Moment, visibility: Visibility): Sql[] => [
  sql`direct_once as (
    select about, holder_id, bool_or(is_covered) as is_covered from direct group by about, holder_id)`,
  sql`holder as (
    select d.about, d.holder_id as identity_id, d.is_covered
    from direct_once d join entity e on e.id = d.holder_id and e.kind <> 5
    where d.is_covered or ${visibility.holder(sql`d.holder_id`)}
    union
    select d.about, m.principal_id, d.is_covered
    from direct_once d join entitlement t on t.kind = 1 and t.target_id = d.holder_id
    join grant_fact m on m.entitlement_id = t.id and ${moment.valid('m')}
    where d.is_covered or ${visibility.holder(sql`m.principal_id`)})`,
];

/**
 * `counts (about, n)`: people, and identities that are nobody's. Distinct first and counted then: count(distinct …) sorts,
 * and a hundred thousand rows (a page of permission sets, 3,000 users) took three times as long. `more` is a union of
 * further `about, who`.
 */
export const countsCte = (more: Sql = sql``): Sql => sql`counts as (
  select about, count(*)::int as n from (
    select distinct holder.about, coalesce(link.person_id, holder.identity_id::text) as who
    from holder left join link on link.identity_id = holder.identity_id
    ${more}) once
  group by about)`;
