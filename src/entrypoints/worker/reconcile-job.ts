import type { AwsRight } from '../../core/access/model/right.ts';
import { type ReconcilePorts, reconcileUnit } from '../../core/access/reconcile-unit.ts';
import type { ConnectorId } from '../../core/shared/ids.ts';
import type { JobRunner } from '../../core/shared/job-runner.ts';
import type { Log } from './start-worker.ts';

/** What is due later than this is left to the sweep. */
const horizonMs = 10 * 60_000;
/** A sync that reads while a right was written may have read that listing before: it is published after it. */
const publishRetrySeconds = 10;

interface Parts {
  ports: Omit<ReconcilePorts, 'publishRight'>;
  publish(connectorId: ConnectorId, right: AwsRight): Promise<'published' | 'busy' | 'failed'>;
  jobs: Pick<JobRunner, 'send'>;
  holder: string;
  log: Log;
}

/** One job `access.reconcile`: what waits is asked for by a job of its own, at its time. */
export const reconcileJob = (parts: Parts) => {
  const publishRight = async (connectorId: ConnectorId, right: AwsRight): Promise<void> => {
    if ((await parts.publish(connectorId, right)) !== 'busy') return;
    // Lost, it is found by the next sync.
    const key = `publish ${connectorId} ${JSON.stringify(right)}`;
    const options = { key, startAfterSeconds: publishRetrySeconds };
    await parts.jobs.send('access.reconcile', { publish: { connectorId, right } }, options);
  };
  const ports: ReconcilePorts = { ...parts.ports, publishRight };
  return async (data: Record<string, unknown>): Promise<void> => {
    const publish = data.publish as { connectorId: ConnectorId; right: AwsRight } | undefined;
    if (publish) await publishRight(publish.connectorId, publish.right);
    else await reconcile(parts, ports, String(data.unitKey));
  };
};

async function reconcile({ jobs, holder, log }: Parts, ports: ReconcilePorts, unitKey: string): Promise<void> {
  const outcome = await reconcileUnit(ports, { unitKey, holder });
  if (outcome.status !== 'done') {
    // Whoever has the unit sees to it; should that worker die, the sweep finds what it left.
    log.info({ unitKey, outcome }, 'a provisioning unit was left to another');
    return;
  }
  const { nextInMs: waitMs } = outcome;
  if (waitMs === null || waitMs > horizonMs) return;
  // A key per instant: an early one must not be lost because a later one is waiting, and equal ones are one.
  const startAfterSeconds = Math.ceil(waitMs / 1000);
  const dueAtSecond = Math.ceil((Date.now() + waitMs) / 1000);
  await jobs.send('access.reconcile', { unitKey }, { key: `${unitKey} at ${dueAtSecond}`, startAfterSeconds });
}
