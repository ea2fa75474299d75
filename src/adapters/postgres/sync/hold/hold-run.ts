import { holdLost, holdReason } from '../../../../core/inventory/model/sync-guard.ts';
import { holdEnded, syncHeld } from '../../../../core/inventory/owner-messages.ts';
import { type ConnectionFacts, type HeldRun, RunLost } from '../../../../core/inventory/ports.ts';
import type { ConnectorId, RunId } from '../../../../core/shared/ids.ts';
import { recordAudit } from '../../audit.ts';
import { nextSyncAt } from '../../connectors/next-sync-at.ts';
import { type Database, type ExecuteSql, inTransaction } from '../../database.ts';
import type { Enqueue } from '../../unit-of-work.ts';
import { atRest, dropStaging } from '../life/run-life.ts';
import { takeTurnOf } from '../life/run-turn.ts';
import { isHoldLost } from '../life/whole-staging.ts';
import { ownedConnector, tellOwners } from '../tell-owners.ts';
import type { WouldRemove } from './judge-removals.ts';

/**
 * The run waits for a person (CON-13): its staged rows stay, what it would remove can be looked at, owners are told. In
 * the caller's transaction, which has published nothing.
 */
export async function holdRun(
  executeSql: ExecuteSql,
  run: { runId: RunId; facts: ConnectionFacts },
  { removals, limits, ...would }: WouldRemove,
  enqueue?: Enqueue,
): Promise<void> {
  const { runId, facts } = run;
  const reason = holdReason(removals, limits);
  const { rows } = await executeSql(
    `update sync_run r set status = 'held', finished_at = product_now(), hold = '{}', connection_facts = $2,
       held_after_seq = (select coalesce(max(seq), 0) from sync_run), scopes_read = s.read, scopes_failed = s.failed
     from (select count(*) filter (where is_complete) as read, count(*) filter (where not is_complete) as failed
       from stage_scope where run_id = $1) s
     where r.id = $1 and r.status = 'reading' returning r.connector_id as "connectorId", r.finished_at as at`,
    [runId, JSON.stringify(facts)],
  );
  if (!rows[0]) throw new RunLost(`Sync run ${runId} no longer reads.`);
  const { connectorId, at } = rows[0];
  const kinds = await writeRemovals(executeSql, runId, would);
  await executeSql('update sync_run set hold = $2 where id = $1', [
    runId,
    JSON.stringify({ at, ...reason, ...removals, ...limits, kinds }),
  ]);
  await executeSql(
    `update connector set status = 'held', status_reason = $2, failures_in_a_row = 0, next_sync_at = $3 where id = $1`,
    [connectorId, JSON.stringify(reason), await nextSyncAt(executeSql, connectorId, at)],
  );
  await executeSql(`insert into run_log (run_id, at, level, message) values ($1, $2, 'gap', $3)`, [
    runId,
    at,
    `Held: ${reason.message}`,
  ]);
  await recordAudit(executeSql, {
    at,
    actor: { kind: 'system' },
    action: 'sync-run.held',
    objectKind: 'sync-run',
    objectId: runId,
    detail: { connectorId, ...removals, ...limits },
  });
  await tellOwners(executeSql, enqueue, syncHeld(await ownedConnector(executeSql, connectorId), runId, reason), at);
}

/** By kind and name, as it is shown; returns how many of each kind. */
async function writeRemovals(
  executeSql: ExecuteSql,
  runId: RunId,
  would: Omit<WouldRemove, 'removals' | 'limits'>,
): Promise<{ kind: string; count: number }[]> {
  await executeSql(
    `insert into held_removal (run_id, n, kind, entity_id, entitlement_id, principal_id)
     select $1, row_number() over (order by (x.entity_id is null), x.kind_id, x.name collate "C", x.entity_id,
       x.entitlement_id, x.principal_id), x.kind, x.entity_id, x.entitlement_id, x.principal_id
     from (
       select k.id as kind_id, k.name as kind, v.name, v.entity_id, null::int as entitlement_id, null::int as principal_id
       from unnest($2::int[]) as gone (id)
       join entity_version v on v.entity_id = gone.id and v.to_seq is null join entity_kind k on k.id = v.kind
       union all
       select k.id, k.name, coalesce(v.name, p.native_id), null, e.id, p.id
       from unnest($3::int[], $4::int[]) as closed (entitlement_id, principal_id)
       join entitlement e on e.id = closed.entitlement_id join entitlement_kind k on k.id = e.kind
       join entity p on p.id = closed.principal_id
       left join entity_version v on v.entity_id = p.id and v.to_seq is null
     ) x`,
    [runId, would.entityIds, would.entitlementIds, would.principalIds],
  );
  const { rows } = await executeSql(
    'select kind, count(*) as count from held_removal where run_id = $1 group by kind order by min(n)',
    [runId],
  );
  return rows;
}

export async function heldRun({ pool }: Database, connectorId: ConnectorId): Promise<HeldRun | null> {
  const { rows } = await pool.query<HeldRun>(
    `select r.id as "runId", r.status = 'confirmed' as "isConfirmed", ${isHoldLost('r.id')} as "isLost", r.connection_facts as facts
     from sync_run r where r.connector_id = $1 and r.status in ('held', 'confirmed')`,
    [connectorId],
  );
  return rows[0] ?? null;
}

/** Staging is unlogged: a crash of the database empties it, and what cannot be published any more does not wait. */
export async function endLostHold(database: Database, runId: RunId, enqueue?: Enqueue): Promise<void> {
  await inTransaction(database, async (client) => {
    const executeSql = client.query.bind(client) as ExecuteSql;
    await takeTurnOf(executeSql, runId);
    const { rows } = await executeSql(
      `update sync_run r set status = 'discarded', failure = $2
       where id = $1 and status in ('held', 'confirmed') and ${isHoldLost('r.id')}
       returning connector_id as "connectorId", product_now() as at`,
      [runId, JSON.stringify(holdLost)],
    );
    if (!rows[0]) return;
    const { connectorId, at } = rows[0];
    await settle(executeSql, runId);
    await executeSql(`update connector set status = ${atRest}, status_reason = null where id = $1`, [connectorId]);
    await recordAudit(executeSql, {
      at,
      actor: { kind: 'system' },
      action: 'sync-run.hold-lost',
      objectKind: 'sync-run',
      objectId: runId,
      detail: { connectorId },
    });
    const owned = await ownedConnector(executeSql, connectorId);
    await tellOwners(executeSql, enqueue, holdEnded(owned, runId, holdLost), at);
  });
}

/** The difference is settled: what there is to know of the run stands in its row, and in the changes it made. */
export async function settle(executeSql: ExecuteSql, runId: RunId): Promise<void> {
  await executeSql('delete from held_removal where run_id = $1', [runId]);
  await dropStaging(executeSql, '= $1', [runId]);
}
