import { sql } from 'kysely';
import type { EntityKind } from '../../../../core/inventory/model/kinds.ts';
import { entityKinds } from '../../../../core/inventory/model/kinds.ts';
import { type Mapping, principalName, qualifierOf } from '../../../../core/inventory/model/path-sentence.ts';
import type { InventoryViews, RoleView } from '../../../../core/inventory/views/inventory-views.ts';

import type { Page } from '../../../../core/shared/page.ts';
import type { Database } from '../../database.ts';
import { mappingOf } from '../access/federated.ts';
import { freshnessJoin } from '../freshness.ts';
import { type ListQuery, type ListShape, listQueryOf, oneOf, onlyOne, readPage } from '../list-page.ts';
import { fallbackName, kindName, type Sql } from '../moment.ts';
import { awsAccountJoin, entityNumber, entityRows, matchesText, sortText, versionJoin } from './entity-rows.ts';

type StoredRole = Omit<RoleView, 'trust'> & { trust: StoredTrust[] };
interface StoredTrust {
  kind: EntityKind;
  name: string;
  qualifier: string;
  mappedBy: Mapping | null;
}

export const roleViews = ({ kysely }: Database): Pick<InventoryViews, 'roles' | 'role'> => ({
  roles: async (viewer, request) => {
    const query = listQueryOf(viewer, request.asOf);
    const where = [matchesText(request.q)];
    if (request.awsAccountId)
      where.push(
        sql`r.parent_id = (select a.id from entity a where a.native_id = ${request.awsAccountId} and a.kind = 2)`,
      );
    return inWords(await readPage<StoredRole>(kysely, query, shape(query, where), request));
  },
  role: async (viewer, id, { asOf }) => {
    const query = listQueryOf(viewer, asOf);
    const where = [sql`r.id = ${entityNumber(id)}`];
    return oneOf(inWords(await readPage<StoredRole>(kysely, query, shape(query, where), onlyOne)), 'role');
  },
});

const inWords = (page: Page<StoredRole>): Page<RoleView> => ({
  ...page,
  items: page.items.map((role) => ({ ...role, trust: role.trust.map(trustSentence) })),
});
const trustSentence = ({ kind, name, qualifier, mappedBy }: StoredTrust): string => {
  const words = qualifierOf(kind, qualifier, mappedBy)?.text;
  return `${principalName({ kind, name })}${words ? `: ${words}` : ''}`;
};

const shape = ({ moment, visibility }: ListQuery, where: Sql[]): ListShape => ({
  rows: (sortKey) => sql`select r.id, r.kind, r.parent_id, r.native_id, r.name, ${sortKey} as sort_key
    from (${entityRows(moment, [entityKinds['iam-role']])}) r
    where ${visibility.entity(sql`r.id`, sql`r.parent_id`)} and ${sql.join(where, sql` and `)}`,
  sorts: { name: sortText(sql`r.name`), arn: sortText(sql`r.arn`) },
  idType: 'number',
  // Whom else a role trusts is not shown to who merely can reach it.
  joins: sql`${versionJoin(moment)} ${awsAccountJoin(moment)} ${freshnessJoin(moment, 'page', 'fresh', 'entity')}
    left join lateral (
      select json_agg(json_build_object('kind', ${kindName(sql`p.kind`)}, 'name',
          coalesce(pv.name, ${fallbackName(sql`p.id`, sql`p.native_id`)}), 'qualifier', g.qualifier, 'mappedBy', mapped.json)
          order by p.kind, coalesce(pv.name, p.native_id)) filter (where
            ${visibility.covered(sql`page.parent_id`)} or ${visibility.holder(sql`g.principal_id`)}) as trust,
        bool_or(p.kind in (10, 11) and g.qualifier not like '%identity-center%' and mapped.json is null) as has_outside
      from entitlement t join grant_fact g on g.entitlement_id = t.id and ${moment.valid('g')}
      join entity p on p.id = g.principal_id
      left join entity_version pv on pv.entity_id = p.id and ${moment.valid('pv')}
      left join lateral (${mappingOf(moment, sql`page.id`, sql`p.id`)}) mapped on p.kind in (10, 11)
      where t.kind = 3 and t.target_id = page.id) trusted on true
    left join lateral (
      select psv.name from entitlement t join entity_version psv on psv.entity_id = t.ps_id and ${moment.valid('psv')}
      where t.role_id = page.id and t.kind = 2 limit 1) ps on true`,
  item: sql`json_build_object('id', 'ent_' || page.id, 'name', page.name, 'arn', coalesce(v.arn, ''),
    'path', coalesce(v.attrs ->> 'path', '/'), 'awsAccount', in_aws_account.json,
    'description', v.attrs ->> 'description', 'trust', coalesce(trusted.trust, '[]'),
    'permissionSet', coalesce(ps.name, (regexp_match(page.name, '^AWSReservedSSO_(.+)_[0-9a-f]{16}$'))[1]),
    'areMembersVisible', not coalesce(trusted.has_outside, false),
    'maxSessionSeconds', (v.attrs ->> 'maxSessionDurationSeconds')::int, 'freshness', fresh.json)`,
});
