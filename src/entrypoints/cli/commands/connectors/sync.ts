import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { type Connector, connectorRoutes } from '../../../../contract/connectors.ts';
import type { Received } from '../../client/client.ts';
import { NotVerified } from '../../failures.ts';
import { acting, leaf, type Run } from '../leaf.ts';
import { connectorText } from './connector-text.ts';
import { findConnector } from './find-connector.ts';
import { followLog, LOG_SETTLES_MS, logLine, newestRun } from './follow-log.ts';

const POLL_MS = 700;
/** A worker takes a job within a second or two; after this, something is said. */
const QUIET_MS = 15_000;

/** Waits until a run that had not ended at `after` has ended and the connector has come to rest. */
async function waitForSync(run: Run, id: string, after: number): Promise<Received<Connector>> {
  const startedAt = performance.now();
  let hasComplained = false;
  for (;;) {
    const newest = await newestRun(run.client, id);
    const received = await run.client.call(connectorRoutes.get, { params: { id } });
    const hasStarted = newest !== undefined && newest.number > after;
    if (hasStarted && newest.finishedAt !== null && received.value.status !== 'syncing') return received;
    if (!hasStarted && !hasComplained && performance.now() - startedAt > QUIET_MS) {
      run.note('No worker has taken the sync yet. Is one running?');
      hasComplained = true;
    }
    await sleep(POLL_MS);
  }
}

async function syncAndWait(run: Run, connector: Connector): Promise<void> {
  const before = await newestRun(run.client, connector.id);
  // A run that reads right now counts: it is what "the sync" means to whoever just saved.
  const after = before === undefined ? 0 : before.finishedAt === null ? before.number - 1 : before.number;
  const oldRunId = before?.finishedAt ? before.id : null;
  await run.client.call(connectorRoutes.sync, { params: { id: connector.id } });
  const watching = new AbortController();
  const log = followLog(
    run.client,
    connector.id,
    watching.signal,
    (line) => line.runId !== oldRunId && run.note(logLine(line)),
  ).catch((error: unknown) => run.note(`The log cannot be followed: ${(error as Error).message}`));
  try {
    const received = await waitForSync(run, connector.id, after);
    // The last lines may still be on their way; nobody waits for them with --json.
    if (!run.isJson) await sleep(LOG_SETTLES_MS);
    run.show(received, () => connectorText(received.value));
    if (received.value.status === 'error' || received.value.status === 'held')
      throw new NotVerified(
        received.value.statusReason?.message ?? 'The sync did not succeed.',
        received.value.status === 'held'
          ? `countersign connectors held ${connector.id} shows what would vanish.`
          : `countersign connectors logs ${connector.id} shows what happened.`,
      );
  } finally {
    watching.abort();
    await log;
  }
}

export function addSync(group: Command): void {
  leaf(group, 'sync <connector>', 'Read AWS now')
    .option('--wait', 'show the log and end when the sync has ended; exit code 3 when it failed')
    .action(
      acting<{ wait?: boolean }, [string]>(async (run, { wait }, idOrName) => {
        const { value: connector } = await findConnector(run.client, idOrName);
        if (wait) return syncAndWait(run, connector);
        const received = await run.client.call(connectorRoutes.sync, { params: { id: connector.id } });
        run.show(received, () => connectorText(received.value));
        run.note(`\nNext: countersign connectors logs ${connector.id} --follow`);
      }),
    );
}
