import { failuresUntilTold, syncsFail } from '../../../../core/inventory/owner-messages.ts';
import { type OpenedRun, RunLost, type RunStart, type SyncRunStore } from '../../../../core/inventory/ports.ts';
import type { ConnectorId, RunId } from '../../../../core/shared/ids.ts';
import type { Instant } from '../../../../core/shared/ports.ts';
import { recordAudit } from '../../audit.ts';
import { nextSyncAt } from '../../connectors/next-sync-at.ts';
import { keepFigures } from '../../connectors/runs/run-figures.ts';
import { type Database, type ExecuteSql, inTransaction } from '../../database.ts';
import type { Enqueue } from '../../unit-of-work.ts';
import { storable } from '../storable-text.ts';
import { ownedConnector, tellOwners } from '../tell-owners.ts';
import { resumeRun } from './resume-run.ts';
import { hasTurn, isPublishFree, takeTurnOf } from './run-turn.ts';
import { beginStaging, stagingTables } from './whole-staging.ts';

/** Liveness is measured in real time: moving the demo's clock must not abandon a run. */
const abandonAfter = `interval '30 seconds'`;

/** A run whose worker was killed is resumed until then: what it had finished is fresh enough to be published (SYN-4). */
const resumeWithin = `interval '30 minutes'`;
/** A run that kills its worker each time ends some day, and another begins with nothing. */
const mostResumptions = 100;

export async function openRun(database: Database, start: RunStart, runId: RunId): Promise<OpenedRun | null> {
  return inTransaction(database, async (client) => {
    const executeSql: ExecuteSql = client.query.bind(client);
    const isFull = (start.kind ?? 'full') === 'full';
    // Who waits for it is a worker that changes AWS, and others' leases end meanwhile: it comes back instead.
    if (!isFull && !(await isPublishFree(executeSql))) return null;
    if (!(await hasTurn(executeSql, start.connectorId))) return null;
    if (start.kind !== 'targeted' && (await isHeld(executeSql, start.connectorId))) return null;
    const current = await readingRun(executeSql, start.connectorId);
    if (current) {
      if (!current.isStale) return null;
      if (current.isResumable && isFull) return resumeRun(executeSql, current.id);
      // Nobody resumes it while the connector is paused, and changes of AWS are to be shown all the same.
      if (current.isResumable && !current.isPaused) return null;
      if (!(await abandon(executeSql, current.id))) return null;
    }
    const { rows } = await executeSql(
      `insert into sync_run (id, connector_id, trigger, started_by, kind, started_at, heartbeat_at)
       select $1, id, $3, $4, $5, product_now(), clock_timestamp() from connector where id = $2 and deleted_at is null
       on conflict (connector_id) where status = 'reading' do nothing
       returning id as "runId", number`,
      [runId, start.connectorId, start.trigger, start.startedBy, start.kind ?? 'full'],
    );
    if (!rows[0]) return null;
    await beginStaging(executeSql, runId);
    if (isFull) await executeSql(`update connector set status = 'syncing' where id = $1`, [start.connectorId]);
    await dropStaging(
      executeSql,
      `in (select id from sync_run where connector_id = $1 and id <> $2 and status not in ('held', 'confirmed'))`,
      [start.connectorId, runId],
    );
    return { ...rows[0], resumed: null };
  });
}

async function readingRun(
  executeSql: ExecuteSql,
  connectorId: ConnectorId,
): Promise<{ id: RunId; isStale: boolean; isResumable: boolean; isPaused: boolean } | undefined> {
  const { rows } = await executeSql(
    `select id, (select is_paused from connector where id = connector_id) as "isPaused",
       heartbeat_at < clock_timestamp() - ${abandonAfter} as "isStale",
       kind = 'full' and resumptions < $2 and heartbeat_at > clock_timestamp() - ${resumeWithin} as "isResumable"
     from sync_run where connector_id = $1 and status = 'reading'`,
    [connectorId, mostResumptions],
  );
  return rows[0];
}

/** One waits for a person, or was confirmed and is about to be published: reading anew would overtake it. */
async function isHeld(executeSql: ExecuteSql, connectorId: ConnectorId): Promise<boolean> {
  const { rows } = await executeSql(
    `select exists (select from sync_run where connector_id = $1 and status in ('held', 'confirmed')) as "isHeld"`,
    [connectorId],
  );
  return rows[0].isHeld;
}

/** False when the run is not to be had: it is staging or publishing at this moment, or has ended meanwhile. */
async function abandon(executeSql: ExecuteSql, runId: RunId): Promise<boolean> {
  const { rows } = await executeSql(
    `update sync_run set status = 'abandoned', finished_at = product_now()
     where id = (select id from sync_run where id = $1 and status = 'reading' for update skip locked) returning id`,
    [runId],
  );
  return rows.length > 0;
}

