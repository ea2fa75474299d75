import { type RefreshPorts, refreshConnector } from '../../core/inventory/refresh/refresh-connector.ts';
import type { ConnectorId, Ids } from '../../core/shared/ids.ts';
import type { Log } from './start-worker.ts';

/** One job `inventory.refresh-connector`. What comes to nothing is found again by the next look. */
export const refreshJob =
  (parts: { ports: RefreshPorts; ids: Ids; log: Log }) =>
  async (data: Record<string, unknown>): Promise<void> => {
    const connectorId = data.connectorId as ConnectorId;
    const runId = parts.ids.next('run');
    const outcome = await refreshConnector(parts.ports, { connectorId, runId });
    const isNews = outcome.status !== 'unchanged' || (outcome.unknown?.length ?? 0) + (outcome.unreadable ?? 0) > 0;
    if (isNews) parts.log.info({ connectorId, runId, outcome }, "CloudTrail's history was looked into");
  };
