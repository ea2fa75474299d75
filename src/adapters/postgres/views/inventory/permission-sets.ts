import { sql } from 'kysely';
import { entityKinds } from '../../../../core/inventory/model/kinds.ts';
import type { InventoryViews, PermissionSetView } from '../../../../core/inventory/views/inventory-views.ts';
import type { Database } from '../../database.ts';
import { freshnessJoin } from '../freshness.ts';
import { type ListQuery, type ListShape, listQueryOf, oneOf, onlyOne, readPage } from '../list-page.ts';
import type { Sql } from '../moment.ts';
import { entityNumber, entityRows, matchesText, sortText, versionJoin } from './entity-rows.ts';
import { countsCte, expandedHolders } from './holder-counts.ts';

export const permissionSetViews = ({ kysely }: Database): Pick<InventoryViews, 'permissionSets' | 'permissionSet'> => ({
  permissionSets: (viewer, request) => {
    const query = listQueryOf(viewer, request.asOf);
    return readPage<PermissionSetView>(kysely, query, shape(query, [matchesText(request.q)]), request);
  },
  permissionSet: async (viewer, id, { asOf }) => {
    const query = listQueryOf(viewer, asOf);
    const where = [sql`r.id = ${entityNumber(id)}`];
    return oneOf(await readPage<PermissionSetView>(kysely, query, shape(query, where), onlyOne), 'permission set');
  },
});

const shape = ({ moment, visibility }: ListQuery, where: Sql[]): ListShape => ({
  rows: (sortKey) => sql`select r.id, r.kind, r.parent_id, r.native_id, r.name, ${sortKey} as sort_key
    from (${entityRows(moment, [entityKinds['permission-set']])}) r
    where ${visibility.entity(sql`r.id`, sql`r.parent_id`)} and ${sql.join(where, sql` and `)}`,
  pageCtes: [
    sql`direct as (
      select page.id as about, g.principal_id as holder_id, t.target_id as place_id,
        ${visibility.covered(sql`page.parent_id`)} or ${visibility.covered(sql`t.target_id`)}
          or ${visibility.covered(sql`av.parent_id`)} as is_covered
      from page join entitlement t on t.kind = 2 and t.ps_id = page.id
      join grant_fact g on g.entitlement_id = t.id and ${moment.valid('g')}
      left join entity_version av on av.entity_id = t.target_id and ${moment.valid('av')})`,
    ...expandedHolders(moment, visibility),
    countsCte(),
    sql`places as (
      select about, count(distinct place_id)::int as n from direct
      where is_covered or ${visibility.holder(sql`holder_id`)} group by about)`,
  ],
  sorts: { name: sortText(sql`r.name`) },
  idType: 'number',
  joins: sql`${versionJoin(moment)} ${freshnessJoin(moment, 'page', 'fresh', 'entity')}
    left join places on places.about = page.id left join counts on counts.about = page.id`,
  item: sql`json_build_object('id', 'ent_' || page.id, 'name', page.name, 'arn', page.native_id,
    'description', v.attrs ->> 'description', 'sessionDuration', v.attrs ->> 'sessionDuration',
    'awsAccountCount', coalesce(places.n, 0), 'peopleCount', coalesce(counts.n, 0), 'freshness', fresh.json)`,
});
