import { ActionIcon } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import classes from './notifications.module.css';
import { useUnread } from './use-inbox.ts';

const InboxDrawer = lazy(() => import('./inbox-drawer.tsx'));

/** The inbox in the top bar, with how many messages are unread. */
export function InboxButton() {
  const unread = useUnread();
  const [isOpen, setOpen] = useState(false);
  const label = unread === 0 ? 'Inbox' : `Inbox, ${unread} unread`;
  return (
    <>
      <ActionIcon size={32} aria-label={label} title={label} className={classes.bell} onClick={() => setOpen(true)}>
        <IconInbox size={18} stroke={1.75} aria-hidden />
        {unread > 0 ? (
          <span className={classes.unread} aria-hidden>
            {unread > 99 ? '99+' : unread}
          </span>
        ) : null}
      </ActionIcon>
      {isOpen ? (
        <Suspense fallback={null}>
          <InboxDrawer onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
