import { sql } from 'kysely';
import type {
  FederationRuleView,
  FederationViews,
  IdentityProviderView,
  IdpGroupView,
  RulePreviewItem,
  TrustCandidateView,
} from '../../../core/directory/federation/ports.ts';
import type { Viewer } from '../../../core/security/model/viewer.ts';
import type { PageRequest } from '../../../core/shared/page.ts';
import { Refusal } from '../../../core/shared/refusal.ts';
import { cutPage, decodeCursor } from '../cursor.ts';
import type { Database } from '../database.ts';
import { entityNumber } from '../views/inventory/entity-rows.ts';
import { type ListQuery, listQueryOf } from '../views/list-page.ts';
import { iso, likePattern, type Sql } from '../views/moment.ts';
import { judgedCandidates } from './judged-candidates.ts';
import { readMappingInput } from './mapping-input.ts';

/** Roles and AWS accounts are named and counted as far as the viewer's inventory goes; the rest is the same for all. */
export const federationViews = ({ kysely, pool }: Database): FederationViews => ({
  list: (viewer, page) => readProviders(kysely, viewer, page),
  async get(viewer, id) {
    const { items } = await readProviders(kysely, viewer, { limit: 1 }, id);
    if (!items[0]) throw providerNotFound();
    return items[0];
  },
  async candidates(viewer) {
    const query = listQueryOf(viewer, undefined);
    const { rows } = await sql<TrustCandidateView>`${withCtes(query)}
      select 'ent_' || e.id as id, e.native_id as arn, case e.kind when 10 then 'saml-provider' else 'oidc-provider' end as kind,
        ${awsAccountOf(sql`v.parent_id`)} as "awsAccount", count(distinct t.target_id)::int as "roleCount"
      from entity e join entity_version v on v.entity_id = e.id and v.to_seq is null
      join grant_fact g on g.principal_id = e.id and g.kind = 3 and g.to_seq is null
      join entitlement t on t.id = g.entitlement_id
      where ${isOutside} and ${query.visibility.covered(sql`t.account_id`)}
      group by e.id, v.parent_id order by e.native_id`.execute(kysely);
    return rows;
  },
  async groups(viewer, id, { limit, cursor, q }) {
    await this.get(viewer, id);
    const query = listQueryOf(viewer, undefined);
    const [name, last] = decodeCursor(cursor, ['string', 'string']) ?? [null, null];
    const matches = q?.trim() ? sql`g.name ilike ${likePattern(q.trim())}` : sql`true`;
    const { rows } = await sql<IdpGroupView & { total: number }>`${withCtes(query)}
      select * from (
        select g.id, g.name, count(*) over ()::int as total,
          (select count(*)::int from idp_group_member m where m.group_id = g.id and m.to_at is null) as "memberCount",
          coalesce((select json_agg(rv.name || ' in ' || coalesce(av.name, a.native_id) order by rv.name, a.native_id)
            from federation_grant fg join entity_version rv on rv.entity_id = fg.role_entity_id and rv.to_seq is null
            join entity a on a.id = rv.parent_id left join entity_version av on av.entity_id = a.id and av.to_seq is null
            where fg.group_id = g.id and fg.to_at is null and fg.status = 'confirmed'
              and ${query.visibility.covered(sql`rv.parent_id`)}), '[]') as maps
        from idp_group g where g.identity_provider_id = ${id} and g.gone_at is null and ${matches}) listed
      where ${name}::text is null or (name, id) > (${name}, ${last})
      order by name, id limit ${limit + 1}`.execute(kysely);
    const page = cutPage(
      rows,
      limit,
      ({ total: _, ...group }) => group,
      (row) => [row.name, row.id],
    );
    return { ...page, total: rows[0]?.total ?? 0 };
  },
  async rules(viewer, id) {
    await this.get(viewer, id);
    const query = listQueryOf(viewer, undefined);
    const isCounted = (status: string) =>
      sql`count(*) filter (where fg.status = ${status} and (fg.role_entity_id is null
        or ${query.visibility.covered(sql`fv.parent_id`)}))::int`;
    const { rows } = await sql<FederationRuleView>`${withCtes(query)}
      select r.id, r.kind, r.pattern, g.name as "group",
        case when ${query.visibility.covered(sql`rv.parent_id`)} then rv.name end as role,
        ${isCounted('confirmed')} as confirmed, ${isCounted('role-unknown')} as "roleUnknown",
        ${isCounted('trust-refuses')} as "trustRefuses"
      from federation_rule r left join idp_group g on g.id = r.group_id
      left join entity_version rv on rv.entity_id = r.role_entity_id and rv.to_seq is null
      left join federation_grant fg on fg.rule_id = r.id and fg.to_at is null
      left join entity_version fv on fv.entity_id = fg.role_entity_id and fv.to_seq is null
      where r.identity_provider_id = ${id} and r.deleted_at is null
      group by r.id, g.name, rv.name, rv.parent_id order by r.created_at, r.id`.execute(kysely);
    return rows;
  },
  mappingInput: () => readMappingInput((text, values) => pool.query(text, values)),
  async judge(viewer, candidates) {
    const query = listQueryOf(viewer, undefined);
    // What the rule says stands in the group's own name; whether AWS has it is told of what one may see.
    const mayKnow = query.visibility.covered(sql`j.account_id`);
    const { rows } = await sql<RulePreviewItem>`${withCtes(query)}, 
        asked (list) as (select ${JSON.stringify(candidates)}::jsonb),
        ${sql.raw(judgedCandidates('(select list from asked)'))}
      select g.name as group, j.role, case when ${mayKnow} then ${awsAccountOf(sql`j.account_id`)} end as "awsAccount",
        case when ${mayKnow} then j.status else 'role-unknown' end as status,
        case when ${mayKnow} then j.detail else 'You may not see this AWS account.' end as detail,
        (select count(*)::int from idp_group_member m where m.group_id = j.group_id and m.to_at is null) as members
      from judged j join idp_group g on g.id = j.group_id order by g.name, j.n`.execute(kysely);
    return rows;
  },
  async visibleTrusts(viewer, entityIds) {
    const query = listQueryOf(viewer, undefined);
    const numbers = entityIds.map(entityNumber).filter((number) => number !== null);
    const { rows } = await sql<{ id: number }>`${withCtes(query)}
      select e.id from entity e where e.id = any (${numbers}::int[]) and ${isOutside} and exists (
        select from grant_fact g join entitlement t on t.id = g.entitlement_id
        where g.principal_id = e.id and g.kind = 3 and ${query.visibility.covered(sql`t.account_id`)})`.execute(kysely);
    return rows.map(({ id }) => id);
  },
  async visibleRole(viewer, entityId) {
    const query = listQueryOf(viewer, undefined);
    const { rows } = await sql<{ id: number }>`${withCtes(query)}
      select v.entity_id as id from entity_version v where v.entity_id = ${entityNumber(entityId)} and v.kind = 9
        and v.to_seq is null and ${query.visibility.covered(sql`v.parent_id`)}`.execute(kysely);
    return rows[0]?.id ?? null;
  },
});

