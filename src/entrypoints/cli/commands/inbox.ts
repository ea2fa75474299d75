import type { Command } from 'commander';
import { type Notification, notificationRoutes } from '../../../contract/notifications.ts';
import { counted, moment } from '../output/printable.ts';
import { acting, leaf } from './leaf.ts';
import { listCommand, type PagingOptions, withPaging } from './list-command.ts';

export function addInbox(program: Command): void {
  const inbox = withPaging(
    listCommand<Notification, PagingOptions & { unread?: boolean }>(program, {
      usage: 'inbox',
      summary: 'What you were told, newest first',
      empty: 'Nothing here.',
      columns: [
        { name: 'Id', of: (row) => row.id },
        { name: 'At', of: (row) => moment(row.createdAt) },
        { name: '', of: (row) => (row.readAt ? '' : 'new') },
        { name: 'What', of: (row) => row.title },
        { name: 'Detail', of: (row) => row.body },
      ],
      read: (client, paging, { unread }) =>
        client.call(notificationRoutes.list, { query: { ...paging, isUnread: unread ? 'true' : undefined } }),
    }),
  ).option('--unread', 'only what you have not read');
  leaf(inbox, 'read <id>', 'Mark one as read').action(
    acting<object, [string]>(async (run, _options, id) => {
      const received = await run.client.call(notificationRoutes.read, { params: { id } });
      run.show(received, () => `Read: ${received.value.title}`);
    }),
  );
  leaf(inbox, 'read-all', 'Mark all as read').action(
    acting(async (run) => {
      const received = await run.client.call(notificationRoutes.readAll, {});
      run.show(received, () => `${counted(received.value.read, 'message')} marked as read.`);
    }),
  );
}
