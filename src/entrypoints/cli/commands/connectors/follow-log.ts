import { setTimeout as sleep } from 'node:timers/promises';
import { connectorRoutes, type RunLogLine, type SyncRun } from '../../../../contract/connectors.ts';
import type { Client } from '../../client/client.ts';
import { ServerRefused } from '../../failures.ts';

const RETRY_MS = 1000;

export async function newestRun(client: Client, id: string): Promise<SyncRun | undefined> {
  const { value } = await client.call(connectorRoutes.runs, { params: { id }, query: { limit: 1 } });
  return value.items[0];
}

export const logLine = ({ at, level, message }: RunLogLine): string =>
  `${at.slice(11, 19)}  ${level.padEnd(5)}  ${message}`;

/**
 * Gives every line of the connector's live log once, until `signal` is aborted or `isOver` says there will be no more.
 * The stream is opened again when it ends, since it is of one run and proxies cut long ones.
 */
export async function followLog(
  client: Client,
  id: string,
  signal: AbortSignal,
  onLine: (line: RunLogLine) => void,
  isOver: () => Promise<boolean>,
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
      // No run yet is no reason to give up; "not yours" is.
      if (error instanceof ServerRefused && error.problem.status !== 404) throw error;
    }
    if (await isOver()) return;
    await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}
