import { holdReason } from '../../../core/inventory/model/sync-guard.ts';
import { type ConnectionFacts, type PublishedRun, RunHeld, RunLost } from '../../../core/inventory/ports.ts';
import { RemovesTooMuch } from '../../../core/inventory/refresh/ports.ts';
import type { RunId } from '../../../core/shared/ids.ts';
import { type Database, type ExecuteSql, inTransaction } from '../database.ts';
import type { Enqueue } from '../unit-of-work.ts';
import { explainChanges } from './events/explain-changes.ts';
import { holdRun, settle } from './hold/hold-run.ts';
import { judgeRemovals } from './hold/judge-removals.ts';
import { keepNewerEntities, keepNewerGrants, tellHeldRun } from './hold/keep-newer.ts';
import { takePublishTurn, takeTurnOf } from './life/run-turn.ts';
import { isHoldLost, isStagingWhole } from './life/whole-staging.ts';
import { closeRun } from './publish/close-run.ts';
import { publishCoverage } from './publish/coverage.ts';
import { publishDetailReadings } from './publish/detail-readings.ts';
import { endGapsOfDeleted } from './publish/end-gaps-of-deleted.ts';
import { applyEntities, diffEntities } from './publish/entities.ts';
import { applyGrants, diffGrants } from './publish/grants/grants.ts';
import { linkReservedRoles, resolveGrants } from './publish/grants/resolve-grants.ts';
import { publishRoleReach } from './publish/grants/role-reach.ts';
import type { Publish } from './publish/publish.ts';
import { publishScopeGaps } from './publish/scope-gaps.ts';
import { resolveStaged } from './publish/staged.ts';
import { closeUnreferenced, resolveUnreadPrincipals } from './publish/unread-principals.ts';
import { publishUses } from './publish/uses.ts';

export interface PublishedTogether {
  runId: RunId;
  fence?: number | undefined;
  /** What is written with the publication, or not at all. */
  along?: (publish: Publish) => Promise<void>;
}

/**
 * Turns what a run staged into facts, set-based and in one transaction, so that readers see the run whole or not at
 * all (SYN-4, SYN-7). The steps hand each other temporary tables named p_…; these vanish with the transaction. Throws
 * RunHeld when the run would remove too much: all that was done is undone then, and it waits for a person (CON-13).
 */
export async function publishRun(
  database: Database,
  { runId, fence = 0, along }: PublishedTogether,
  facts: ConnectionFacts,
  enqueue?: Enqueue,
): Promise<PublishedRun> {
  const published = await inTransaction(database, async (client) => {
    const executeSql = client.query.bind(client) as ExecuteSql;
    await prepare(executeSql, runId);
    await executeSql('savepoint nothing_published');
    const publish = await begin(executeSql, runId, fence);
    await resolveStaged(publish);
    await diffEntities(publish);
    await keepNewerEntities(publish);
    await applyEntities(publish);
    await resolveUnreadPrincipals(publish);
    await resolveGrants(publish);
    await diffGrants(publish, facts);
    await keepNewerGrants(publish);
    const tooMuch = await judgeRemovals(publish);
    // Undone as a whole: a full run is to find the same, and to wait.
    if (tooMuch && publish.kind === 'incremental')
      throw new RemovesTooMuch(holdReason(tooMuch.removals, tooMuch.limits).message);
    if (tooMuch) {
      await executeSql('rollback to savepoint nothing_published');
      await holdRun(executeSql, { runId, facts }, tooMuch, enqueue);
      return null;
    }
    await applyGrants(publish);
    await tellHeldRun(publish);
    await closeUnreferenced(publish);
    await linkReservedRoles(publish);
    await publishUses(publish);
    await publishDetailReadings(publish);
    // A right that was written changes no trust between roles.
    if (publish.kind !== 'targeted') await publishRoleReach(publish);
    await publishCoverage(publish, facts);
    await endGapsOfDeleted(publish);
    await publishScopeGaps(publish);
    await along?.(publish);
    await explainChanges(publish);
    return closeRun(publish, enqueue);
  });
  if (!published) throw new RunHeld(`Sync run ${runId} waits for a person.`);
  // Whatever a failure here leaves behind, the connector's next run removes.
  await settle((text, values) => database.pool.query(text, values), runId);
  return published;
}

async function prepare(executeSql: ExecuteSql, runId: RunId): Promise<void> {
  // The planner needs to know sizes more than values: a tenth of the usual sample makes ANALYZE cheap.
  await executeSql(
    `set local statement_timeout = '15min'; set local work_mem = '64MB'; set local default_statistics_target = 10`,
  );
  await takePublishTurn(executeSql);
  await takeTurnOf(executeSql, runId);
}

async function begin(executeSql: ExecuteSql, runId: RunId, fence: number): Promise<Publish> {
  // Never earlier than the run before it, even when the demo's clock was set back: "as of" looks seq up by this instant.
  // A run whose staged rows a crash took is not to be had: it would say that nothing was there. One that reads is resumed.
  const { rows } = await executeSql(
    `update sync_run set status = 'published', seq = last.seq + 1,
       published_at = greatest(product_now(), last.published_at), finished_at = coalesce(finished_at, product_now())
     from (select coalesce(max(seq), 0) as seq, max(published_at) as published_at from sync_run) last
     where id = $1 and (status = 'reading' and resumptions = $2 and ${isStagingWhole('$1')}
       or status = 'confirmed' and not ${isHoldLost('$1')})
     returning connector_id as "connectorId", kind, sync_run.seq, sync_run.published_at as "publishedAt",
       held_after_seq as "heldAfterSeq", clock_timestamp() as "begunAt"`,
    [runId, fence],
  );
  if (!rows[0]) throw new RunLost(`Sync run ${runId} no longer reads.`);
  return { executeSql, runId, ...rows[0] };
}
