import { sql } from 'kysely';
import type { InventoryViews, SearchHitView } from '../../../../core/inventory/views/inventory-views.ts';
import type { Database } from '../../database.ts';
import { listQueryOf } from '../list-page.ts';
import { likePattern, type Sql } from '../moment.ts';

interface Found {
  total: number;
  items: SearchHitView[];
}

/** One box for everything: exact names first, then names that begin with the text, then the rest. */
export const searchView = ({ kysely }: Database): Pick<InventoryViews, 'search'> => ({
  search: async (viewer, request) => {
    const text = request.q.trim();
    if (text === '') return { items: [], total: 0 };
    const { moment, visibility } = listQueryOf(viewer, undefined);
    const pattern = likePattern(text);
    const ctes = [
      moment.cte,
      moment.linkCte,
      ...visibility.ctes,
      sql`hit as materialized (
        select 'person' as kind, p.id, p.name, coalesce(p.email, p.title, '') as detail from person p
        where (p.name ilike ${pattern} or p.email ilike ${pattern}) and ${visibility.person(sql`p.id`)}
        union all
        select ${hitKind}, case when v.kind = 2 then e.native_id else 'ent_' || e.id end, v.name,
          coalesce(case v.kind when 2 then e.native_id when 4 then v.email when 6 then v.attrs ->> 'description'
            when 5 then v.attrs ->> 'description' else place.name end, '')
        from entity_version v join entity e on e.id = v.entity_id
        left join entity_version place on place.entity_id = v.parent_id and place.kind = 2 and place.to_seq is null
        where v.entity_id in (${foundIds(pattern, text)}) and v.to_seq is null and v.kind in (2, 4, 5, 6, 7, 8, 9)
          and ${visibility.entity(sql`v.entity_id`, sql`v.parent_id`)})`,
    ];
    const { rows } = await sql<Found>`with recursive ${sql.join(ctes)}
      select (select count(*)::int from hit) as total, coalesce((select json_agg(row_to_json(x)) from (
        select kind, id, name, detail from hit
        order by case when lower(name) = lower(${text}) or id = ${text} then 0 when name ilike ${pattern.slice(1)} then 1
          else 2 end, kind, lower(name), id
        limit ${request.limit}) x), '[]') as items`.execute(kysely);
    return rows[0] as Found;
  },
});

const hitKind: Sql = sql.raw(`case v.kind when 2 then 'aws-account' when 5 then 'group' when 8 then 'group'
  when 6 then 'permission-set' when 9 then 'role' else 'identity' end`);

/** Each branch has an index of its own; one OR over all of them would have none. */
const foundIds = (pattern: string, text: string): Sql => sql`
  select found.entity_id from entity_version found where found.name ilike ${pattern} and found.to_seq is null
  union select found.parent_id from entity_version found
    where found.name ilike ${pattern} and found.kind = 15 and found.to_seq is null
  union select found.entity_id from entity_version found
    where (found.email ilike ${pattern} or found.arn ilike ${pattern}) and found.to_seq is null
  union select found.id from entity found where found.native_id = ${text}`;
