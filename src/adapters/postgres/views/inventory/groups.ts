import { sql } from 'kysely';
import { entityKinds } from '../../../../core/inventory/model/kinds.ts';
import type { GroupView, InventoryViews } from '../../../../core/inventory/views/inventory-views.ts';
import type { Database } from '../../database.ts';
import { freshnessJoin } from '../freshness.ts';
import { type ListQuery, type ListShape, listQueryOf, oneOf, onlyOne, readPage } from '../list-page.ts';
import { kindName, type Sql } from '../moment.ts';
import { awsAccountJoin, entityNumber, entityRows, matchesText, sortText, versionJoin } from './entity-rows.ts';

const kinds = [entityKinds['identity-center-group'], entityKinds['iam-group']];

export const groupViews = ({ kysely }: Database): Pick<InventoryViews, 'groups' | 'group'> => ({
  groups: (viewer, request) => {
    const query = listQueryOf(viewer, request.asOf);
    const where = [matchesText(request.q)];
    if (request.kind) where.push(sql`r.kind = ${sql.lit(entityKinds[request.kind])}`);
    return readPage<GroupView>(kysely, query, shape(query, where), request);
  },
  group: async (viewer, id, { asOf }) => {
    const query = listQueryOf(viewer, asOf);
    const where = [sql`r.id = ${entityNumber(id)}`];
    return oneOf(await readPage<GroupView>(kysely, query, shape(query, where), onlyOne), 'group');
  },
});

const shape = ({ moment, visibility }: ListQuery, where: Sql[]): ListShape => ({
  rows: (sortKey) => sql`select r.id, r.kind, r.parent_id, r.native_id, r.name, ${sortKey} as sort_key
    from (${entityRows(moment, kinds, true)}) r
    where ${visibility.entity(sql`r.id`, sql`r.parent_id`)} and ${sql.join(where, sql` and `)}`,
  sorts: { name: sortText(sql`r.name`), kind: kindName(sql`r.kind`) },
  idType: 'number',
  joins: sql`${versionJoin(moment)} ${awsAccountJoin(moment)} ${freshnessJoin(moment, 'page', 'fresh', 'entity')}
    ${freshnessJoin(moment, 'page', 'fresh_members', 'members')}
    left join lateral (
      select count(*)::int as n from entitlement t
      join grant_fact g on g.entitlement_id = t.id and ${moment.valid('g')}
      where t.kind = 1 and t.target_id = page.id
        and (${visibility.holder(sql`g.principal_id`)} or ${visibility.covered(sql`page.parent_id`)})) members on true`,
  item: sql`json_build_object('id', 'ent_' || page.id, 'kind', ${kindName(sql`page.kind`)}, 'name', page.name,
    'nativeId', page.native_id, 'arn', v.arn, 'awsAccount', in_aws_account.json,
    'description', v.attrs ->> 'description', 'memberCount', members.n,
    'membersFreshness', fresh_members.json, 'freshness', fresh.json)`,
});
