import type { JobRunner } from '../../shared/job-runner.ts';
import type { DueRefreshes } from './ports.ts';

/** Puts a job into the queue for every connector whose history is due. Safe to call from several workers at once. */
export const scheduleRefreshes = async (ports: {
  refreshes: DueRefreshes;
  jobs: Pick<JobRunner, 'send'>;
}): Promise<number> => {
  const due = await ports.refreshes.due();
  for (const connectorId of due)
    await ports.jobs.send('inventory.refresh-connector', { connectorId }, { key: connectorId });
  return due.length;
};
