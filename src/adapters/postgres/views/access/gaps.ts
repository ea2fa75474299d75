import { sql } from 'kysely';
import { gapSentence } from '../../../../core/connectors/model/gap-sentence.ts';
import type { GapView } from '../../../../core/inventory/views/access-views.ts';
import { reasonWords } from '../freshness.ts';
import type { ListQuery } from '../list-page.ts';
import { fallbackName, iso, type Sql } from '../moment.ts';
import type { Executor } from '../snapshot.ts';
import type { Subject } from './subject.ts';

interface StoredGap extends Omit<GapView, 'what'> {
  names: { a: string; b: string | null }[] | null;
  visibleCount: number;
}

/**
 * What could not be read and may hide access of or to the subject. Failures of one kind and cause are one line, however
 * many scopes they hit; what the viewer may not see is neither named nor counted. Of an AWS account that could not be
 * entered that is told, not its listings.
 */
export async function readGaps(db: Executor, { moment, visibility }: ListQuery, relevant: Sql): Promise<GapView[]> {
  const isVisible = sql`(${visibility.entity(sql`s.a_id`, sql`av.parent_id`)}
    and (s.b_id is null or ${visibility.entity(sql`s.b_id`, sql`bv.parent_id`)}))`;
  // All that a deleted connector read is one gap, not one for each of its listings (CON-15).
  const isOfDeleted = sql`(g.reason = 'no-longer-read')`;
  const mayKnow = visibility.connector(sql`x.connector_id`);
  const ctes = [moment.cte, moment.linkCte, ...visibility.ctes];
  const { rows } = await sql<StoredGap>`with recursive ${sql.join([
    ...ctes,
    sql`open_gap as (
      select s.connector_id, case when ${isOfDeleted} then 'connector' else s.kind end as kind, g.reason, g.action,
        g.message, g.failed_at,
        case when ${isOfDeleted} then ${visibility.connector(sql`s.connector_id`)} else ${isVisible} end as is_visible,
        case when ${isOfDeleted} then (select name from connector where id = s.connector_id)
          else coalesce(av.name, ${fallbackName(sql`a.id`, sql`a.native_id`)}) end as a_name,
        case when b.id is not null and not ${isOfDeleted} then coalesce(bv.name, ${fallbackName(sql`b.id`, sql`b.native_id`)}) end as b_name
      from (${tellingScopes(moment, relevant)}) told join scope s on s.id = told.id
      join scope_gap g on g.scope_id = s.id and ${moment.valid('g')} join entity a on a.id = s.a_id
      left join entity b on b.id = s.b_id
      left join entity_version av on av.entity_id = a.id and ${moment.valid('av')}
      left join entity_version bv on bv.entity_id = b.id and ${moment.valid('bv')}
    )`,
  ])}
    select case when ${mayKnow} then x.connector_id end as "connectorId", x.kind as "scopeKind", x.reason, x.action,
      ${iso(sql`min(x.failed_at)`)} as since,
      case when ${mayKnow} then (array_agg(x.message order by x.failed_at, x.a_name))[1]
        else ${reasonWords(sql`x.reason`, sql`x.action`)} end as message,
      case when x.kind = 'connector' then 1 else count(*) filter (where x.is_visible)::int end as "visibleCount",
      (array_agg(json_build_object('a', x.a_name, 'b', x.b_name) order by x.a_name, x.b_name)
        filter (where x.is_visible))[1:1] as names
    from open_gap x group by x.connector_id, x.kind, x.reason, x.action
    order by x.kind <> 'connector', min(x.failed_at), x.kind, x.connector_id`.execute(db);
  return rows.map(inWords);
}

const tellingScopes = (moment: ListQuery['moment'], relevant: Sql): Sql => sql`
  select distinct coalesce(g.implied_by, s.id) as id from scope_gap g join scope s on s.id = g.scope_id
  where ${moment.valid('g')} and (${relevant})`;

