import type { Command } from 'commander';
import { type AuditEntry, auditRoutes } from '../../../../contract/audit.ts';
import { moment } from '../../output/printable.ts';
import { listCommand, type PagingOptions, withPaging } from '../list-command.ts';
import { type FilterOptions, filterQuery, withFilters } from './filter-options.ts';

export function addList(group: Command): void {
  const list = listCommand<AuditEntry, PagingOptions & FilterOptions>(group, {
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
    read: async (client, paging, options) =>
      client.call(auditRoutes.list, { query: { ...paging, ...(await filterQuery(client, options)) } }),
  });
  withFilters(withPaging(list));
}
