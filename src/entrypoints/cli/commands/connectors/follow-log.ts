import { setTimeout as sleep } from 'node:timers/promises';
import { connectorRoutes } from '../../../../contract/connectors.ts';
import type { RunLogLine, SyncRun } from '../../../../contract/sync-runs.ts';
import type { Client } from '../../client/client.ts';
import { ServerRefused } from '../../failures.ts';

const RETRY_MS = 1000;

export async function newestRun(client: Client, id: string): Promise<SyncRun | undefined> {
  const { value } = await client.call(connectorRoutes.runs, { params: { id }, query: { limit: 1 } });
  return value.items[0];
}

export const logLine = ({ at, level, message }: RunLogLine): string =>
  `${at.slice(11, 19)}  ${level.padEnd(5)}  ${message}`;

/** The server looks for new lines every 400 ms: after this long with nothing to write, all have come. */
export const LOG_SETTLES_MS = 1000;

/**
 * Gives every line of the connector's live log once, until `signal` is aborted. The stream goes on with the next run; it
 * is opened again when it breaks, since proxies cut long ones.
 */
export async function followLog(
  client: Client,
  id: string,
  signal: AbortSignal,
  onLine: (line: RunLogLine) => void,
): Promise<void> {
  const seen = new Map<string, number>();
  while (!signal.aborted) {
    try {
      for await (const line of client.events(connectorRoutes.log, { params: { id } }, signal)) {
        if (line.n <= (seen.get(line.runId) ?? 0)) continue;
        seen.set(line.runId, line.n);
        onLine(line);
      }
    } catch (error) {
      if (signal.aborted) return;
      // A server that restarts is waited for; "not yours" and "signed out" are final.
      if (error instanceof ServerRefused && error.problem.status < 500) throw error;
    }
    await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}
