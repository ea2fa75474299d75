import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './tabs.module.css';

export interface TabItem {
  id: string;
  label: string;
  count?: ReactNode;
}

/** The tab named in the address (`?tab=`), or the first. */
export function useTab(tabs: TabItem[]): string {
  const { tab } = useSearch({ strict: false }) as { tab?: string };
  return tabs.find((at) => at.id === tab)?.id ?? tabs[0]?.id ?? '';
}

/** Tabs of a page are links: each has an address, Back works, and a new window opens where one was. */
export function Tabs({ tabs, current, label }: { tabs: TabItem[]; current: string; label: string }) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map((tab, index) => (
        <Link
          key={tab.id}
          to="."
          search={(previous: Record<string, unknown>) => ({
            ...(previous.asOf ? { asOf: previous.asOf } : {}),
            ...(index === 0 ? {} : { tab: tab.id }),
          })}
          resetScroll={false}
          className={classes.tab}
          {...(tab.id === current ? { 'aria-current': 'page' as const } : {})}
          activeProps={{}}
          activeOptions={{ exact: true }}
        >
          {tab.label}
          {tab.count === undefined || tab.count === null ? null : <span className={classes.count}>{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
