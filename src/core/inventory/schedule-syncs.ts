import type { ConnectorId } from '../shared/ids.ts';
import type { JobRunner } from '../shared/job-runner.ts';

export interface DueConnectors {
  /**
   * Connectors whose next sync is due, and those with a run that stopped giving heartbeats (its worker was killed):
   * not deleted, not paused, with a role ARN. None with a run that is held, but those whose held run was confirmed or is
   * lost.
   */
  due(): Promise<{ connectorId: ConnectorId; trigger: 'schedule' | 'retry' }[]>;
}

/**
 * Puts a sync job into the queue for every connector that is due. Safe to call from several workers at once: a waiting
 * job is not added twice, and the run table lets one reader in. A lost job is found again by the next call (PRV-2).
 */
export const scheduleSyncs = async (ports: {
  connectors: DueConnectors;
  jobs: Pick<JobRunner, 'send'>;
}): Promise<number> => {
  const due = await ports.connectors.due();
  for (const { connectorId, trigger } of due)
    await ports.jobs.send('inventory.sync-connector', { connectorId, trigger, startedBy: null }, { key: connectorId });
  return due.length;
};
