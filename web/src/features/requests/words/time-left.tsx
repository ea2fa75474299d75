import { Tooltip } from '@mantine/core';
import type { Lease } from '../../../api/types.ts';
import { exactWords, shortMoment, useNow } from '../../../ui/text/time.tsx';
import { leftWords, shareLeft } from './time-words.ts';
import classes from './words.module.css';

/** Less than this is said in amber: time to ask for more. */
const soonMs = 30 * 60_000;

/** Time left as words, end and bar. */
export function TimeLeft({ lease }: { lease: Pick<Lease, 'startsAt' | 'activatedAt' | 'endsAt'> }) {
  const now = useNow(Date.parse(lease.endsAt) - Date.now() < 120_000 ? 1_000 : 15_000);
  const share = shareLeft(lease.activatedAt ?? lease.startsAt, lease.endsAt, now);
  const isSoon = Date.parse(lease.endsAt) - now.getTime() < soonMs;
  const words = leftWords(lease.endsAt, now);
  return (
    <div className={classes.left} data-soon={isSoon || undefined}>
      <span className={classes.leftWords}>
        <strong>
          {words}
          <span className="cs-sr"> left</span>
        </strong>
        <Tooltip label={exactWords(lease.endsAt)}>
          <span>
            to <time dateTime={lease.endsAt}>{shortMoment(lease.endsAt)}</time>
          </span>
        </Tooltip>
      </span>
      <div className={classes.track} aria-hidden>
        <div className={classes.fill} style={{ width: `${100 * share}%` }} />
      </div>
    </div>
  );
}
