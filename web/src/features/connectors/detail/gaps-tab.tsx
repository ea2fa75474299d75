import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getOptions } from '../../../api/queries.ts';
import type { Gap } from '../../../api/types.ts';
import { Empty, Failed, Loading } from '../../../ui/feedback/states.tsx';
import { StatusIcon } from '../../../ui/status/status.tsx';
import { CopyButton } from '../../../ui/text/copy.tsx';
import { Time } from '../../../ui/text/time.tsx';
import { GapList } from '../gaps/gap-list.tsx';
import classes from './detail.module.css';

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
      <GapList
        label="What could not be read"
        gaps={gaps.data.items}
        keyOf={(gap) => `${gap.action ?? gap.scopeKind} ${gap.reason}`}
        since={(gap) => (
          <>
            , since <Time at={gap.since} />
          </>
        )}
      >
        {(together) => <NotRead gaps={together} />}
      </GapList>
    </>
  );
}

const shownAtOnce = 6;

function NotRead({ gaps }: { gaps: Gap[] }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? gaps : gaps.slice(0, shownAtOnce);
  return (
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
  );
}
