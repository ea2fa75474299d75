import type { Command } from 'commander';
import { connectorRoutes } from '../../../../contract/connectors.ts';
import type { Client } from '../../client/client.ts';
import { readPages } from '../../client/pages.ts';
import { WrongUsage } from '../../failures.ts';
import { acting, leaf } from '../leaf.ts';
import { collected } from '../option-values.ts';
import { connectorText } from './connector-text.ts';
import { findOwners } from './find-owners.ts';

interface AddOptions {
  app?: string;
  appId?: string;
  owner?: string[];
}

/** Names of applications are unique: an existing one is joined, otherwise one is made. */
async function applicationOf(client: Client, { app, appId }: AddOptions) {
  if (appId !== undefined) return { id: appId };
  if (app === undefined)
    throw new WrongUsage('Say which application the connector belongs to.', 'For example: --app "AWS production"');
  const { value } = await readPages(true, {}, (paging) => client.call(connectorRoutes.applications, { query: paging }));
  const existing = value.items.find(({ name }) => name.toLowerCase() === app.trim().toLowerCase());
  return existing ? { id: existing.id } : { newName: app };
}

export function addAddConnector(group: Command): void {
  leaf(group, 'add', 'Add a connector to a new or existing application')
    .option('--app <name>', 'application: an existing one of this name is joined, otherwise it is made')
    .option('--app-id <id>', 'existing application, by id')
    .option('--owner <email>', 'owner by e-mail or id; may be repeated (default: you)', collected)
    .action(
      acting<AddOptions>(async (run, options) => {
        const application = await applicationOf(run.client, options);
        const ownerIds = await findOwners(run.client, options.owner);
        const received = await run.client.call(connectorRoutes.add, { body: { application, ownerIds } });
        run.show(received, () => connectorText(received.value));
        run.note(`\nNext: countersign connectors setup ${received.value.id}`);
      }),
    );
}
