import { sql } from 'kysely';
import { entityKinds } from '../../../../core/inventory/model/kinds.ts';
import type { IdentityView, InventoryViews } from '../../../../core/inventory/views/inventory-views.ts';
import type { Database } from '../../database.ts';
import { freshnessJoin } from '../freshness.ts';
import { type ListQuery, type ListShape, listQueryOf, oneOf, onlyOne, readPage } from '../list-page.ts';
import { kindName, type Sql } from '../moment.ts';
import { awsAccountJoin, entityNumber, entityRows, matchesText, sortText, versionJoin } from './entity-rows.ts';

const kinds = [entityKinds['identity-center-user'], entityKinds['iam-user'], entityKinds['iam-role']];

export const identityViews = ({ kysely }: Database): Pick<InventoryViews, 'identities' | 'identity'> => ({
  identities: (viewer, request) => {
    const query = listQueryOf(viewer, request.asOf);
    const { kind, awsAccountId, isMatched } = request;
    const where = [matchesText(request.q)];
    if (kind) where.push(sql`r.kind = ${sql.lit(entityKinds[kind])}`);
    if (awsAccountId)
      where.push(sql`r.parent_id = (select a.id from entity a where a.native_id = ${awsAccountId} and a.kind = 2)`);
    if (isMatched !== undefined)
      where.push(sql`exists (select from link where link.identity_id = r.id) = ${isMatched}`);
    // A role is assumed by others and belongs to no person: it is no work left over (DIR-2).
    if (isMatched === false) where.push(sql`r.kind <> ${sql.lit(entityKinds['iam-role'])}`);
    return readPage<IdentityView>(kysely, query, shape(query, where), request);
  },
  identity: async (viewer, id, { asOf }) => {
    const query = listQueryOf(viewer, asOf);
    const where = [sql`r.id = ${entityNumber(id)}`];
    return oneOf(await readPage<IdentityView>(kysely, query, shape(query, where), onlyOne), 'identity');
  },
});

const shape = ({ moment, visibility }: ListQuery, where: Sql[]): ListShape => ({
  rows: (sortKey) => sql`select r.id, r.kind, r.parent_id, r.native_id, r.name, ${sortKey} as sort_key
    from (${entityRows(moment, kinds, true)}) r
    where ${visibility.entity(sql`r.id`, sql`r.parent_id`)} and ${sql.join(where, sql` and `)}`,
  sorts: {
    name: sortText(sql`r.name`),
    email: sortText(sql`r.email`),
    kind: kindName(sql`r.kind`),
    status: sortText(sql`r.status`),
  },
  idType: 'number',
  joins: sql`${versionJoin(moment)} ${awsAccountJoin(moment)} ${freshnessJoin(moment, 'page', 'fresh', 'entity')}
    left join link on link.identity_id = page.id left join person p on p.id = link.person_id`,
  item: sql`json_build_object('id', 'ent_' || page.id, 'kind', ${kindName(sql`page.kind`)}, 'name', page.name,
    'nativeId', page.native_id, 'arn', v.arn, 'email', v.email, 'status', v.status,
    'awsAccount', in_aws_account.json,
    'person', case when p.id is not null then json_build_object('id', p.id, 'name', p.name, 'method', link.method) end,
    'freshness', fresh.json)`,
});
