import type { Publish } from './publish.ts';

/** What of IAM is read in an AWS account, and nobody can say whether it changed while that could not be entered. */
const iamListings = `(values ('account-alias'), ('iam-users'), ('iam-groups'), ('iam-roles'), ('iam-policies'),
  ('iam-role-settings'), ('credential-report')) as l (kind)`;
const isNotEntered = `f.kind = 'iam-of-aws-account' and not f.is_complete`;

/** p_failed: the scopes that failed, and those of which that is the consequence, as far as anything of them is known. */
const failedScopes = `
  select kind, a_id, b_id, failed_at, reason, action, message, false as is_implied from p_scope where not is_complete
  union all
  select l.kind, f.a_id, null, f.failed_at, f.reason, f.action, f.message, true from p_scope f cross join ${iamListings}
  where ${isNotEntered} and exists (select from entity_version v
    where v.parent_id = f.a_id and v.kind in (7, 8, 9) and v.to_seq is null)
  union all
  select 'members-of-group', v.entity_id, null, f.failed_at, f.reason, f.action, f.message, true
  from p_scope f join entity_version v on v.parent_id = f.a_id and v.kind = 8 and v.to_seq is null
  where ${isNotEntered}`;

/**
 * Records what could not be read, as intervals: facts that an open gap matches are stale. A full run accounts for
 * everything its connector reads, so a gap that it did not raise again ends; one that it did keeps its first instant. A
 * targeted run speaks for the scopes that it read, and no others.
 */
export async function publishScopeGaps({ executeSql, connectorId, kind, seq }: Publish): Promise<void> {
  await executeSql(`create temp table p_failed on commit drop as ${failedScopes}`);
  await executeSql(
    `insert into scope (connector_id, kind, a_id, b_id) select $1, kind, a_id, b_id from p_failed on conflict do nothing`,
    [connectorId],
  );
  await executeSql(
    `create temp table p_gap on commit drop as
     select s.id as scope_id, f.failed_at, f.reason, f.action, f.message, f.is_implied
     from p_failed f join scope s on s.connector_id = '${connectorId}' and s.kind = f.kind and s.a_id = f.a_id
       and coalesce(s.b_id, 0) = coalesce(f.b_id, 0)`,
  );
  await executeSql('analyze p_gap');
  await executeSql(
    `update scope_gap g set to_seq = $2
     from scope s where s.id = g.scope_id and s.connector_id = $1 and g.to_seq is null
       and not exists (select from p_gap f where f.scope_id = g.scope_id)
       and ($3 = 'full' or exists (select from p_scope r where r.is_complete and r.kind = s.kind and r.a_id = s.a_id
         and coalesce(r.b_id, 0) = coalesce(s.b_id, 0)))`,
    [connectorId, seq, kind],
  );
  await executeSql(
    `update scope_gap g set reason = f.reason, action = f.action, message = f.message, is_implied = f.is_implied
     from p_gap f where f.scope_id = g.scope_id and g.to_seq is null
       and (g.reason, g.action, g.message, g.is_implied) is distinct from (f.reason, f.action, f.message, f.is_implied)`,
  );
  await executeSql(
    `insert into scope_gap (scope_id, from_seq, failed_at, reason, action, message, is_implied)
     select scope_id, $1, failed_at, reason, action, message, is_implied from p_gap f
     where not exists (select from scope_gap g where g.scope_id = f.scope_id and g.to_seq is null)`,
    [seq],
  );
}
