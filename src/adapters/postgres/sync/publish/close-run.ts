import { syncsWorkAgain } from '../../../../core/inventory/owner-messages.ts';
import type { PublishedRun } from '../../../../core/inventory/ports.ts';
import { recordAudit } from '../../audit.ts';
import { nextSyncAt } from '../../connectors/next-sync-at.ts';
import { keepFigures } from '../../connectors/runs/run-figures.ts';
import type { Enqueue } from '../../unit-of-work.ts';
import { ownedConnector, tellOwners } from '../tell-owners.ts';
import type { Publish } from './publish.ts';

/** Writes down what the publish did: on the run, on the connector, in the audit log, and as a job that follows. */
export async function closeRun(publish: Publish, enqueue?: Enqueue): Promise<PublishedRun> {
  const { executeSql, runId, connectorId, kind, seq, publishedAt } = publish;
  const { rows } = await executeSql(
    `update sync_run set opened = c.opened, closed = c.closed, changed = c.changed,
       scopes_read = s.read, scopes_failed = s.failed,
       publishing_ms = 1000 * greatest(0, extract(epoch from clock_timestamp() - $3::timestamptz))
     from (select count(*) filter (where op in ('granted', 'appeared')) as opened,
         count(*) filter (where op in ('removed', 'vanished')) as closed,
         count(*) filter (where op = 'changed') as changed from change where seq = $2) c,
       (select count(*) filter (where is_complete) as read, count(*) filter (where not is_complete) as failed
        from p_scope where kind <> 'provisioned-pair') s
     where id = $1
     returning sync_run.seq, sync_run.opened, sync_run.closed, sync_run.changed,
       scopes_read as "scopesRead", scopes_failed as "scopesFailed"`,
    [runId, seq, publish.begunAt],
  );
  await keepFigures(executeSql, '= $1', [runId]);
  const published = rows[0] as PublishedRun;
  if (kind === 'full') await restConnector(publish, enqueue);
  await recordAudit(executeSql, {
    at: publishedAt,
    actor: { kind: 'system' },
    action: 'sync-run.published',
    objectKind: 'sync-run',
    objectId: runId,
    detail: { connectorId, kind, ...published },
  });
  await enqueue?.(executeSql, 'directory.match-identities', {}, { key: 'all' });
  await enqueue?.(executeSql, 'directory.map-federation', {}, { key: 'all' });
  await enqueue?.(executeSql, 'reviews.verify-remediation', { seq }, { key: 'all' });
  return published;
}

/** Owners who were told that syncs fail are told that they work again (CON-10). */
async function restConnector(
  { executeSql, runId, connectorId, publishedAt }: Publish,
  enqueue?: Enqueue,
): Promise<void> {
  const { rows } = await executeSql('select owners_told_at is not null as "wereTold" from connector where id = $1', [
    connectorId,
  ]);
  await executeSql(
    // A run that waited for a person tells how AWS was when it was held.
    `update connector c set status = case when is_paused then 'paused' else 'connected' end, status_reason = null, failures_in_a_row = 0,
       owners_told_at = null, last_synced_at = least($3::timestamptz, (r.hold ->> 'at')::timestamptz), next_sync_at = $4
     from sync_run r where c.id = $1 and r.id = $2`,
    [connectorId, runId, publishedAt, await nextSyncAt(executeSql, connectorId, publishedAt)],
  );
  if (!rows[0].wereTold) return;
  const owned = await ownedConnector(executeSql, connectorId);
  await tellOwners(executeSql, enqueue, syncsWorkAgain(owned, runId), publishedAt);
}
