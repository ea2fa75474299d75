import { sql } from 'kysely';
import { entityKinds } from '../../../../../core/inventory/model/kinds.ts';
import type { IamDetailsView, IamDetailsViews } from '../../../../../core/inventory/views/iam-details-view.ts';
import type { Database } from '../../../database.ts';
import { type ListQuery, type ListShape, listQueryOf, oneOf, onlyOne, readPage } from '../../list-page.ts';
import { iso, kindName, type Moment, type Sql } from '../../moment.ts';
import { entityNumber, entityRows } from '../entity-rows.ts';
import { iamFreshnessJoin, neverRead } from './iam-freshness.ts';

const kinds = (['iam-user', 'iam-group', 'iam-role', 'aws-account'] as const).map((kind) => entityKinds[kind]);

export const iamDetailsViews = ({ kysely }: Database): IamDetailsViews => ({
  iamDetails: async (viewer, id, { asOf }) => {
    const page = await readPage<IamDetailsView>(kysely, ...shapeOf(listQueryOf(viewer, asOf), id), onlyOne);
    return oneOf(page, 'IAM user, group, role or AWS account');
  },
});

const shapeOf = (query: ListQuery, id: string): [ListQuery, ListShape] => [
  query,
  {
    // What a policy allows is for whose own it is and for who answers for the AWS account, not for all who can reach it.
    rows: (
      sortKey,
    ) => sql`select r.*, case when r.kind = 2 then r.id else r.parent_id end as account_id, ${sortKey} as sort_key
      from (${entityRows(query.moment, kinds)}) r
      where r.id = ${entityNumber(id)} and (r.kind <> 9 and ${query.visibility.holder(sql`r.id`)}
        or ${query.visibility.covered(sql`case when r.kind = 2 then r.id else r.parent_id end`)})`,
    sorts: { name: sql`''` },
    idType: 'number',
    joins: joinsOf(query.moment),
    item: sql`json_build_object('id', 'ent_' || page.id, 'kind', ${kindName(sql`page.kind`)}, 'name', page.name,
      'policies', coalesce(held.policies, '[]'), 'permissionsBoundary', own.attrs ->> 'permissionsBoundary',
      'tags', coalesce((select json_agg(json_build_object('key', tag.key, 'value', tag.value) order by tag.key)
        from jsonb_each_text(own.attrs -> 'tags') tag), '[]'),
      'policiesFreshness', coalesce(policies_fresh.json, ${neverRead}),
      'use', ${query.moment.isNow ? useJson : sql`null`},
      'useFreshness', coalesce(use_fresh.json, ${neverRead}))`,
  },
];

const joinsOf = (moment: Moment): Sql => sql`
  left join lateral (${policiesOf(moment)}) held on true
  left join lateral (select v.attrs from entity e join entity_version v on v.entity_id = e.id and ${moment.valid('v')}
    where e.native_id = page.native_id and e.kind = ${sql.lit(entityKinds['iam-attributes'])}) own on true
  left join identity_use used on used.entity_id = page.id
  ${iamFreshnessJoin(moment, sql`page.account_id`, sql`'iam-policies'`, 'policies_fresh')}
  ${iamFreshnessJoin(
    moment,
    sql`page.account_id`,
    sql`case when page.kind in (8, 9) then 'iam-policies' else 'credential-report' end`,
    'use_fresh',
  )}`;

/** Its own policies, and those of the groups that it is a member of. */
const policiesOf = (moment: Moment): Sql => sql`
  select json_agg(json_build_object('name', coalesce(v.name, p.native_id),
      'kind', case when p.kind = 17 then 'inline' when p.native_id like 'arn:%' then 'aws-managed' else 'customer-managed' end,
      'arn', v.arn, 'document', v.attrs -> 'document',
      'via', case when via.entity_id is not null then json_build_object('id', 'ent_' || via.entity_id, 'name', via.name) end)
    order by via.name nulls first, lower(v.name), p.id) as policies
  from (
    select page.id as holder_id, null::int as group_id
    union all
    select t.target_id, t.target_id from grant_fact m join entitlement t on t.id = m.entitlement_id
    where m.principal_id = page.id and m.kind = 1 and ${moment.valid('m')}
  ) holder
  join grant_fact g on g.principal_id = holder.holder_id and g.kind = 4 and ${moment.valid('g')}
  join entitlement t on t.id = g.entitlement_id join entity p on p.id = t.target_id
  left join entity_version v on v.entity_id = p.id and ${moment.valid('v')}
  left join entity_version via on via.entity_id = holder.group_id and ${moment.valid('via')}`;

const useJson = sql`case when used.entity_id is not null then json_build_object(
  'lastUsedAt', ${iso(sql`used.last_used_at`)}, 'lastUsedRegion', used.last_used_region,
  'hasPassword', used.has_password, 'hasMfa', used.has_mfa,
  'passwordUsedAt', ${iso(sql`used.password_used_at`)}, 'passwordChangedAt', ${iso(sql`used.password_changed_at`)},
  'accessKeys', (select coalesce(json_agg(json_build_object('isActive', slot.key -> 'isActive',
      'rotatedAt', slot.key -> 'rotatedAt', 'usedAt', slot.key -> 'usedAt', 'region', slot.key -> 'region',
      'service', slot.key -> 'service') order by slot.n), '[]')
    from jsonb_array_elements(used.access_keys) with ordinality slot (key, n))) end`;
