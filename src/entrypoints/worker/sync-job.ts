import type { RunStart } from '../../core/inventory/ports.ts';
import { type SyncPorts, syncConnector } from '../../core/inventory/sync-connector.ts';
import type { ConnectorId, Ids, PersonId } from '../../core/shared/ids.ts';
import type { JobRunner } from '../../core/shared/job-runner.ts';
import type { Log } from './start-worker.ts';

/** A run that reads is asked again after this long, until it is done or taken for dead (30 s without a heartbeat). */
const busyRetrySeconds = 5;

/** One job `inventory.sync-connector`: a run that finds another reading comes back later instead of being lost. */
export const syncJob =
  (parts: { ports: SyncPorts; jobs: Pick<JobRunner, 'send'>; ids: Ids; log: Log }) =>
  async (data: Record<string, unknown>): Promise<void> => {
    const start: RunStart = {
      connectorId: data.connectorId as ConnectorId,
      trigger: (data.trigger as RunStart['trigger']) ?? 'schedule',
      startedBy: (data.startedBy as PersonId | null) ?? null,
    };
    const runId = parts.ids.next('run');
    const outcome = await syncConnector(parts.ports, { ...start, runId });
    parts.log.info({ connectorId: start.connectorId, runId, outcome }, 'sync run ended');
    if (outcome.status === 'busy')
      await parts.jobs.send('inventory.sync-connector', data, {
        key: start.connectorId,
        startAfterSeconds: busyRetrySeconds,
      });
  };
