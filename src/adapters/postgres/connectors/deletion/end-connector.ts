import type { ConnectorStore } from '../../../../core/connectors/ports.ts';
import type { ExecuteSql } from '../../database.ts';

/**
 * Every listing that this connector gave: what is known of it is stale once nobody reads it. Of groups, permission sets
 * and AWS accounts as far as they are known.
 */
const listings = `
  with cover as (
    select c.family, e.id from coverage c join entity e on e.native_id = c.native_id
      and e.kind = case c.family when 'iam' then 2 when 'organizations' then 1 else 3 end
    where c.connector_id = $1
  ), inside as (
    select cover.family, cover.id as parent_id, v.entity_id, v.kind
    from cover join entity_version v on v.parent_id = cover.id and v.to_seq is null
  )
  select unnest(array['aws-accounts', 'organizational-units', 'aws-account-tags']) as kind, id as a_id
    from cover where family = 'organizations'
  union select 'organizational-units', entity_id from inside where family = 'organizations' and kind = 19
  union select unnest(array['identity-center-users', 'identity-center-groups', 'permission-sets',
      'permission-set-managed-policies', 'permission-set-customer-policies', 'permission-set-inline-policies',
      'permission-set-boundaries', 'permission-set-tags']), id
    from cover where family = 'identity-center'
  union select 'permission-set-details', entity_id from inside where family = 'identity-center' and kind = 6
  union select 'pairs-of-aws-account', t.target_id from inside s join entitlement t on t.kind = 2 and t.ps_id = s.entity_id
    where s.family = 'identity-center' and exists (select from grant_fact g where g.entitlement_id = t.id and g.to_seq is null)
  union select unnest(array['iam-of-aws-account', 'account-alias', 'iam-users', 'iam-groups', 'iam-roles', 'iam-policies',
      'iam-role-settings', 'credential-report']), id
    from cover where family = 'iam'
  union select 'members-of-group', entity_id from inside where kind = case family when 'iam' then 8 else 5 end`;

/**
 * Marks the connector as deleted. Where it has read anything, that is a publication: from its instant on, and not before,
 * everything that it read is no longer read by anybody, and free for another connector (CON-15, decision 21). After the
 * turns with publications and runs.
 */
export const endConnector = async (
  executeSql: ExecuteSql,
  ...[id, { runId, by, message, now }]: Parameters<ConnectorStore['end']>
): ReturnType<ConnectorStore['end']> => {
  // What could ask AWS goes; what says what was asked stays.
  await executeSql('delete from connector_secret where connector_id = $1', [id]);
  await executeSql(
    `update connector set deleted_at = $2, updated_at = $2, version = version + 1, next_sync_at = null,
       status = 'not-connected', status_reason = null where id = $1`,
    [id, now],
  );
  const { rows } = await executeSql(
    `insert into sync_run (id, connector_id, kind, trigger, started_by, status, seq, started_at, heartbeat_at, finished_at,
       published_at)
     select $2, $1, 'deletion', 'person', $3, 'published', last.seq + 1, $4, clock_timestamp(), $4,
       greatest($4::timestamptz, last.at)
     from (select max(seq) as seq, max(published_at) as at from sync_run) last
     where exists (select from coverage where connector_id = $1)
     returning seq, published_at as at`,
    [id, runId, by, now],
  );
  const published = rows[0] as { seq: number; at: string } | undefined;
  if (!published) return null;
  await openGaps(executeSql, id, published, message);
  await executeSql('update coverage set is_released = true where connector_id = $1', [id]);
  return published.seq;
};

/** What could not be read before keeps since when; it is the reason that is new. */
async function openGaps(
  executeSql: ExecuteSql,
  id: string,
  { seq, at }: { seq: number; at: string },
  message: string,
): Promise<void> {
  await executeSql(`create temp table d_listing on commit drop as ${listings}`, [id]);
  await executeSql(
    `insert into scope (connector_id, kind, a_id) select $1, kind, a_id from d_listing order by kind, a_id
     on conflict do nothing`,
    [id],
  );
  await executeSql(
    `create temp table d_gap on commit drop as
     select s.id as scope_id, least(known.failed_at, $2::timestamptz) as failed_at
     from d_listing l join scope s on s.connector_id = $1 and s.kind = l.kind and s.a_id = l.a_id and s.b_id is null
     left join scope_gap known on known.scope_id = s.id and known.to_seq is null`,
    [id, at],
  );
  await executeSql(
    `update scope_gap g set to_seq = $1 from d_gap d where d.scope_id = g.scope_id and g.to_seq is null`,
    [seq],
  );
  await executeSql(
    `insert into scope_gap (scope_id, from_seq, failed_at, reason, message)
     select scope_id, $1, failed_at, 'no-longer-read', $2 from d_gap`,
    [seq, message],
  );
}
