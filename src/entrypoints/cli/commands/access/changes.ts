import type { Command } from 'commander';
import { accessRoutes } from '../../../../contract/access.ts';
import { readPages } from '../../client/pages.ts';
import { moment } from '../../output/printable.ts';
import { tableOf } from '../../output/table.ts';
import { acting, leaf } from '../leaf.ts';
import { type PagingOptions, pageFoot, withPaging } from '../list-command.ts';
import { sinceInstant } from '../option-values.ts';

export function addChanges(group: Command): void {
  withPaging(leaf(group, 'changes', 'What changed, newest first'))
    .option('--since <date>', 'a date, an instant, or how long ago: 24h, 7d', sinceInstant)
    .action(
      acting<PagingOptions & { since?: string }>(async (run, options) => {
        const { limit, cursor, since } = options;
        const received = await readPages(options.all === true, { limit, cursor }, (paging) =>
          run.client.call(accessRoutes.changes, { query: { ...paging, since } }),
        );
        run.show(received, () =>
          received.value.items.length === 0
            ? 'No change was seen, in what was read and you may see.'
            : `${tableOf(
                [
                  { name: 'At', of: (row) => moment(row.at) },
                  { name: 'Change', of: (row) => row.op },
                  { name: 'By', of: (row) => row.cause.words },
                  { name: 'Sync run', of: (row) => row.runNumber },
                  { name: 'What', of: (row) => row.sentence },
                ],
                received.value.items,
                run.width,
              )}\n\n${pageFoot(received.value)}`,
        );
      }),
    );
}
