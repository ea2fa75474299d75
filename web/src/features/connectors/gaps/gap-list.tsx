import type { ReactNode } from 'react';
import type { RunGap } from '../../../api/types.ts';
import { StatusIcon } from '../../../ui/status/status.tsx';
import { CopyButton } from '../../../ui/text/copy.tsx';
import classes from './gap-list.module.css';

const reasons: Record<RunGap['reason'], string> = {
  denied: 'AWS denied it',
  throttled: 'AWS throttled it until the end of the run',
  unavailable: 'AWS did not answer',
  'not-attempted': 'not tried, because something before it could not be read',
  invalid: 'AWS answered something that could not be understood',
};

type Told = Pick<RunGap, 'action' | 'what' | 'reason' | 'message'>;
/** Gaps that are one thing to mend. */
export type Together<G> = [G, ...G[]];

interface GapListProps<G extends Told> {
  label: string;
  gaps: G[];
  /** Gaps of one key stand together. */
  keyOf: (gap: G) => string;
  /** After the reason of the first. */
  since?: (gap: G) => ReactNode;
  /** Below what AWS said. */
  children: (gaps: Together<G>) => ReactNode;
}
/** What could not be read, why, and the action to add; what it means is for each page to say. */
export function GapList<G extends Told>({ label, gaps, keyOf, since, children }: GapListProps<G>) {
  return (
    <ul className={classes.list} aria-label={label}>
      {grouped(gaps, keyOf).map(([key, group]) => {
        const [first] = group;
        return (
          <li key={key}>
            <StatusIcon sign={first.reason === 'denied' || first.reason === 'invalid' ? 'fail' : 'stale'} />
            <div className={classes.text}>
              <p>
                <strong>{first.action ?? first.what}</strong>{' '}
                <span className={classes.grey}>
                  {reasons[first.reason]}
                  {since?.(first)}
                </span>
              </p>
              <p className={classes.said}>{first.message}</p>
              {children(group)}
            </div>
            {first.action ? (
              <CopyButton size="xs" text={`"${first.action}"`} aria-label={`Copy ${first.action}`}>
                Copy
              </CopyButton>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function grouped<G>(gaps: G[], keyOf: (gap: G) => string): [key: string, group: Together<G>][] {
  const groups = new Map<string, Together<G>>();
  for (const gap of gaps) {
    const key = keyOf(gap);
    const group = groups.get(key);
    if (group) group.push(gap);
    else groups.set(key, [gap]);
  }
  return [...groups];
}
