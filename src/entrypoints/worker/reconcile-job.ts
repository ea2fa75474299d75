import { type ReconcilePorts, reconcileUnit } from '../../core/access/reconcile-unit.ts';
import type { JobRunner } from '../../core/shared/job-runner.ts';
import type { Log } from './start-worker.ts';

/** What is due later than this is left to the sweep. */
const horizonMs = 10 * 60_000;

/** One job `access.reconcile`: what waits is asked for by a job of its own, at its time. */
export const reconcileJob =
  (parts: { ports: ReconcilePorts; jobs: Pick<JobRunner, 'send'>; holder: string; log: Log }) =>
  async (data: Record<string, unknown>): Promise<void> => {
    const unitKey = String(data.unitKey);
    const outcome = await reconcileUnit(parts.ports, { unitKey, holder: parts.holder });
    if (outcome.status !== 'done') {
      // Whoever has the unit sees to it; should that worker die, the sweep finds what it left.
      parts.log.info({ unitKey, outcome }, 'a provisioning unit was left to another');
      return;
    }
    const { nextInMs: waitMs } = outcome;
    if (waitMs === null || waitMs > horizonMs) return;
    // A key per instant: an early one must not be lost because a later one is waiting, and equal ones are one.
    const startAfterSeconds = Math.ceil(waitMs / 1000);
    const dueAtSecond = Math.ceil((Date.now() + waitMs) / 1000);
    await parts.jobs.send('access.reconcile', { unitKey }, { key: `${unitKey} at ${dueAtSecond}`, startAfterSeconds });
  };
