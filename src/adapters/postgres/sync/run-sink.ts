import type { ReadFacts, RunSink } from '../../../core/inventory/ports.ts';
import type { RunId } from '../../../core/shared/ids.ts';
import type { Database } from '../database.ts';
import { recordDecision, recordDenial, recordRotation } from './reading-history.ts';
import { createRunLog } from './run-log.ts';
import { entityRow, grantRow, nothingStaged, pairRow, rowOfUse, rowsIn, scopeRow, stageRows } from './stage-rows.ts';
import { storable, storableText } from './storable-text.ts';

/** Rows that are sent together: one COPY per scope is the slow way (facts: 11k small scopes took seven times as long). */
const batchRows = 2000;

/**
 * Buffers what a reading finds and stages it in batches. A call resolves at once while the batch fills and waits for the
 * database when it is full, so that memory holds two batches at most and a slow database slows the reading (SYN-7).
 * A failed write (RunLost too) makes every later call throw.
 */
export function createRunSink(database: Database, runId: RunId): RunSink {
  let buffer = nothingStaged();
  let tail: Promise<void> = Promise.resolve();
  let lost: { error: unknown } | undefined;
  const calls: Record<string, { planned: number; actual: number; throttled: number }> = {};
  const log = createRunLog(database, runId);

  const write = async () => {
    if (lost) throw lost.error;
    if (rowsIn(buffer) === 0) return;
    const rows = buffer;
    buffer = nothingStaged();
    try {
      await stageRows(database, runId, rows);
    } catch (error) {
      lost = { error };
      throw error;
    }
  };
  const flush = () => {
    const written = tail.then(write);
    tail = written.catch(() => {});
    return written;
  };
  const add = (facts: ReadFacts) => {
    for (const fact of facts.entities ?? []) buffer.entities.push(entityRow(runId, fact));
    for (const fact of facts.grants ?? []) buffer.grants.push(grantRow(runId, fact));
    for (const fact of facts.uses ?? []) buffer.uses.push(rowOfUse(runId, fact));
    for (const pair of facts.pairs ?? []) buffer.scopes.push(pairRow(runId, pair));
  };
  const settle = async () => {
    if (lost) throw lost.error;
    if (rowsIn(buffer) >= batchRows) await flush();
  };
  const countersOf = (operation: string) => {
    calls[operation] ??= { planned: 0, actual: 0, throttled: 0 };
    return calls[operation];
  };

  return {
    complete(scope, facts) {
      add(facts);
      buffer.scopes.push(scopeRow(runId, scope));
      return settle();
    },
    rows(facts) {
      add(facts);
      return settle();
    },
    failed(scope, failure) {
      buffer.scopes.push(scopeRow(runId, scope, failure));
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
    async flush() {
      await flush();
      await log.flush();
    },
    calls: () => structuredClone(calls),
  };
}