function inWords({ names, visibleCount, ...gap }: StoredGap): GapView {
  const first = names?.[0];
  const sentence = gapSentence(gap.scopeKind, first?.a ?? '(not shown)', first ? first.b : '(not shown)');
  return { ...gap, what: visibleCount > 1 ? `${sentence} and ${visibleCount - 1} more` : sentence };
}

const kindIn = (...kinds: string[]): Sql => sql`s.kind in (${sql.join(kinds.map((kind) => sql.lit(kind)))})`;
const about = (kind: string, ids: Sql): Sql => sql`(s.kind = ${sql.lit(kind)} and s.a_id in (${ids}))`;
const anyOf = (...conditions: Sql[]): Sql => sql`(${sql.join(conditions, sql` or `)})`;

/** Groups that hold something an entitlement condition `t` fits: their members are part of the answer. */
const groupsHolding = (condition: Sql): Sql => sql`select gg.principal_id from entitlement t
  join grant_fact gg on gg.entitlement_id = t.id and gg.to_seq is null where ${condition}`;

const awsAccountOfRole = (
  id: Sql,
): Sql => sql`select t.account_id from entitlement t where t.kind = 3 and t.target_id = ${id}
  union select rv.parent_id from entity_version rv where rv.entity_id = ${id}`;

/** Scopes (`s`) whose gaps may hide who holds the subject. */
export function gapsOfHolders({ kind, number }: Subject): Sql {
  const id = sql`${number}::int`;
  if (kind === 'group') return anyOf(about('members-of-group', id), sql`s.kind = 'memberships-of-user'`);
  if (kind === 'permission-set')
    return anyOf(
      kindIn('identity-center-instances', 'identity-center-groups', 'permission-sets', 'pairs-of-aws-account'),
      kindIn('assignments-of-principal'),
      sql`(s.kind = 'assignments-of-pair' and s.b_id = ${id})`,
      about('accounts-of-permission-set', id),
      about('members-of-group', groupsHolding(sql`t.kind = 2 and t.ps_id = ${id}`)),
    );
  if (kind === 'role')
    return anyOf(
      about('iam-roles', awsAccountOfRole(id)),
      about('iam-of-aws-account', awsAccountOfRole(id)),
      sql`(s.kind = 'assignments-of-pair' and exists (select from entitlement t
        where t.role_id = ${id} and t.target_id = s.a_id and t.ps_id = s.b_id))`,
      about('pairs-of-aws-account', sql`select t.target_id from entitlement t where t.role_id = ${id}`),
      about('members-of-group', groupsHolding(sql`t.role_id = ${id}`)),
    );
  return anyOf(
    kindIn('identity-center-instances', 'identity-center-groups', 'permission-sets', 'accounts-of-permission-set'),
    kindIn('assignments-of-principal'),
    sql`(s.kind in ('iam-of-aws-account', 'iam-users', 'iam-groups', 'iam-roles', 'pairs-of-aws-account',
      'assignments-of-pair') and s.a_id = ${id})`,
    about('members-of-group', groupsHolding(sql`t.kind = 2 and t.account_id = ${id}`)),
    about(
      'members-of-group',
      sql`select gv.entity_id from entity_version gv where gv.parent_id = ${id} and gv.kind = 8`,
    ),
  );
}

/** Scopes whose gaps may hide what these identities (SQL, ids) hold; of a person also an identity itself. */
export const gapsOfHoldings = (identities: Sql, isPerson: boolean): Sql =>
  anyOf(
    kindIn('identity-center-instances', 'identity-center-groups', 'permission-sets', 'pairs-of-aws-account'),
    kindIn('assignments-of-pair', 'accounts-of-permission-set', 'members-of-group'),
    kindIn('iam-of-aws-account', 'iam-groups', 'iam-roles'),
    ...(isPerson ? [kindIn('identity-center-users', 'iam-users')] : []),
    about('memberships-of-user', identities),
    about('assignments-of-principal', identities),
  );

/** For "why": what hides holders of the target, and what hides memberships of the person. */
export const gapsBetween = (identities: Sql, target: Subject): Sql =>
  anyOf(gapsOfHolders(target), about('memberships-of-user', identities), kindIn('identity-center-users'));
