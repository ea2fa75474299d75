import { sql } from 'kysely';
import type { InventoryViews, PersonView } from '../../../../core/inventory/views/inventory-views.ts';
import type { Database } from '../../database.ts';
import { federatedOf } from '../access/federated.ts';
import { type ListQuery, type ListShape, listQueryOf, oneOf, onlyOne, readPage } from '../list-page.ts';
import { likePattern, type Sql } from '../moment.ts';
import { sortText } from './entity-rows.ts';

export const peopleViews = ({ kysely }: Database): Pick<InventoryViews, 'people' | 'person'> => ({
  people: (viewer, request) => {
    const query = listQueryOf(viewer, request.asOf);
    const where = [sql`true`];
    if (request.status) where.push(sql`p.status = ${request.status}`);
    if (request.q?.trim()) {
      const pattern = likePattern(request.q.trim());
      where.push(sql`(p.name ilike ${pattern} or p.email ilike ${pattern})`);
    }
    return readPage<PersonView>(kysely, query, shape(query, where), request);
  },
  person: async (viewer, id, { asOf }) => {
    const query = listQueryOf(viewer, asOf);
    return oneOf(await readPage<PersonView>(kysely, query, shape(query, [sql`p.id = ${id}`]), onlyOne), 'person');
  },
});

/** The directory has no history; the counts are of the moment asked for. */
const shape = ({ moment, visibility }: ListQuery, where: Sql[]): ListShape => {
  const { covered, holder, grantsOf } = visibility;
  return {
    rows: (sortKey) => sql`select p.id, ${sortKey} as sort_key from person p
      where ${visibility.person(sql`p.id`)} and ${sql.join(where, sql` and `)}`,
    pageCtes: [
      sql`own as materialized (
        select page.id as person_id, link.identity_id, v.kind, v.parent_id,
          ${holder(sql`link.identity_id`)} as is_own, ${covered(sql`v.parent_id`)} as is_covered
        from page join link on link.person_id = page.id
        left join entity_version v on v.entity_id = link.identity_id and ${moment.valid('v')})`,
      sql`held as (
        select distinct h.person_id, h.is_own, t.target_id, t.ps_id, t.role_id
        from (select person_id, is_own, identity_id as holder_id from own
          union all select own.person_id, own.is_own, mt.target_id from own
            join grant_fact m on m.principal_id = own.identity_id and m.kind = 1 and ${moment.valid('m')}
            join entitlement mt on mt.id = m.entitlement_id) h
        join grant_fact g on g.principal_id = h.holder_id and g.kind = 2 and ${moment.valid('g')}
        join entitlement t on t.id = g.entitlement_id)`,
      sql`federated as materialized (
        select distinct f.person_id, f.role_id, ${grantsOf(sql`f.person_id`)} as is_own
        from ${federatedOf(moment, sql`select id from page`)} f)`,
      sql`reached as (
        select held.person_id, held.target_id as aws_account_id, held.is_own or ${covered(sql`held.target_id`)}
          or ${covered(sql`av.parent_id`)} or ${covered(sql`psv.parent_id`)} as is_visible
        from held left join entity_version av on av.entity_id = held.target_id and ${moment.valid('av')}
        left join entity_version psv on psv.entity_id = held.ps_id and ${moment.valid('psv')}
        union all
        select s.person_id, t.account_id, s.is_own or ${covered(sql`t.account_id`)}
        from (select person_id, is_own, identity_id as id from own
          union all select person_id, is_own, role_id from held where role_id is not null
          union all select person_id, is_own, role_id from federated) s
        join role_reach r on r.src_id = s.id and ${moment.valid('r')}
        join entitlement t on t.kind = 3 and t.target_id = r.dst_id
        union all
        select f.person_id, t.account_id, f.is_own or ${covered(sql`t.account_id`)}
        from federated f join entitlement t on t.kind = 3 and t.target_id = f.role_id
        union all
        select person_id, parent_id, is_own or is_covered from own where kind = 7)`,
      sql`aws_accounts as (
        select person_id, count(distinct aws_account_id)::int as n from reached where is_visible group by person_id)`,
      sql`identities as (
        select person_id, count(*)::int as n from own where is_own or is_covered group by person_id)`,
    ],
    sorts: {
      name: sortText(sql`p.name`),
      email: sortText(sql`p.email`),
      department: sortText(sql`p.department`),
      title: sortText(sql`p.title`),
      status: sql`p.status`,
    },
    idType: 'string',
    joins: sql`join person p on p.id = page.id left join person m on m.id = p.manager_id
      left join aws_accounts on aws_accounts.person_id = p.id left join identities on identities.person_id = p.id`,
    item: sql`json_build_object('id', p.id, 'name', p.name, 'email', p.email, 'title', p.title,
      'department', p.department, 'status', p.status, 'source', p.source,
      'manager', case when m.id is not null then json_build_object('id', m.id, 'name', m.name) end,
      'roles', coalesce((select json_agg(rg.role order by rg.role) from role_grant rg where rg.person_id = p.id), '[]'),
      'identityCount', coalesce(identities.n, 0), 'awsAccountCount', coalesce(aws_accounts.n, 0))`,
  };
};
