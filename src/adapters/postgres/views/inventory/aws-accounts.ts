import { sql } from 'kysely';
import { entityKinds } from '../../../../core/inventory/model/kinds.ts';
import type { AwsAccountView, InventoryViews } from '../../../../core/inventory/views/inventory-views.ts';
import type { Database } from '../../database.ts';
import { federatedSources, sourceCtes } from '../access/holders.ts';
import { freshnessJoin } from '../freshness.ts';
import { type ListQuery, type ListShape, listQueryOf, oneOf, onlyOne, readPage } from '../list-page.ts';
import { iso, type Sql } from '../moment.ts';
import { entityRows, matchesText, sortText, tagsJson, versionJoin } from './entity-rows.ts';
import { countsCte, expandedHolders } from './holder-counts.ts';

export const awsAccountViews = ({ kysely }: Database): Pick<InventoryViews, 'awsAccounts' | 'awsAccount'> => ({
  awsAccounts: (viewer, request) => {
    const query = listQueryOf(viewer, request.asOf);
    const where = [matchesText(request.q), isOurs];
    if (request.status) where.push(sql`r.status = ${request.status}`);
    return readPage<AwsAccountView>(kysely, query, shape(query, where), request);
  },
  awsAccount: async (viewer, awsAccountId, { asOf }) => {
    const query = listQueryOf(viewer, asOf);
    const where = [sql`r.native_id = ${awsAccountId}`];
    return oneOf(await readPage<AwsAccountView>(kysely, query, shape(query, where), onlyOne), 'AWS account');
  },
});

/** AWS accounts that only a trust policy names are somebody else's: they have a page, but are not in the list. */
export const isOurs = sql`(r.parent_id is not null
  or exists (select from coverage c where c.family = 'iam' and c.native_id = r.native_id)
  or exists (select from entitlement t where t.account_id = r.id and t.kind = 2))`;

const alias = (id: Sql, moment: ListQuery['moment']): Sql => sql`(select alias.name from entity_version alias
  where alias.parent_id = ${id} and alias.kind = 15 and ${moment.valid('alias')} order by alias.entity_id limit 1)`;

/** Where it is, from the root down; the name of one whose name was not read is null. */
const organizationalUnits = (moment: ListQuery['moment']): Sql => sql`coalesce((
  select json_agg(json_build_object('id', part, 'name', unit.name) order by n)
  from regexp_split_to_table(v.attrs #>> '{paths,0}', '/') with ordinality as parts (part, n)
  left join entity u on u.native_id = part and u.kind = ${sql.lit(entityKinds['organizational-unit'])}
  left join entity_version unit on unit.entity_id = u.id and ${moment.valid('unit')}
  where part ~ '^(r|ou)-'), '[]')`;

const shape = ({ moment, visibility }: ListQuery, where: Sql[]): ListShape => ({
  rows: (sortKey) => sql`select r.id, r.kind, r.parent_id, r.native_id, r.name, ${sortKey} as sort_key
    from (${entityRows(moment, [entityKinds['aws-account']])}) r
    where ${visibility.entity(sql`r.id`, sql`r.parent_id`)} and ${sql.join(where, sql` and `)}`,
  pageCtes: [
    sql`want as materialized (
      select t.account_id as about, t.id, t.kind, t.target_id, t.ps_id
      from entitlement t join page on page.id = t.account_id where t.kind in (1, 2, 3))`,
    sql`want_home as (select id as about, id from page)`,
    ...sourceCtes(moment, false),
    sql`direct as (
      select s.about, s.holder_id, t.ps_id, ${visibility.covered(sql`s.about`)} or t.kind = 2 and (
        ${visibility.covered(sql`page.parent_id`)} or ${visibility.covered(sql`psv.parent_id`)}) as is_covered
      from source s join page on page.id = s.about left join entitlement t on t.id = s.eid
      left join entity_version psv on psv.entity_id = t.ps_id and ${moment.valid('psv')})`,
    ...expandedHolders(moment, visibility),
    countsCte(sql`union select f.about, f.person_id from ${federatedSources(moment)} f
      where ${visibility.covered(sql`f.about`)} or ${visibility.grantsOf(sql`f.person_id`)}`),
    sql`sets as (
      select about, count(distinct ps_id)::int as n from direct
      where is_covered or ${visibility.holder(sql`holder_id`)} group by about)`,
  ],
  sorts: {
    name: sortText(sql`r.name`),
    awsAccountId: sql`r.native_id`,
    status: sortText(sql`r.status`),
  },
  idType: 'number',
  joins: sql`${versionJoin(moment)} ${freshnessJoin(moment, 'page', 'fresh', 'entity')}
    left join entity org on org.id = page.parent_id and org.kind = 1
    left join lateral (select max(d.read_at) as read_at from detail_reading d
      where d.kind = 'aws-account-tags' and d.entity_id = page.id) tags on true
    left join counts on counts.about = page.id left join sets on sets.about = page.id`,
  item: sql`json_build_object('id', 'ent_' || page.id, 'awsAccountId', page.native_id, 'name', page.name,
    'alias', ${alias(sql`page.id`, moment)}, 'email', v.attrs ->> 'rootEmail', 'status', v.status,
    'organizationId', org.native_id,
    'organizationPath', coalesce((select json_agg(part order by n)
      from regexp_split_to_table(v.attrs #>> '{paths,0}', '/') with ordinality as parts (part, n)
      where part ~ '^(r|ou)-'), '[]'),
    'organizationalUnits', ${organizationalUnits(moment)}, 'tags', coalesce(${tagsJson},
      ${moment.isNow ? sql`case when tags.read_at is not null then '[]'::json end` : sql`null`}),
    'tagsReadAt', ${moment.isNow ? iso(sql`tags.read_at`) : sql`null`},
    'isManagement', exists (select from connector c where c.management_aws_account_id = page.native_id),
    'connectorId', case when ${visibility.connector(sql`fresh.connector_id`)} then fresh.connector_id end,
    'peopleCount', coalesce(counts.n, 0), 'permissionSetCount', coalesce(sets.n, 0), 'freshness', fresh.json)`,
});
