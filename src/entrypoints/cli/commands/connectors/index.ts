import type { Command } from 'commander';
import { type Connector, connectorRoutes } from '../../../../contract/connectors.ts';
import { moment } from '../../output/printable.ts';
import { acting, leaf } from '../leaf.ts';
import { listCommand, type PagingOptions, withPaging } from '../list-command.ts';
import { addAddConnector } from './add-connector.ts';
import { connectorText } from './connector-text.ts';
import { addDelete } from './delete.ts';
import { findConnector } from './find-connector.ts';
import { addHeld } from './held.ts';
import { addRunCommands } from './logs.ts';
import { addRun } from './runs/run.ts';
import { addSettings } from './settings.ts';
import { addSetup } from './setup/index.ts';
import { addSync } from './sync.ts';

function addShow(group: Command): void {
  leaf(group, 'show <connector>', 'One connector, with why it is in error').action(
    acting<object, [string]>(async (run, _options, idOrName) => {
      const received = await findConnector(run.client, idOrName);
      run.show(received, () => connectorText(received.value));
    }),
  );
}

function addPauseAndResume(group: Command): void {
  for (const verb of ['pause', 'resume'] as const)
    leaf(group, `${verb} <connector>`, `${verb === 'pause' ? 'Pause' : 'Resume'} scheduled syncs`).action(
      acting<object, [string]>(async (run, _options, idOrName) => {
        const { value: connector } = await findConnector(run.client, idOrName);
        const received = await run.client.call(connectorRoutes[verb], { params: { id: connector.id } });
        run.show(received, () => connectorText(received.value));
      }),
    );
}

export function addConnectors(program: Command): void {
  const group = program.command('connectors').description('Links to AWS: set up, test, sync');
  withPaging(
    listCommand<Connector, PagingOptions>(group, {
      summary: 'Connectors you may see',
      empty: 'No connector yet, or none you may see. Next: countersign connectors add --app "AWS production"',
      columns: [
        { name: 'Id', of: (row) => row.id },
        { name: 'Name', of: (row) => row.name },
        { name: 'Application', of: (row) => row.application.name },
        { name: 'Owners', of: (row) => row.owners.map(({ name }) => name).join(', ') },
        { name: 'Status', of: (row) => row.status },
        { name: 'Last sync', of: (row) => moment(row.lastSyncedAt) },
        { name: 'Next sync', of: (row) => moment(row.nextSyncAt) },
        { name: '', of: (row) => row.statusReason?.message ?? (row.gapCount > 0 ? `${row.gapCount} not read` : '') },
      ],
      read: (client, paging) => client.call(connectorRoutes.list, { query: paging }),
    }),
  );
  addAddConnector(group);
  addShow(group);
  addSetup(group);
  addSettings(group);
  addSync(group);
  addHeld(group);
  addRunCommands(group);
  addRun(group);
  addPauseAndResume(group);
  addDelete(group);
}
