import { sql } from 'kysely';
import { iso, type Moment, type Sql } from './moment.ts';

/** Which API family reads an entity of this kind, and whose coverage counts. */
const family = (kind: Sql): Sql =>
  sql`(case when ${kind} in (4, 5, 6) then 'identity-center' when ${kind} = 2 then 'organizations' else 'iam' end)`;
const listing = (kind: Sql): Sql =>
  sql`(case ${kind} when 2 then 'aws-accounts' when 4 then 'identity-center-users' when 5 then 'identity-center-groups'
    when 6 then 'permission-sets' when 7 then 'iam-users' when 8 then 'iam-groups' when 9 then 'iam-roles' end)`;

/**
 * Lateral joins that say how fresh the rows of `alias` (id, kind, parent_id, native_id) are, as one json column
 * `<name>.json` of the shape Freshness: the first open gap among the scopes that would have read it, whichever connector
 * read it then, and the newest full run before the gap of that connector, or of the one that covers the entity.
 */
export function freshnessJoin(moment: Moment, alias: string, name: string, of: 'entity' | 'members'): Sql {
  const row = sql.ref(alias);
  // Of members each part by itself, so that it goes by an index: as alternatives they cost 25 ms a row with 8,400 gaps.
  const scopes =
    of === 'entity'
      ? sql`(s.kind = ${listing(sql`${row}.kind`)} and s.a_id = ${row}.parent_id)
          or (${row}.kind = 6 and s.kind = 'permission-set-details' and s.a_id = ${row}.id)
          or (${row}.kind = 2 and ${row}.parent_id is null and s.kind = 'iam-of-aws-account' and s.a_id = ${row}.id)`
      : sql`s.id in (
          select id from scope where kind = 'members-of-group' and a_id = ${row}.id
          union all select m.id from scope m join entity_version u on u.entity_id = m.a_id and ${moment.valid('u')}
          where ${row}.kind = 5 and m.kind = 'memberships-of-user' and u.parent_id = ${row}.parent_id)`;
  return sql`left join lateral (
    select json_build_object(
      'readAt', ${iso(sql`ran.published_at`)}, 'isStale', gap.failed_at is not null,
      'staleSince', ${iso(sql`gap.failed_at`)}, 'staleReason', gap.words) as json, cover.connector_id
    from (select 1) one
    left join lateral (
      select c.connector_id from coverage c
      where (c.family = ${family(sql`${row}.kind`)}
          and c.native_id = (select p.native_id from entity p where p.id = ${row}.parent_id))
        or (${row}.kind = 2 and c.family = 'iam' and c.native_id = ${row}.native_id)
      order by c.family = 'iam' limit 1) cover on true
    left join lateral (
      select s.connector_id, g.from_seq, g.failed_at, ${reasonWords(sql`g.reason`, sql`g.action`)} as words
      from scope s join scope_gap g on g.scope_id = s.id and ${moment.valid('g')}
      where ${scopes}
      order by g.failed_at, s.id limit 1) gap on true
    ${ranJoin(sql`coalesce(gap.connector_id, cover.connector_id)`)}
  ) ${sql.ref(name)} on true`;
}

/**
 * `ran.published_at`: when the connector's newest full run before `gap` was published; of one that waited for a person,
 * when it was held, which is how AWS was.
 */
export const ranJoin = (connectorId: Sql): Sql => sql`left join lateral (
  select least(r.published_at, (r.hold ->> 'at')::timestamptz) as published_at from sync_run r
  where r.connector_id = ${connectorId} and r.seq is not null and r.kind = 'full'
    and r.seq <= (select seq from moment) and (gap.from_seq is null or r.seq < gap.from_seq)
  order by r.number desc limit 1) ran on true`;

/** AWS's own message may name what a viewer does not see; this never does. */
export const reasonWords = (reason: Sql, action: Sql): Sql => sql`(case ${reason}
  when 'denied' then 'AWS denied it' when 'throttled' then 'AWS was asked too fast' when 'unavailable' then 'AWS did not answer'
  when 'not-attempted' then 'not attempted'
  when 'no-longer-read' then 'no longer read, its connector was deleted' else 'AWS''s answer could not be used' end
  || coalesce(': the role lacks ' || ${action}, ''))`;
