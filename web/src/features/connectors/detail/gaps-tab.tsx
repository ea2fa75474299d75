import { useQuery } from '@tanstack/react-query';
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
        {gaps.data.items.map((gap) => (
          <GapRow key={`${gap.scopeKind}:${gap.what}`} gap={gap} />
        ))}
      </ul>
    </>
  );
}

function GapRow({ gap }: { gap: Gap }) {
  return (
    <li>
      <StatusIcon sign={gap.reason === 'denied' || gap.reason === 'invalid' ? 'fail' : 'stale'} />
      <div className={classes.gapText}>
        <p>
          <strong>{gap.what}</strong> <span className={classes.grey}>{reasons[gap.reason]}, since</span>{' '}
          <Time at={gap.since} />
        </p>
        <p className={classes.said}>{gap.message}</p>
      </div>
      {gap.action ? (
        <span className={classes.mend}>
          <code className="cs-mono">{gap.action}</code>
          <CopyButton size="xs" text={`"${gap.action}"`} aria-label={`Copy ${gap.action}`}>
            Copy
          </CopyButton>
        </span>
      ) : null}
    </li>
  );
}