export async function heartbeat(
  database: Database,
  ...[runId, calls, fence = 0]: Parameters<SyncRunStore['heartbeat']>
) {
  const { rowCount } = await database.pool.query(
    `update sync_run set heartbeat_at = clock_timestamp(), calls = $2,
       reading_ms = reading_ms + 1000 * greatest(0, extract(epoch from clock_timestamp() - heartbeat_at))
     where id = $1 and status = 'reading' and resumptions = $3`,
    [runId, JSON.stringify(calls), fence],
  );
  if (rowCount === 0) throw new RunLost(`Sync run ${runId} no longer reads.`);
}

/** Closes a run that could read nothing. Facts stay as they were: could not read is not "has no access". */
export async function failRun(
  database: Database,
  runId: RunId,
  failure: Parameters<SyncRunStore['fail']>[1],
  { fence = 0, enqueue }: { fence?: number | undefined; enqueue?: Enqueue | undefined } = {},
): Promise<void> {
  const { isTransient, ...reason } = storable(failure);
  await inTransaction(database, async (client) => {
    const executeSql = client.query.bind(client) as ExecuteSql;
    await takeTurnOf(executeSql, runId);
    const { rows } = await executeSql(
      `update sync_run set status = 'failed', finished_at = product_now(), failure = $2
       where id = $1 and (status = 'reading' and resumptions = $3 or status = 'confirmed')
       returning connector_id as "connectorId", kind, finished_at as at`,
      [runId, JSON.stringify(reason), fence],
    );
    const run = rows[0];
    if (!run) throw new RunLost(`Sync run ${runId} no longer reads.`);
    if (run.kind === 'full') await failConnector(executeSql, { runId, ...run }, { ...reason, isTransient }, enqueue);
    await recordAudit(executeSql, {
      at: run.at,
      actor: { kind: 'system' },
      action: 'sync-run.failed',
      objectKind: 'sync-run',
      objectId: runId,
      detail: { connectorId: run.connectorId, ...reason },
    });
    // Of one that was confirmed.
    await executeSql('delete from held_removal where run_id = $1', [runId]);
    await dropStaging(executeSql, '= $1', [runId]);
  });
}

/** The next try: by the schedule, and sooner where the cause may heal. After several failures owners are told, once. */
async function failConnector(
  executeSql: ExecuteSql,
  { runId, connectorId, at }: { runId: RunId; connectorId: ConnectorId; at: Instant },
  { isTransient, ...reason }: Parameters<SyncRunStore['fail']>[1],
  enqueue?: Enqueue,
): Promise<void> {
  const { rows } = await executeSql(
    `update connector set status = 'error', status_reason = $2, failures_in_a_row = failures_in_a_row + 1,
       next_sync_at = least($3::timestamptz, case when $4
         then $5::timestamptz + least(30, power(2, least(failures_in_a_row, 10))) * interval '1 minute' end),
       owners_told_at = coalesce(owners_told_at, case when failures_in_a_row + 1 >= $6 then $5::timestamptz end)
     where id = $1
     returning failures_in_a_row as failures, last_synced_at as "lastSyncedAt", owners_told_at = $5 as "isNews"`,
    [
      connectorId,
      JSON.stringify(reason),
      await nextSyncAt(executeSql, connectorId, at),
      isTransient,
      at,
      failuresUntilTold,
    ],
  );
  if (!rows[0]?.isNews) return;
  const owned = await ownedConnector(executeSql, connectorId);
  await tellOwners(executeSql, enqueue, syncsFail(owned, { runId, ...rows[0] }, reason), at);
}

/** What a connector is while nothing of it is read, wrong or held (SQL, of the table connector). */
export const atRest = `case when is_paused then 'paused' when last_synced_at is not null then 'connected'
  else 'not-connected' end`;

/**
 * The settings that a run reads by were replaced: what it found, or what is held of it, must not be published (CON-18).
 * Its next write throws RunLost. The connector is again what it was, until its next run.
 */
export async function discardReading(executeSql: ExecuteSql, connectorId: ConnectorId): Promise<void> {
  const { rows } = await executeSql(
    `update sync_run set status = 'discarded', finished_at = coalesce(finished_at, product_now())
     where connector_id = $1 and status in ('reading', 'held', 'confirmed') returning id`,
    [connectorId],
  );
  if (rows.length === 0) return;
  await executeSql(
    `update connector set status = case when status = 'syncing' and status_reason is not null and not is_paused
         then 'error' else ${atRest} end,
       status_reason = case when status = 'held' then null else status_reason end
     where id = $1 and status in ('syncing', 'held')`,
    [connectorId],
  );
  await executeSql('delete from held_removal where run_id = any($1)', [rows.map((row) => row.id)]);
  await dropStaging(executeSql, '= any($1)', [rows.map((row) => row.id)]);
}

/** Staging is keyed by run and never truncated: another run may be filling it. */
export async function dropStaging(executeSql: ExecuteSql, runs: string, values: unknown[]): Promise<void> {
  await keepFigures(executeSql, runs, values);
  for (const table of stagingTables) await executeSql(`delete from ${table} where run_id ${runs}`, values);
}
