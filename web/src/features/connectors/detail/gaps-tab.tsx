import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getOptions } from '../../../api/queries.ts';
import type { Gap } from '../../../api/types.ts';
import { Empty, Failed, Loading } from '../../../ui/feedback/states.tsx';
import { StatusIcon } from '../../../ui/status/status.tsx';
import { CopyButton } from '../../../ui/text/copy.tsx';
import { Time } from '../../../ui/text/time.tsx';
import classes from './detail.module.css';

const reasons: Record<Gap['reason'], string> = {
  denied: 'AWS denied it',
  throttled: 'AWS throttled it until the end of the run',
  unavailable: 'AWS did not answer',
  'not-attempted': 'not tried, because something before it could not be read',
  invalid: 'AWS answered something that could not be understood',
};

/** What the last run could not read, what that hides, and the action to add. */
export function GapsTab({ connectorId }: { connectorId: string }) {
  const gaps = useQuery(getOptions('/api/v1/connectors/:id/gaps', { params: { id: connectorId } }));
  if (gaps.isPending) return <Loading rows={4} label="Loading what could not be read" />;
  if (gaps.isError)
    return <Failed error={gaps.error} retry={() => void gaps.refetch()} what="What could not be read" />;
  if (gaps.data.items.length === 0) {
    return (
      <Empty icon={<StatusIcon sign="pass" size={22} />} title="Everything that was tried was read">
        A scope that fails shows here, with the action to add.
      </Empty>
    );
  }
  const actions = [...new Set(gaps.data.items.flatMap((gap) => gap.action ?? []))];
  return (
    <>
      <div className={classes.gapHead}>
        <p>Last-known facts are kept and marked stale; nothing here is shown as “no access”.</p>
        {actions.length > 0 ? (
          <CopyButton text={actions.map((action) => `"${action}"`).join(',\n')}>
            {actions.length === 1 ? 'Copy the action to add' : `Copy the ${actions.length} actions to add`}
          </CopyButton>
        ) : null}
      </div>
      <ul className={classes.gaps} aria-label="What could not be read">
        {grouped(gaps.data.items).map((group) => (
          <GapGroup key={group.key} gaps={group.gaps} />
        ))}
      </ul>
    </>
  );
}

/** Gaps of one action and reason are one thing to mend, so they stand together. */
function grouped(items: Gap[]): { key: string; gaps: [Gap, ...Gap[]] }[] {
  const groups = new Map<string, [Gap, ...Gap[]]>();
  for (const gap of items) {
    const key = `${gap.action ?? gap.scopeKind} ${gap.reason}`;
    const group = groups.get(key);
    if (group) group.push(gap);
    else groups.set(key, [gap]);
  }
  return [...groups].map(([key, gaps]) => ({ key, gaps }));
}

const shownAtOnce = 6;

function GapGroup({ gaps }: { gaps: [Gap, ...Gap[]] }) {
  const [first] = gaps;
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? gaps : gaps.slice(0, shownAtOnce);
  return (
    <li>
      <StatusIcon sign={first.reason === 'denied' || first.reason === 'invalid' ? 'fail' : 'stale'} />
      <div className={classes.gapText}>
        <p>
          <strong>{first.action ?? first.what}</strong>{' '}
          <span className={classes.grey}>
            {reasons[first.reason]}, since <Time at={first.since} />
          </span>
        </p>
        <p className={classes.said}>{first.message}</p>
        <p className={classes.hidden}>
          <span className={classes.grey}>Not read:</span> {shown.map((gap) => gap.what).join(', ')}
          {gaps.length > shown.length ? (
            <>
              {' '}
              <button type="button" className={classes.more} onClick={() => setWhole(true)}>
                and {gaps.length - shown.length} more
              </button>
            </>
          ) : null}
        </p>
      </div>
      {first.action ? (
        <CopyButton size="xs" text={`"${first.action}"`} aria-label={`Copy ${first.action}`}>
          Copy
        </CopyButton>
      ) : null}
    </li>
  );
}
