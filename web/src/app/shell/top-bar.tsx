import { ActionIcon } from '@mantine/core';
import { IconMenu2, IconSearch } from '@tabler/icons-react';
import { InboxButton } from '../../features/notifications/inbox-button.tsx';
import { PersonMenu } from './person-menu.tsx';
import classes from './shell.module.css';

const isApple = /mac|iphone|ipad/i.test(navigator.userAgent);

export function TopBar({ onMenu, onSearch }: { onMenu: () => void; onSearch: () => void }) {
  return (
    <header className={classes.bar}>
      <ActionIcon size={36} className={classes.menuButton} aria-label="Open navigation" onClick={onMenu}>
        <IconMenu2 size={20} stroke={1.75} aria-hidden />
      </ActionIcon>
      <button type="button" className={classes.search} onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <IconSearch size={15} stroke={1.75} aria-hidden />
        <span className={classes.searchText}>Search, or ask “who can reach prod-payments”</span>
        <kbd className={classes.key}>{isApple ? '⌘ K' : 'Ctrl K'}</kbd>
      </button>
      <span className={classes.grow} />
      <InboxButton />
      <PersonMenu />
    </header>
  );
}
