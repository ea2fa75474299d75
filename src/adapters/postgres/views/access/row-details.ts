import { sql } from 'kysely';
import { fallbackName, iso, kindName, type Moment, type Sql } from '../moment.ts';
import { mappingOf } from './federated.ts';

/** `gap (kind, a_id, b_id)`: what could not be read then; facts it matches are stale (SYN-4). */
export const staleCte = (moment: Moment): Sql => sql`gap as materialized (
  select s.kind, s.a_id, coalesce(s.b_id, 0) as b_id
  from scope_gap g join scope s on s.id = g.scope_id where ${moment.valid('g')})`;

const hasGap = (kind: string, a: Sql, b: Sql = sql`0`): Sql =>
  sql`(${sql.lit(kind)}, ${a}, ${b}) in (select kind, a_id, b_id from gap)`;

const named = (moment: Moment, alias: string, id: Sql): Sql => {
  const [entity, version] = [sql.ref(alias), sql.ref(`${alias}_v`)];
  return sql`left join entity ${entity} on ${entity}.id = ${id}
    left join entity_version ${version} on ${version}.entity_id = ${entity}.id and ${moment.valid(`${alias}_v`)}`;
};
const link = (alias: string): Sql => {
  const [entity, version] = [sql.ref(alias), sql.ref(`${alias}_v`)];
  return sql`case when ${entity}.id is not null then json_build_object('id', 'ent_' || ${entity}.id,
    'name', coalesce(${version}.name, ${fallbackName(sql`${entity}.id`, sql`${entity}.native_id`)})) end`;
};
const awsAccountLink = (alias: string): Sql => {
  const [entity, version] = [sql.ref(alias), sql.ref(`${alias}_v`)];
  return sql`case when ${entity}.id is not null then json_build_object('awsAccountId', ${entity}.native_id,
    'name', coalesce(${version}.name, ${entity}.native_id)) end`;
};

/**
 * Joins for the rows of one page (`f`): the group on the way, the assignment at the start of a chain, the roles of the
 * chain (walked backwards along prev_id), and the publication since which all of it stands.
 */
export const detailJoins = (moment: Moment): Sql => sql`
  ${named(moment, 'grp', sql`coalesce(f.via_group, case when f.kind = 1 then f.target_id end)`)}
  left join entitlement start on start.id = f.via_ent
  ${named(moment, 'start_ps', sql`start.ps_id`)}
  ${named(moment, 'start_aws', sql`case when start.kind = 2 then start.target_id end`)}
  left join lateral (
    with recursive hop (n, role_id, prev_id) as (
      select 0, r.dst_id, r.prev_id from role_reach r
      where r.src_id = f.src_id and r.dst_id = f.target_id and ${moment.valid('r')}
      union all
      select hop.n + 1, r.dst_id, r.prev_id from hop
      join role_reach r on r.src_id = f.src_id and r.dst_id = hop.prev_id and ${moment.valid('r')}
      where hop.prev_id <> f.src_id and hop.n < 20
    )
    select json_agg(json_build_object('id', 'ent_' || e.id, 'name', coalesce(ev.name, e.native_id),
        'awsAccount', ${awsAccountLink('hop_aws')}) order by hop.n desc) as roles,
      max(g.from_seq) as since_seq, bool_or(${hasGap('iam-roles', sql`t.account_id`)}) as is_stale
    from hop join entity e on e.id = hop.role_id
    left join entity_version ev on ev.entity_id = e.id and ${moment.valid('ev')}
    left join entitlement t on t.kind = 3 and t.target_id = hop.role_id
    left join grant_fact g on g.entitlement_id = t.id and g.principal_id = hop.prev_id and ${moment.valid('g')}
    ${named(moment, 'hop_aws', sql`t.account_id`)}
  ) chain on f.kind = 3 and f.src_id is not null
  ${named(moment, 'first_role', sql`case when start.kind = 3 then start.target_id end`)}
  ${named(moment, 'first_aws', sql`case when start.kind = 3 then start.account_id end`)}
  left join federation_grant fed on fed.id = f.fed_id
  left join idp_group fed_group on fed_group.id = fed.group_id
  ${mappedJoin(moment)}
  join sync_run since on since.seq = greatest(f.since_seq, chain.since_seq, 1)`;

/** `mapped.json`: of a provider's own row, by whom its members are known. */
const mappedJoin = (moment: Moment): Sql => sql`left join lateral (
  ${mappingOf(moment, sql`coalesce(f.src_id, f.target_id)`, sql`f.identity_id`)}
  ) mapped on f.identity_kind in (10, 11) and f.fed_id is null and f.kind = 3`;

/** Of a chain that starts with no entitlement some of these are unknown to SQL; that is not stale. */
const isStale: Sql = sql`coalesce(
  coalesce(chain.is_stale, false)
  or (f.kind = 3 and f.src_id is null and ${hasGap('iam-roles', sql`f.aws_account_id`)})
  or (start.kind = 3 and ${hasGap('iam-roles', sql`start.account_id`)})
  or (f.kind = 0 and ${hasGap('iam-users', sql`f.aws_account_id`)})
  or (coalesce(f.via_group, case when f.kind = 1 then f.target_id end) is not null
    and (${hasGap('members-of-group', sql`coalesce(f.via_group, f.target_id)`)}
      or ${hasGap('memberships-of-user', sql`f.identity_id`)}))
  or (f.kind = 2 and ${assignmentGap(sql`f.target_id`, sql`f.ps_id`)})
  or (start.kind = 2 and ${assignmentGap(sql`start.target_id`, sql`start.ps_id`)}), false)`;

/** Wherever an assignment may have been read from; an open gap in any of these leaves it unconfirmed. */
function assignmentGap(awsAccountId: Sql, permissionSetId: Sql): Sql {
  return sql`(${hasGap('assignments-of-pair', awsAccountId, permissionSetId)}
    or ${hasGap('pairs-of-aws-account', awsAccountId)} or ${hasGap('accounts-of-permission-set', permissionSetId)}
    or ${hasGap('assignments-of-principal', sql`coalesce(f.via_group, f.identity_id)`)})`;
}

export const rowJson = (moment: Moment): Sql => sql`json_build_object(
  'key', json_build_array(f.sort_name, f.person_key, f.identity_id, f.what_key, f.what_id, f.via_group_key, f.via_ent_key),
  'kind', f.kind, 'qualifier', f.qualifier, 'since', ${iso(sql`greatest(since.published_at, f.fed_since)`)}, 'isStale', ${isStale},
  'person', case when f.person_id is not null then json_build_object('id', f.person_id, 'name', f.person_name) end,
  'principal', json_build_object('id', 'ent_' || f.identity_id, 'kind', ${kindName(sql`f.identity_kind`)},
    'name', f.identity_name, 'status', (select iv.status from entity_version iv
      where iv.entity_id = f.identity_id and ${moment.valid('iv')})),
  'entityId', 'ent_' || coalesce(f.ps_id, f.target_id), 'name', f.what_name,
  'awsAccount', case when f.aws_account_id is not null then
    json_build_object('awsAccountId', f.aws_account_native, 'name', f.aws_account_name) end,
  'group', ${link('grp')}, 'startSet', ${link('start_ps')}, 'startAwsAccount', ${awsAccountLink('start_aws')},
  'firstRole', ${link('first_role')}, 'firstRoleAwsAccount', ${awsAccountLink('first_aws')},
  'chain', chain.roles, 'idpGroup', fed_group.name, 'mappedBy', mapped.json)`;
