import type { PolicyFacts } from '../../../../core/access/policies/ground-of-judgement.ts';
import type { GivenPairs, GroupContents, UnreadPairs } from '../../../../core/access/policies/group-contents.ts';
import type { ExecuteSql } from '../../database.ts';
import { entityNumber } from '../../views/inventory/entity-rows.ts';

/** As PolicyFacts.groupContents promises: one statement for what is known, one for what is not. */
export const groupContents = async (
  executeSql: ExecuteSql,
  ...[groups, { permissionSetIds, awsAccountIds }]: Parameters<PolicyFacts['groupContents']>
): Promise<Map<string, GroupContents>> => {
  const ids = groups.map(({ groupId }) => groupId);
  const named = [permissionSetIds, awsAccountIds];
  const given = await executeSql(givenSql, [ids, ids.map(entityNumber), ...named]);
  const connectorIds = [...new Set(groups.map(({ connectorId }) => connectorId))];
  const unread = await executeSql(unreadSql, [connectorIds, ids, ...named]);
  const givenBy = Map.groupBy(given.rows as (GivenPairs & { groupId: string })[], (row) => row.groupId);
  const unreadOf = Map.groupBy(
    unread.rows as (UnreadPairs & { connectorId: string; groupId: string | null })[],
    (row) => row.groupId ?? row.connectorId,
  );
  return new Map(
    groups.map(({ groupId, connectorId }) => [
      groupId,
      {
        given: givenBy.get(groupId) ?? [],
        unread: [...(unreadOf.get(connectorId) ?? []), ...(unreadOf.get(groupId) ?? [])],
      },
    ]),
  );
};

/** Of a permission set or AWS account no more is kept than whether, and as what, restricting policies name it. */
const namedSet = (id: string) => `case when 'ent_' || ${id} = any($3) then array['ent_' || ${id}] else '{}' end`;
const namedAwsAccount = (id: string) => `case when ${id} = any($4) then array[${id}] else '{}' end`;
const lastName = (id: string) =>
  `(select v.name from entity_version v where v.entity_id = ${id} order by v.from_seq desc limit 1)`;

const givenSql = `
  select x.group_id as "groupId", x.sets as "permissionSetIds", x.aws_accounts as "awsAccountIds", x.count,
    coalesce(${lastName('x.pair[2]')}, 'a permission set') || ' on ' ||
      coalesce(${lastName('x.pair[1]')}, (select native_id from entity where id = x.pair[1])) as name
  from (
    select w.id as group_id, ${namedSet('t.ps_id')} as sets, ${namedAwsAccount('a.native_id')} as aws_accounts,
      count(*)::int as count, min(array[t.target_id, t.ps_id]) as pair
    from unnest($1::text[], $2::int[]) as w (id, number)
    join grant_fact g on g.principal_id = w.number and g.kind = 2 and g.to_seq is null
    join entitlement t on t.id = g.entitlement_id
    join entity a on a.id = t.target_id
    group by 1, 2, 3) x
  order by x.group_id, x.sets, x.aws_accounts`;

/**
 * Gaps that hide assignments of these connectors' groups. An AWS account that nobody could list is none that a policy
 * names, since a policy can name only what was listed. Permission sets in use are listed by AWS account, so that a failed
 * list of instances or of all permission sets hides nothing here unless it failed those too.
 */
const unreadSql = `
  select s.connector_id as "connectorId", case when s.kind = 'assignments-of-principal' then 'ent_' || s.a_id end as "groupId",
    case s.kind when 'assignments-of-pair' then ${namedSet('s.b_id')}
      when 'accounts-of-permission-set' then ${namedSet('s.a_id')} else $3::text[] end as "permissionSetIds",
    case when s.kind in ('assignments-of-pair', 'pairs-of-aws-account') then ${namedAwsAccount('a.native_id')}
      when s.kind = 'aws-accounts' then '{}' else $4::text[] end as "awsAccountIds",
    to_char(min(g.failed_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since
  from scope_gap g join scope s on s.id = g.scope_id join entity a on a.id = s.a_id
  where g.to_seq is null and s.connector_id = any($1)
    and (s.kind in ('assignments-of-pair', 'pairs-of-aws-account', 'accounts-of-permission-set', 'aws-accounts')
      or s.kind = 'assignments-of-principal' and 'ent_' || s.a_id = any($2))
  group by 1, 2, 3, 4 order by 1, 2, 3, 4`;
