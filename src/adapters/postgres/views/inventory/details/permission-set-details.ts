import { sql } from 'kysely';
import { entityKinds } from '../../../../../core/inventory/model/kinds.ts';
import type {
  PermissionSetDetailsView,
  PermissionSetDetailsViews,
} from '../../../../../core/inventory/views/permission-set-details-view.ts';
import type { Database } from '../../../database.ts';
import { reasonWords } from '../../freshness.ts';
import { type ListQuery, type ListShape, listQueryOf, oneOf, onlyOne, readPage } from '../../list-page.ts';
import { iso, type Moment, type Sql } from '../../moment.ts';
import { entityNumber, entityRows, tagsJson, versionJoin } from '../entity-rows.ts';

export const permissionSetDetailsViews = ({ kysely }: Database): PermissionSetDetailsViews => ({
  permissionSetDetails: async (viewer, id, { asOf }) => {
    const query = listQueryOf(viewer, asOf);
    return oneOf(await readPage<PermissionSetDetailsView>(kysely, query, shape(query, id), onlyOne), 'permission set');
  },
});

/** Scope of the instance → what it tells of each of its permission sets. */
const parts = sql`(values ('permission-set-managed-policies', 'managed-policies'),
  ('permission-set-customer-policies', 'customer-managed-policies'), ('permission-set-inline-policies', 'inline-policy'),
  ('permission-set-boundaries', 'permissions-boundary'), ('permission-set-tags', 'tags')) as part (scope_kind, name)`;

const awsManaged = (arn: Sql): Sql =>
  sql`json_build_object('name', regexp_replace(${arn}, '^.*/', ''), 'arn', ${arn}, 'path', null)`;
const customerManaged = (policy: Sql): Sql =>
  sql`json_build_object('name', ${policy} ->> 'name', 'arn', null, 'path', ${policy} ->> 'path')`;
/** Null where the attribute is not there: then it was not read. */
const ifRead = (attr: string, json: Sql): Sql => sql`case when v.attrs ? ${sql.lit(attr)} then ${json} end`;

const shape = ({ moment, visibility }: ListQuery, id: string): ListShape => ({
  rows: (sortKey) => sql`select r.id, r.kind, r.parent_id, r.native_id, r.name, ${sortKey} as sort_key
    from (${entityRows(moment, [entityKinds['permission-set']])}) r
    where r.id = ${entityNumber(id)} and ${visibility.covered(sql`r.parent_id`)}`,
  sorts: { name: sql`''` },
  idType: 'number',
  joins: sql`${versionJoin(moment)}
    left join lateral (select max(d.read_at) as read_at from detail_reading d
      where d.kind = 'permission-set-details' and d.entity_id = page.id) last_reading on true`,
  item: sql`json_build_object('id', 'ent_' || page.id, 'name', page.name, 'relayState', v.attrs ->> 'relayState',
    'readAt', ${moment.isNow ? iso(sql`last_reading.read_at`) : sql`null`},
    'managedPolicies', ${ifRead(
      'managedPolicies',
      sql`(select coalesce(json_agg(${awsManaged(sql`arn`)} order by n), '[]')
        from jsonb_array_elements_text(v.attrs -> 'managedPolicies') with ordinality as a (arn, n))`,
    )},
    'customerManagedPolicies', ${ifRead(
      'customerManagedPolicies',
      sql`(select coalesce(json_agg(${customerManaged(sql`policy`)} order by n), '[]')
        from jsonb_array_elements(v.attrs -> 'customerManagedPolicies') with ordinality as a (policy, n))`,
    )},
    'inlinePolicy', ${ifRead('inlinePolicy', sql`json_build_object('document', v.attrs -> 'inlinePolicy')`)},
    'permissionsBoundary', ${ifRead('permissionsBoundary', sql`json_build_object('policy', ${boundary})`)},
    'tags', ${tagsJson}, 'gaps', ${gapsJson(moment)})`,
});

const boundary = sql`case when v.attrs -> 'permissionsBoundary' ? 'arn'
    then ${awsManaged(sql`(v.attrs #>> '{permissionsBoundary,arn}')`)}
  when v.attrs -> 'permissionsBoundary' ? 'name' then ${customerManaged(sql`(v.attrs -> 'permissionsBoundary')`)} end`;

const gapsJson = (moment: Moment): Sql => sql`(
  select coalesce(json_agg(json_build_object('part', part.name, 'since', ${iso(sql`g.failed_at`)},
    'reason', ${reasonWords(sql`g.reason`, sql`g.action`)}) order by part.name), '[]')
  from ${parts} join scope s on s.kind = part.scope_kind and s.a_id = page.parent_id
  join scope_gap g on g.scope_id = s.id and ${moment.valid('g')})`;
