import { sql } from 'kysely';
import { fallbackName, likePattern, type Moment, type Sql } from '../moment.ts';

/**
 * Entities of these kinds (numbers of entity_kind) as `id, kind, parent_id, native_id, name, email, arn, status`. With
 * `named`, also those that no listing described but a valid grant names: an orphaned assignment has a holder.
 */
export function entityRows(moment: Moment, kinds: readonly number[], named = false): Sql {
  const kindList = sql.join(kinds.map((kind) => sql.lit(kind)));
  const described = sql`select v.entity_id as id, v.kind, v.parent_id, e.native_id, v.name, v.email, v.arn, v.status
    from entity_version v join entity e on e.id = v.entity_id
    where ${moment.valid('v')} and v.kind in (${kindList})`;
  if (!named) return described;
  return sql`${described}
    union all
    select e.id, e.kind, null::int, e.native_id, ${fallbackName(sql`e.id`, sql`e.native_id`)},
      null::text, null::text, null::text
    from entity e
    where e.kind in (${kindList})
      and not exists (select from entity_version v where v.entity_id = e.id and ${moment.valid('v')})
      and exists (select from grant_fact g where g.principal_id = e.id and ${moment.valid('g')})`;
}

/** Free text over name, e-mail, ARN and native id. */
export const matchesText = (q: string | undefined): Sql => {
  if (!q?.trim()) return sql`true`;
  const pattern = likePattern(q.trim());
  return sql`(r.name ilike ${pattern} or r.email ilike ${pattern} or r.arn ilike ${pattern} or r.native_id ilike ${pattern})`;
};

/** Sorts without regard to case; cut, since the last row's key travels in the cursor. Ties are broken by id. */
export const sortText = (text: Sql): Sql => sql`left(lower(coalesce(${text}, '')), 60)`;

/** `ent_<id>` as the number it is; null for what can't be one, so that it is simply not found. */
export const entityNumber = (id: string): number | null => {
  const number = Number(/^ent_([1-9]\d{0,9})$/.exec(id)?.[1]);
  return number <= 2_147_483_647 ? number : null;
};

/** The AWS account that page.parent_id is, as `in_aws_account.json`; null for other parents. */
export const awsAccountJoin = (moment: Moment): Sql => sql`left join lateral (
  select json_build_object('awsAccountId', a.native_id, 'name', coalesce(av.name, a.native_id)) as json
  from entity a left join entity_version av on av.entity_id = a.id and ${moment.valid('av')}
  where a.id = page.parent_id and a.kind = 2) in_aws_account on true`;

/** Tags of `v` by key; null where they were not read. */
export const tagsJson: Sql = sql`case when v.attrs ? 'tags' then (
  select coalesce(json_agg(json_build_object('key', tag.key, 'value', tag.value) order by tag.key), '[]')
  from jsonb_each_text(v.attrs -> 'tags') tag) end`;

/** The description of page.id at the moment, as `v`. */
export const versionJoin = (moment: Moment): Sql =>
  sql`left join entity_version v on v.entity_id = page.id and ${moment.valid('v')}`;
