import { setTimeout as wait } from 'node:timers/promises';
import { connectorNotFound } from '../../../core/connectors/steps/managed-connector.ts';
import type { RunLogLineView, RunViews } from '../../../core/connectors/views.ts';
import type { ConnectorId, RunId } from '../../../core/shared/ids.ts';

const pollMs = 400;
const recheckMs = 15_000;

export interface FollowLog {
  runs: Pick<RunViews, 'newest' | 'logAfter'>;
  connectorId: ConnectorId;
  /** Asked first and then at least every 15 s (SEC-2: streams too). */
  isAllowed: () => Promise<boolean>;
  signal: AbortSignal;
  /** Milliseconds that only go forward; tests pass their own. */
  monotonicMs?: () => number;
}

/**
 * The newest run's log from its first line, then what comes until the run ends, then the next run. Every line comes
 * once. Ends when the caller goes away or may no longer see the connector; refuses `connector-not-found` at the start.
 */
export async function* followLog(options: FollowLog): AsyncGenerator<RunLogLineView> {
  const { runs, connectorId, isAllowed, signal, monotonicMs = () => performance.now() } = options;
  if (!(await isAllowed())) throw connectorNotFound();
  let checkedMs = monotonicMs();
  let runId: RunId | null = null;
  let n = 0;
  while (!signal.aborted) {
    // Asked before the lines: a run that ended before this moment has all of its lines.
    const newest = await runs.newest(connectorId);
    if (runId === null) runId = newest?.id ?? null;
    const lines = runId === null ? [] : await runs.logAfter(runId, n);
    for (const line of lines) {
      n = line.n;
      yield line;
    }
    if (lines.length === 0 && newest && newest.id !== runId) {
      runId = newest.id;
      n = 0;
    } else if (lines.length === 0) await wait(pollMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (monotonicMs() - checkedMs >= recheckMs) {
      if (!(await isAllowed())) return;
      checkedMs = monotonicMs();
    }
  }
}
