import type { Command } from 'commander';
import { connectorRoutes } from '../../../../contract/connectors.ts';
import { WrongUsage } from '../../failures.ts';
import { acting, leaf } from '../leaf.ts';
import { findConnector } from './find-connector.ts';

export function addDelete(group: Command): void {
  leaf(group, 'delete <connector>', 'Delete it: its history stays, and what it read is no longer read by anybody')
    .option('--confirm <name>', 'its name, as it is')
    .action(
      acting<{ confirm?: string }, [string]>(async (run, { confirm }, idOrName) => {
        const { value: connector } = await findConnector(run.client, idOrName);
        if (confirm !== connector.name)
          throw new WrongUsage(
            confirm === undefined
              ? `Deleting ${connector.name} can't be taken back. Nothing is changed in AWS.`
              : `This connector is called ${connector.name}, not ${confirm}.`,
            `To delete it: countersign connectors delete ${connector.id} --confirm ${JSON.stringify(connector.name)}`,
          );
        const received = await run.client.call(connectorRoutes.delete, { params: { id: connector.id } });
        run.show(received, () => `${connector.name} is deleted. What it read stays, as no longer read.`);
        if (connector.roleArn) run.note(`In AWS its role is still there: ${connector.roleArn}`);
      }),
    );
}
