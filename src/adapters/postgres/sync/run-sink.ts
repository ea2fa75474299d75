import { AsyncLocalStorage } from 'node:async_hooks';
import type { ReadFacts, ResumedRun, RunCalls, RunSink } from '../../../core/inventory/ports.ts';
import type { RunId } from '../../../core/shared/ids.ts';
import type { Database } from '../database.ts';
import { recordDecision, recordDenial, recordRotation } from './reading-history.ts';
import { createRunLog } from './run-log.ts';
import {
  entityRow,
  grantRow,
  nothingStaged,
  pairRow,
  partRow,
  rowOfUse,
  rowsIn,
  scopeRow,
  stageRows,
} from './stage-rows.ts';
import { storable, storableText } from './storable-text.ts';

/** A worker that is killed loses what it has not sent: the last so many milliseconds of a reading, however few its rows. */
const longestUnsentMs = 20;
/** Batches of a run are counted on from here by each worker that resumes it. */
const batchesOfOne = 10_000_000;
/** Rows that are sent together: one COPY per scope is the slow way (facts: 11k small scopes took seven times as long). */
const batchRows = 2000;

/**
 * Buffers what a reading finds and stages it in batches. A call resolves at once while the batch fills and waits for the
 * database when it is full, so that memory holds two batches at most and a slow database slows the reading (SYN-7).
 * A failed write (RunLost too) makes every later call throw.
 */
export function createRunSink(database: Database, runId: RunId, resumed: ResumedRun | null = null): RunSink {
  const fence = resumed?.fence ?? 0;
  const inPart = new AsyncLocalStorage<number>();
  let batches = fence * batchesOfOne;
  let soon: NodeJS.Timeout | undefined;
  let buffer = nothingStaged();
  let tail: Promise<void> = Promise.resolve();
  let lost: { error: unknown } | undefined;
  const calls: RunCalls = structuredClone(resumed?.calls ?? {});
  const log = createRunLog(database, runId, fence);
  const current = () => ({ runId, batch: inPart.getStore() ?? null });

  const write = async () => {
    if (lost) throw lost.error;
    if (rowsIn(buffer) === 0) return;
    const rows = buffer;
    buffer = nothingStaged();
    try {
      await stageRows(database, runId, fence, rows);
    } catch (error) {
      lost = { error };
      throw error;
    }
  };
  const flush = () => {
    clearTimeout(soon);
    soon = undefined;
    const written = tail.then(write);
    tail = written.catch(() => {});
    return written;
  };
  const add = (facts: ReadFacts) => {
    const of = current();
    for (const fact of facts.entities ?? []) buffer.entities.push(entityRow(of, fact));
    for (const fact of facts.grants ?? []) buffer.grants.push(grantRow(of, fact));
    for (const fact of facts.uses ?? []) buffer.uses.push(rowOfUse(of, fact));
    for (const pair of facts.pairs ?? []) buffer.scopes.push(pairRow(of, pair));
    if (facts.memberships) buffer.memberships.push(facts.memberships);
  };
  const settle = async () => {
    if (lost) throw lost.error;
    if (rowsIn(buffer) >= batchRows) await flush();
    // Not waited for: should it fail, the next call throws.
    else soon ??= setTimeout(() => void flush().catch(() => {}), longestUnsentMs).unref();
  };
  const countersOf = (operation: string) => {
    calls[operation] ??= { planned: 0, actual: 0, throttled: 0 };
    return calls[operation];
  };

  return {
    complete(scope, facts) {
      add(facts);
      buffer.scopes.push(scopeRow(current(), scope));
      return settle();
    },
    rows(facts) {
      add(facts);
      return settle();
    },
    failed(scope, failure) {
      buffer.scopes.push(scopeRow(current(), scope, failure));
      return settle();
    },
    log: (level, message) => log.write(level, message),
    plan(operation, count) {
      countersOf(operation).planned += count;
    },
    called(operation, outcome) {
      const counters = countersOf(operation);
      counters.actual += 1;
      if (outcome === 'throttled') counters.throttled += 1;
    },
    async decided(decision) {
      await recordDecision(database, runId, storable(decision));
    },
    async denied(action, message) {
      await recordDenial(database, runId, action, storableText(message));
    },
    async rotated(part, position) {
      await recordRotation(database, runId, part, position);
    },
    async part<T>(key: string, read: () => Promise<T>): Promise<T> {
      if (resumed?.parts.has(key)) return resumed.parts.get(key) as T;
      const batch = ++batches;
      const result = await inPart.run(batch, read);
      buffer.parts.push(partRow(runId, batch, key, result));
      await settle();
      return result;
    },
    async flush() {
      await flush();
      await log.flush();
    },
    calls: () => structuredClone(calls),
  };
}
