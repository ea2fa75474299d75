import { Button, Drawer } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useList } from '../../api/queries.ts';
import type { Notification } from '../../api/types.ts';
import { Empty, Failed, Loading } from '../../ui/feedback/states.tsx';
import { Time } from '../../ui/text/time.tsx';
import classes from './notifications.module.css';
import { useRead, useReadAll } from './use-inbox.ts';

/** One's messages, newest first. Each leads to the thing; opening it marks it as read. */
export default function InboxDrawer({ onClose }: { onClose: () => void }) {
  const list = useList('/api/v1/notifications', { query: { limit: 50 } });
  const readAll = useReadAll();
  const unread = list.first?.unread ?? 0;
  return (
    <Drawer opened onClose={onClose} title="Inbox" closeButtonProps={{ 'aria-label': 'Close' }} padding={0}>
      <div className={classes.head}>
        <span role="status">{unread === 0 ? 'Everything is read' : `${unread} unread`}</span>
        {unread > 0 ? (
          <Button size="xs" loading={readAll.isPending} onClick={() => readAll.mutate()}>
            Mark all as read
          </Button>
        ) : null}
      </div>
      {list.isPending ? (
        <div className={classes.pad}>
          <Loading label="Loading the inbox" rows={5} />
        </div>
      ) : null}
      {list.isError ? (
        <div className={classes.pad}>
          <Failed error={list.error} retry={() => void list.refetch()} what="The inbox" />
        </div>
      ) : null}
      {list.isSuccess && list.items.length === 0 ? (
        <div className={classes.pad}>
          <Empty title="No message yet">
            You are told here and by e-mail when something waits for you, is decided, becomes active or ends.
          </Empty>
        </div>
      ) : null}
      <ul className={classes.messages} aria-label="Messages">
        {list.items.map((message) => (
          <Message key={message.id} message={message} onOpen={onClose} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <div className={classes.pad}>
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
    </Drawer>
  );
}

function Message({ message, onOpen }: { message: Notification; onOpen: () => void }) {
  const read = useRead();
  const isUnread = message.readAt === null;
  return (
    <li className={classes.message} data-unread={isUnread || undefined}>
      <Link
        to={message.link}
        className={classes.link}
        onClick={() => {
          if (isUnread) read.mutate(message.id);
          onOpen();
        }}
      >
        <strong>
          {isUnread ? <span className="cs-sr">Unread: </span> : null}
          {message.title}
        </strong>
        {message.body ? <span>{message.body}</span> : null}
        <span className={classes.when}>
          <Time at={message.createdAt} as="ago" />
        </span>
      </Link>
      {isUnread ? (
        <Button
          size="xs"
          variant="subtle"
          className={classes.mark}
          aria-label={`Mark as read: ${message.title}`}
          loading={read.isPending}
          onClick={() => read.mutate(message.id)}
        >
          Mark as read
        </Button>
      ) : null}
    </li>
  );
}
