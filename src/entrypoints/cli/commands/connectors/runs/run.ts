import { type Command, Option } from 'commander';
import { AccessChange, accessRoutes } from '../../../../../contract/access.ts';
import { connectorRoutes } from '../../../../../contract/connectors.ts';
import type { RunGap } from '../../../../../contract/sync-runs.ts';
import { readPages } from '../../../client/pages.ts';
import { WrongUsage } from '../../../failures.ts';
import { moment } from '../../../output/printable.ts';
import { tableOf } from '../../../output/table.ts';
import { acting, leaf, type Run } from '../../leaf.ts';
import { type PagingOptions, pageFoot, withPaging } from '../../list-command.ts';
import { findConnector } from '../find-connector.ts';
import { findRun } from './find-run.ts';
import { runText } from './run-text.ts';

interface RunOptions extends PagingOptions {
  notRead?: boolean;
  changes?: boolean;
  op?: AccessChange['op'];
}
/** Which run of which connector. */
interface Which {
  id: string;
  runId: string;
}

async function showGaps(run: Run, params: Which, { all, limit, cursor }: RunOptions): Promise<void> {
  const received = await readPages(all === true, { limit, cursor }, (paging) =>
    run.client.call(connectorRoutes.runGaps, { params, query: paging }),
  );
  run.show(received, () =>
    received.value.total === 0
      ? 'Nothing: it read all it set out to read, or ended without being published.'
      : `${tableOf<RunGap>(
          [
            { name: 'What', of: (row) => row.what },
            { name: 'Why', of: (row) => row.reason },
            { name: 'Hides', of: (row) => row.hides },
            { name: 'Mend', of: (row) => row.mend },
            { name: 'Message', of: (row) => row.message },
          ],
          received.value.items,
          run.width,
        )}\n\n${pageFoot(received.value)}`,
  );
}

async function showChanges(run: Run, { runId }: Which, { all, limit, cursor, op }: RunOptions): Promise<void> {
  const received = await readPages(all === true, { limit, cursor }, (paging) =>
    run.client.call(accessRoutes.changes, { query: { ...paging, runId, op } }),
  );
  run.show(received, () =>
    received.value.total === 0
      ? 'No change: AWS was as in the run before, or this was the first, or none of it is yours to see.'
      : `${tableOf(
          [
            { name: 'Change', of: (row) => row.op },
            { name: 'What', of: (row) => row.sentence },
            { name: 'By', of: (row) => row.cause.words },
            { name: 'At', of: (row) => moment(row.at) },
          ],
          received.value.items,
          run.width,
        )}\n\n${pageFoot(received.value)}`,
  );
}

export function addRun(group: Command): void {
  const command = leaf(
    group,
    'run <connector> [run]',
    'One sync run, the newest or by id or number: plan, speed, what was read',
  )
    .option('--not-read', 'instead: what it could not read, what that hides and the mend')
    .option('--changes', 'instead: what it changed, and whose change that is')
    .addOption(new Option('--op <what>', 'with --changes: only these').choices(AccessChange.shape.op.options));
  withPaging(command).action(
    acting<RunOptions, [string, string | undefined]>(async (run, options, idOrName, idOrNumber) => {
      if (options.op !== undefined && !options.changes)
        throw new WrongUsage('--op says which changes.', 'Add --changes.');
      const { value: connector } = await findConnector(run.client, idOrName);
      const params = { id: connector.id, runId: await findRun(run.client, connector.id, idOrNumber) };
      if (options.notRead) return showGaps(run, params, options);
      if (options.changes) return showChanges(run, params, options);
      const received = await run.client.call(connectorRoutes.run, { params });
      run.show(received, () => runText(received.value, connector.id, run.width));
    }),
  );
}
