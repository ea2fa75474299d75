import { type ConnectionFacts, type PublishedRun, RunLost } from '../../../core/inventory/ports.ts';
import type { RunId } from '../../../core/shared/ids.ts';
import { type Database, type ExecuteSql, inTransaction } from '../database.ts';
import type { Enqueue } from '../unit-of-work.ts';
import { closeRun } from './publish/close-run.ts';
import { applyEntities, diffEntities } from './publish/entities.ts';
import { applyGrants, diffGrants } from './publish/grants.ts';
import type { Publish } from './publish/publish.ts';
import { linkReservedRoles, resolveGrants } from './publish/resolve-grants.ts';
import { publishRoleReach } from './publish/role-reach.ts';
import { publishScopeGaps } from './publish/scope-gaps.ts';
import { resolveStaged } from './publish/staged.ts';
import { closeUnreferenced, resolveUnreadPrincipals } from './publish/unread-principals.ts';
import { dropStaging } from './run-life.ts';
import { takePublishTurn, takeTurnOf } from './run-turn.ts';

/**
 * Turns what a run staged into facts, set-based and in one transaction, so that readers see the run whole or not at
 * all (SYN-4, SYN-7). The steps hand each other temporary tables named p_…; these vanish with the transaction.
 */
export async function publishRun(
  database: Database,
  runId: RunId,
  facts: ConnectionFacts,
  enqueue?: Enqueue,
): Promise<PublishedRun> {
  const published = await inTransaction(database, async (client) => {
    const executeSql = client.query.bind(client) as ExecuteSql;
    const publish = await begin(executeSql, runId);
    await resolveStaged(publish);
    await diffEntities(publish);
    await applyEntities(publish);
    await resolveUnreadPrincipals(publish);
    await resolveGrants(publish);
    await diffGrants(publish, facts);
    await applyGrants(publish);
    await closeUnreferenced(publish);
    await linkReservedRoles(publish);
    // A right that was written changes no trust between roles.
    if (publish.kind === 'full') await publishRoleReach(publish);
    await publishScopeGaps(publish);
    return closeRun(publish, facts, enqueue);
  });
  // Whatever a failure here leaves behind, the connector's next run removes.
  await dropStaging((text, values) => database.pool.query(text, values), '= $1', [runId]);
  return published;
}

async function begin(executeSql: ExecuteSql, runId: RunId): Promise<Publish> {
  // The planner needs to know sizes more than values: a tenth of the usual sample makes ANALYZE cheap.
  await executeSql(
    `set local statement_timeout = '15min'; set local work_mem = '64MB'; set local default_statistics_target = 10`,
  );
  await takePublishTurn(executeSql);
  await takeTurnOf(executeSql, runId);
  // Never earlier than the run before it, even when the demo's clock was set back: "as of" looks seq up by this instant.
  const { rows } = await executeSql(
    `update sync_run set status = 'published', seq = last.seq + 1,
       published_at = greatest(product_now(), last.published_at), finished_at = product_now()
     from (select coalesce(max(seq), 0) as seq, max(published_at) as published_at from sync_run) last
     where id = $1 and status = 'reading'
     returning connector_id as "connectorId", kind, sync_run.seq, sync_run.published_at as "publishedAt"`,
    [runId],
  );
  if (!rows[0]) throw new RunLost(`Sync run ${runId} no longer reads.`);
  return { executeSql, runId, ...rows[0] };
}
