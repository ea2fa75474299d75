import type { SyncRunStore } from '../../../core/inventory/ports.ts';
import type { Database } from '../database.ts';
import type { Enqueue } from '../unit-of-work.ts';
import { endLostHold, heldRun } from './hold/hold-run.ts';
import { connectionOf, knownInventory } from './known-inventory.ts';
import { failRun, heartbeat, openRun } from './life/run-life.ts';
import { publishRun } from './publish-run.ts';
import { readingHistory } from './reading-history.ts';
import { createRunSink } from './run-sink.ts';

/** Sync runs, their staging and their publication. With `enqueue`, a publish also asks for identities to be matched. */
export const createSyncRunStore = (database: Database, enqueue?: Enqueue): SyncRunStore => ({
  open: (start, runId) => openRun(database, start, runId),
  connection: (connectorId) => connectionOf(database, connectorId),
  known: (connectorId) => knownInventory(database, connectorId),
  history: (connectorId) => readingHistory(database, connectorId),
  sink: (runId, resumed) => createRunSink(database, runId, resumed),
  heartbeat: (runId, calls, fence) => heartbeat(database, runId, calls, fence),
  publish: (runId, facts, fence) => publishRun(database, { runId, fence }, facts, enqueue),
  fail: (runId, failure, fence) => failRun(database, runId, failure, { fence, enqueue }),
  held: (connectorId) => heldRun(database, connectorId),
  endLostHold: (runId) => endLostHold(database, runId, enqueue),
});
