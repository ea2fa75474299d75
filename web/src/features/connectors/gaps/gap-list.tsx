import type { ReactNode } from 'react';
import { StatusIcon } from '../../../ui/status/status.tsx';
import { CopyButton } from '../../../ui/text/copy.tsx';
import classes from './gap-list.module.css';
import { actionToAdd, groupedGaps, type Together, type ToldGap, titleOfGaps } from './gap-words.ts';

interface GapListProps<G extends ToldGap> {
  label: string;
  gaps: readonly G[];
  /** More of them come with the next page. */
  isPart?: boolean;
  /** After the reason of the first. */
  since?: (gap: G) => ReactNode;
  /** Below what AWS said. */
  children: (gaps: Together<G>) => ReactNode;
}
/** What could not be read, why, and the action to add; what it means is for each page to say. */
export function GapList<G extends ToldGap>({ label, gaps, isPart = false, since, children }: GapListProps<G>) {
  const groups = groupedGaps(gaps);
  return (
    <ul className={classes.list} aria-label={label}>
      {groups.map(([key, group]) => {
        const [first] = group;
        const { title, reason } = titleOfGaps(group, isPart);
        const action = actionToAdd(first);
        return (
          <li key={key}>
            <StatusIcon sign={first.reason === 'denied' || first.reason === 'invalid' ? 'fail' : 'stale'} />
            <div className={classes.text}>
              <p>
                <strong>{title}</strong>{' '}
                <span className={classes.grey}>
                  {reason}
                  {since?.(first)}
                </span>
              </p>
              <p className={classes.said}>
                {group.some(({ message }) => message !== first.message) ? (
                  <span className={classes.first}>Of the first: </span>
                ) : null}
                {first.message}
              </p>
              {children(group)}
            </div>
            {action ? (
              <CopyButton size="xs" text={`"${action}"`} aria-label={`Copy ${action}`}>
                Copy
              </CopyButton>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
