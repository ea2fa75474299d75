import type { KnownCounts } from '../../../core/inventory/model/plan/known-counts.ts';
import type { ReadingHistory } from '../../../core/inventory/ports.ts';
import type { ConnectorId, RunId } from '../../../core/shared/ids.ts';
import { type Database, inTransaction } from '../database.ts';
import { detailHistory } from './detail-history.ts';

/** A refused action is asked again after this. */
export const askAgainAfter = `interval '24 hours'`;

/** What the next run of a connector plans by. */
export async function readingHistory(database: Database, connectorId: ConnectorId): Promise<ReadingHistory> {
  const { pool } = database;
  const [counts, denied, rotation, details] = await Promise.all([
    countKnown(database, connectorId),
    pool.query<{ action: string }>(
      `select action from denied_action where connector_id = $1 and denied_at > product_now() - ${askAgainAfter}
       order by action`,
      [connectorId],
    ),
    pool.query<{ part: string; position: string }>('select part, position from rotation where connector_id = $1', [
      connectorId,
    ]),
    detailHistory(database, connectorId),
  ]);
  return {
    counts,
    deniedActions: denied.rows.map(({ action }) => action),
    rotation: Object.fromEntries(rotation.rows.map(({ part, position }) => [part, position])),
    details,
  };
}

const countKnown = (database: Database, connectorId: ConnectorId): Promise<KnownCounts | null> =>
  inTransaction(database, async (client) => {
    // Everything is joined once and whole. The planner cannot know the sizes of what is made on the way, and its nested
    // loops over 300,000 memberships took more than 30 s.
    await client.query(`set local enable_nestloop = off; set local work_mem = '64MB'`);
    const { rows } = await client.query<{ counts: KnownCounts }>(knownCounts, [connectorId]);
    return rows[0]?.counts ?? null;
  });

/** Pages beyond the first, summed up over listings of n rows each. */
const furtherPages = (listing: string) =>
  `(select coalesce(sum(greatest(ceil(n / 100.0), 1) - 1), 0)::int from ${listing})`;

/**
 * One pass over the current facts of the connector's instance; no row where it has none. A user's assignments are listed
 * with those of the user's groups.
 */
const knownCounts = `
  with center as (
    select e.id, c.organization_id from connector c
    join entity e on e.native_id = c.identity_center_instance_arn and e.kind = 3
    where c.id = $1 and c.last_synced_at is not null
  ), own as materialized (
    select v.entity_id as id, v.kind from entity_version v
    where v.parent_id = (select id from center) and v.kind in (4, 5, 6) and v.to_seq is null
  ), member as materialized (
    select t.target_id as group_id, g.principal_id as user_id
    from grant_fact g join entitlement t on t.id = g.entitlement_id join own on own.id = t.target_id and own.kind = 5
    where g.kind = 1 and g.to_seq is null
  ), assignment as materialized (
    select t.target_id as account_id, t.ps_id, g.principal_id
    from grant_fact g join entitlement t on t.id = g.entitlement_id join own on own.id = t.ps_id and own.kind = 6
    where g.kind = 2 and g.to_seq is null
  ), of_pair as materialized (select account_id, ps_id, count(*) as n from assignment group by 1, 2),
  of_principal as materialized (select principal_id, count(*) as n from assignment group by 1),
  listed_of_principal as (
    select id, sum(n) as n from (
      select own.id, o.n from own join of_principal o on o.principal_id = own.id where own.kind in (4, 5)
      union all select m.user_id, o.n from member m join of_principal o on o.principal_id = m.group_id
        join own on own.id = m.user_id
    ) rows group by id
  )
  select jsonb_build_object(
    'awsAccounts', (select count(*) from entity_version v join entity o on o.id = v.parent_id
      where o.kind = 1 and o.native_id = center.organization_id and v.kind = 2 and v.to_seq is null),
    'permissionSets', (select count(*) from own where kind = 6),
    'users', (select count(*) from own where kind = 4),
    'groups', (select count(*) from own where kind = 5),
    'pairs', (select count(*) from of_pair),
    'furtherPages', jsonb_build_object(
      'by-group', ${furtherPages('(select count(*) as n from member group by group_id) m')},
      'by-user', ${furtherPages('(select count(*) as n from member group by user_id) m')},
      'by-aws-account', ${furtherPages('(select count(*) as n from of_pair group by account_id) p')},
      'by-permission-set', ${furtherPages('(select count(*) as n from of_pair group by ps_id) p')},
      'by-pair', ${furtherPages('of_pair')},
      'by-principal', ${furtherPages('listed_of_principal')}
    )
  ) as counts from center`;

/** What a run learns for the runs after it is kept at once: it is as true when the run fails later. */
export const recordDenial = ({ pool }: Database, runId: RunId, action: string, message: string) =>
  pool.query(
    `insert into denied_action (connector_id, action, message, denied_at)
     select connector_id, $2, $3, product_now() from sync_run where id = $1
     on conflict (connector_id, action) do update set message = excluded.message, denied_at = excluded.denied_at`,
    [runId, action, message],
  );

export const recordDenialOf = ({ pool }: Database, connectorId: ConnectorId, action: string, message: string) =>
  pool.query(
    `insert into denied_action (connector_id, action, message, denied_at) values ($1, $2, $3, product_now())
     on conflict (connector_id, action) do update set message = excluded.message, denied_at = excluded.denied_at`,
    [connectorId, action, message],
  );

export const recordRotation = ({ pool }: Database, runId: RunId, part: string, position: string) =>
  pool.query(
    `insert into rotation (connector_id, part, position) select connector_id, $2, $3 from sync_run where id = $1
     on conflict (connector_id, part) do update set position = excluded.position`,
    [runId, part, position],
  );

export const recordDecision = ({ pool }: Database, runId: RunId, decision: object) =>
  pool.query(`update sync_run set plan = plan || $2::jsonb where id = $1 and status = 'reading'`, [
    runId,
    JSON.stringify([decision]),
  ]);
