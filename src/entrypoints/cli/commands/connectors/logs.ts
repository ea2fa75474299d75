import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { connectorRoutes } from '../../../../contract/connectors.ts';
import type { SyncRun } from '../../../../contract/sync-runs.ts';
import { readPages } from '../../client/pages.ts';
import { counted, moment } from '../../output/printable.ts';
import { tableOf } from '../../output/table.ts';
import { acting, leaf, type Run } from '../leaf.ts';
import { type PagingOptions, pageFoot, withPaging } from '../list-command.ts';
import { findConnector } from './find-connector.ts';
import { followLog, LOG_SETTLES_MS, logLine, newestRun } from './follow-log.ts';

/** Until the run that is newest has ended, or the person has seen enough. With --json one event a line. */
async function follow(run: Run, id: string): Promise<void> {
  const watching = new AbortController();
  const { signal } = watching;
  process.once('SIGINT', () => watching.abort());
  const following = followLog(run.client, id, signal, (line) =>
    run.show({ value: line, text: JSON.stringify(line) }, () => logLine(line)),
  ).finally(() => watching.abort());
  while (!signal.aborted) {
    const newest = await newestRun(run.client, id);
    const { value: connector } = await run.client.call(connectorRoutes.get, { params: { id } });
    await sleep(LOG_SETTLES_MS, undefined, { signal }).catch(() => undefined);
    // Syncing although the newest run has ended: the next one is about to start.
    if (newest?.finishedAt && connector.status !== 'syncing') watching.abort();
  }
  await following;
}

function addLogs(group: Command): void {
  leaf(group, 'logs <connector>', 'Log of the newest sync run')
    .option('--follow', 'live, until the run ends')
    .option('--run <id>', 'of this run instead')
    .action(
      acting<{ follow?: boolean; run?: string }, [string]>(async (run, options, idOrName) => {
        const { value: connector } = await findConnector(run.client, idOrName);
        if (options.follow) return follow(run, connector.id);
        const runId = options.run ?? (await newestRun(run.client, connector.id))?.id;
        if (runId === undefined) return run.note('No sync has run yet.');
        const received = await run.client.call(connectorRoutes.run, { params: { id: connector.id, runId } });
        run.show(received, () => received.value.log.map(logLine).join('\n') || 'This run logged nothing.');
      }),
    );
}

const seconds = ({ startedAt, finishedAt }: SyncRun): string =>
  finishedAt ? `${Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000)} s` : 'reading';

function addRuns(group: Command): void {
  withPaging(leaf(group, 'runs <connector>', 'Sync runs, newest first')).action(
    acting<PagingOptions, [string]>(async (run, options, idOrName) => {
      const { value: connector } = await findConnector(run.client, idOrName);
      const { limit, cursor } = options;
      const received = await readPages(options.all === true, { limit, cursor }, (paging) =>
        run.client.call(connectorRoutes.runs, { params: { id: connector.id }, query: paging }),
      );
      run.show(received, () =>
        received.value.items.length === 0
          ? 'No sync has run yet.'
          : `${tableOf(
              [
                { name: 'Run', of: (row) => row.number },
                { name: 'Id', of: (row) => row.id },
                { name: 'Started', of: (row) => moment(row.startedAt) },
                { name: 'Took', of: seconds },
                { name: 'Status', of: (row) => row.status },
                { name: 'Calls', of: (row) => row.callsMade },
                { name: 'Changes', of: (row) => `+${row.opened} −${row.closed} ~${row.changed}` },
                { name: 'Not read', of: (row) => (row.scopesFailed === 0 ? '' : counted(row.scopesFailed, 'scope')) },
                { name: '', of: (row) => row.failure?.message ?? '' },
              ],
              received.value.items,
              run.width,
            )}\n\n${pageFoot(received.value)}`,
      );
    }),
  );
}

function addGaps(group: Command): void {
  leaf(group, 'gaps <connector>', 'What could not be read, and how to mend it').action(
    acting<object, [string]>(async (run, _options, idOrName) => {
      const { value: connector } = await findConnector(run.client, idOrName);
      const received = await run.client.call(connectorRoutes.gaps, { params: { id: connector.id } });
      run.show(received, () =>
        received.value.items.length === 0
          ? 'The last sync read everything it set out to read.'
          : tableOf(
              [
                { name: 'What', of: (row) => row.what },
                { name: 'Since', of: (row) => moment(row.since) },
                { name: 'Why', of: (row) => row.reason },
                { name: 'Mend', of: (row) => row.mend },
                { name: 'Message', of: (row) => row.message },
              ],
              received.value.items,
              run.width,
            ),
      );
    }),
  );
}

export function addRunCommands(group: Command): void {
  addLogs(group);
  addRuns(group);
  addGaps(group);
}