const providerNotFound = (): Refusal =>
  new Refusal('not-found', 'identity-provider-not-found', 'There is no such identity provider.');

const withCtes = ({ moment, visibility }: ListQuery): Sql =>
  sql`with recursive ${sql.join([moment.cte, moment.linkCte, ...visibility.ctes])}`;

/** A SAML or OIDC provider `e`, other than the one that Identity Center makes for itself. */
const isOutside: Sql = sql`e.kind in (10, 11) and e.native_id not like '%:saml-provider/AWSSSO\\_%\\_DO\\_NOT\\_DELETE'`;

const awsAccountOf = (id: Sql): Sql => sql`(
  select json_build_object('awsAccountId', in_a.native_id, 'name', coalesce(in_v.name, in_a.native_id))
  from entity in_a left join entity_version in_v on in_v.entity_id = in_a.id and in_v.to_seq is null
  where in_a.id = ${id} and in_a.kind = 2)`;

async function readProviders(
  kysely: Database['kysely'],
  viewer: Viewer,
  { limit, cursor }: PageRequest,
  only: string | null = null,
) {
  const query = listQueryOf(viewer, undefined);
  const [name, last] = decodeCursor(cursor, ['string', 'string']) ?? [null, null];
  const { rows } = await sql<IdentityProviderView & { total: number }>`${withCtes(query)}
    select * from (
      select i.id, i.name, count(*) over ()::int as total, ${iso(sql`i.created_at`)} as "createdAt",
        (select count(*)::int from idp_group g where g.identity_provider_id = i.id and g.gone_at is null) as "groupCount",
        members.people as "personCount", members.unmatched as "unmatchedEmails",
        coalesce((select json_agg(json_build_object('id', 'ent_' || e.id, 'arn', e.native_id,
            'awsAccount', ${awsAccountOf(sql`v.parent_id`)}) order by e.native_id)
          from identity_provider_trust t join entity e on e.id = t.provider_entity_id
          left join entity_version v on v.entity_id = e.id and v.to_seq is null
          where t.identity_provider_id = i.id and exists (
            select from grant_fact g join entitlement may on may.id = g.entitlement_id
            where g.principal_id = e.id and ${query.visibility.covered(sql`may.account_id`)})), '[]') as trusts
      from identity_provider i cross join lateral (
        select count(distinct m.person_id)::int as people,
          count(distinct m.email) filter (where m.person_id is null)::int as unmatched
        from idp_group g join idp_group_member m on m.group_id = g.id and m.to_at is null
        where g.identity_provider_id = i.id) members
      where ${only}::text is null or i.id = ${only}) listed
    where ${name}::text is null or (name, id) > (${name}, ${last})
    order by name, id limit ${limit + 1}`.execute(kysely);
  const page = cutPage(
    rows,
    limit,
    ({ total: _, ...provider }) => provider,
    (row) => [row.name, row.id],
  );
  return { ...page, total: rows[0]?.total ?? 0 };
}
