import type { Command } from 'commander';
import type { AuditEntry } from '../../../contract/audit.ts';
import { auditRoutes } from '../../../contract/audit.ts';
import { moment } from '../output/printable.ts';
import { listCommand, type PagingOptions, withPaging } from './list-command.ts';

interface AuditOptions extends PagingOptions {
  action?: string;
  object?: string;
  search?: string;
}

export function addAudit(program: Command): void {
  const group = program.command('audit').description('The audit log');
  withPaging(
    listCommand<AuditEntry, AuditOptions>(group, {
      summary: 'Every change and decision, newest first',
      empty: 'No entry matches.',
      columns: [
        { name: 'At', of: (row) => moment(row.at) },
        { name: 'Who', of: (row) => row.actor?.name ?? 'Countersign' },
        { name: 'Action', of: (row) => row.action },
        {
          name: 'What',
          of: ({ object: { name, id, isThere } }) => (name ? `${name}${isThere ? '' : ' (removed)'}` : id),
        },
        { name: 'Detail', of: (row) => (Object.keys(row.detail).length === 0 ? '' : JSON.stringify(row.detail)) },
      ],
      read: (client, paging, options) =>
        client.call(auditRoutes.list, {
          query: { ...paging, action: options.action, objectId: options.object, q: options.search },
        }),
    }),
  )
    .option('--action <action>', 'only this action, e.g. connector.created')
    .option('--object <id>', 'only what was done to this, e.g. con_…')
    .option('--search <text>', 'only entries with this in them');
}
