import type { Command } from 'commander';
import { type Connector, connectorRoutes } from '../../../../contract/connectors.ts';
import { readPages } from '../../client/pages.ts';
import { WrongUsage } from '../../failures.ts';
import { moment } from '../../output/printable.ts';
import { tableOf } from '../../output/table.ts';
import { acting, leaf, type Run } from '../leaf.ts';
import { type PagingOptions, pageFoot, withPaging } from '../list-command.ts';
import { connectorText } from './connector-text.ts';
import { findConnector } from './find-connector.ts';

type Held = Connector & { hold: NonNullable<Connector['hold']> };

async function findHeld(run: Run, idOrName: string): Promise<Held> {
  const { value } = await findConnector(run.client, idOrName);
  const { hold } = value;
  if (hold) return { ...value, hold };
  throw new WrongUsage(
    `No sync of ${value.name} waits to be looked at.`,
    `countersign connectors runs ${value.id} lists its syncs.`,
  );
}

const heldText = ({ hold }: Held): string =>
  [
    `Run ${hold.runNumber} has read AWS at ${moment(hold.at)} UTC, and nothing of it is published.`,
    ...(['identities', 'grants'] as const).map(
      (what) => `  It would remove ${hold[what].removed} of ${hold[what].current} ${what}.`,
    ),
    `  Limit: ${hold.sharePercent} %, from ${hold.minimum} on.`,
    `  In all: ${hold.kinds.map(({ kind, count }) => `${count} ${kind}`).join(', ')}.`,
  ].join('\n');

function addShow(group: Command): void {
  withPaging(leaf(group, 'held <connector>', 'What the sync that waits would remove'))
    .option('--kind <kind>', 'only this kind, e.g. iam-user or group-member')
    .action(
      acting<PagingOptions & { kind?: string }, [string]>(async (run, options, idOrName) => {
        const connector = await findHeld(run, idOrName);
        const { limit, cursor, kind } = options;
        const params = { id: connector.id, runId: connector.hold.runId };
        const received = await readPages(options.all === true, { limit, cursor }, (paging) =>
          run.client.call(connectorRoutes.removals, { params, query: { ...paging, kind } }),
        );
        run.show(received, () => {
          const table = tableOf(
            [
              { name: 'Kind', of: (row) => row.kind },
              { name: 'Name', of: (row) => row.name },
              { name: 'Of', of: (row) => row.of },
              { name: 'AWS account', of: (row) => row.awsAccount },
            ],
            received.value.items,
            run.width,
          );
          return `${heldText(connector)}\n\n${table}\n\n${pageFoot(received.value)}`;
        });
        run.note(`\nNext: countersign connectors confirm ${connector.id}, or discard`);
      }),
    );
}

function addSettle(group: Command): void {
  const verbs = [
    ['confirm', 'Publish the sync that waits, exactly as it was read', connectorRoutes.confirmRun],
    ['discard', 'Drop the sync that waits; the next one reads AWS anew', connectorRoutes.discardRun],
  ] as const;
  for (const [verb, summary, route] of verbs)
    leaf(group, `${verb} <connector>`, summary)
      .option('--run <id>', 'only if it is still this run that waits')
      .action(
        acting<{ run?: string }, [string]>(async (run, options, idOrName) => {
          const { value: connector } = await findConnector(run.client, idOrName);
          const runId = options.run ?? (await findHeld(run, idOrName)).hold.runId;
          const received = await run.client.call(route, { params: { id: connector.id, runId } });
          run.show(received, () => connectorText(received.value));
        }),
      );
}

export function addHeld(group: Command): void {
  addShow(group);
  addSettle(group);
}
