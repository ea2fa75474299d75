import type { RunId } from '../../shared/ids.ts';
import { RunLost, type RunSink, type ScopeSink, type SyncRunStore } from '../ports.ts';

/** A timer, since core has none. Returns what stops it. */
export interface Heartbeat {
  every(periodMs: number, beat: () => void): () => void;
}

/** Beats carry the progress that the page shows; a run is taken for abandoned after 30 s without one. */
const heartbeatMs = 1000;

/** A run, and how often it had been resumed when this worker got it. */
export interface Fenced {
  runId: RunId;
  fence: number;
}

export interface Guard {
  sink: ScopeSink;
  counts: { read: number; failed: number };
  lose(error: RunLost): void;
}

/** Ends the reading at its next write, once the run is lost: the reader itself knows nothing of runs. */
export function guardedSink(sink: RunSink): Guard {
  let lost: RunLost | undefined;
  const counts = { read: 0, failed: 0 };
  const unlessLost = () => {
    if (lost) throw lost;
  };
  return {
    counts,
    lose: (error) => {
      lost = error;
    },
    sink: {
      async complete(scope, facts) {
        unlessLost();
        counts.read += 1;
        await sink.complete(scope, facts);
      },
      async failed(scope, failure) {
        unlessLost();
        counts.failed += 1;
        await sink.failed(scope, failure);
      },
      async rows(facts) {
        unlessLost();
        await sink.rows(facts);
      },
      async log(level, message) {
        unlessLost();
        await sink.log(level, message);
      },
      async decided(decision) {
        unlessLost();
        await sink.decided(decision);
      },
      async denied(action, message) {
        unlessLost();
        await sink.denied(action, message);
      },
      async rotated(part, position) {
        unlessLost();
        await sink.rotated(part, position);
      },
      async part(key, read) {
        unlessLost();
        return sink.part(key, read);
      },
      plan: (operation, calls) => sink.plan(operation, calls),
      called: (operation, outcome) => sink.called(operation, outcome),
    },
  };
}

export function keepAlive(
  { runs, heartbeat }: { runs: Pick<SyncRunStore, 'heartbeat'>; heartbeat: Heartbeat },
  run: Fenced,
  sink: RunSink,
  guard: Guard,
): () => void {
  let isBeating = false;
  return heartbeat.every(heartbeatMs, () => {
    if (isBeating) return;
    isBeating = true;
    runs
      .heartbeat(run.runId, sink.calls(), run.fence)
      .catch((error: unknown) => {
        // Anything else may pass; if it does not, the next write fails with it.
        if (error instanceof RunLost) guard.lose(error);
      })
      .finally(() => {
        isBeating = false;
      });
  });
}
