import { useQuery } from '@tanstack/react-query';
import { getOptions } from '../../api/queries.ts';
import { Failed, Loading } from '../../ui/feedback/states.tsx';
import path from '../../ui/path/path.module.css';
import { Time } from '../../ui/text/time.tsx';
import { ChangeCause, ChangeSentence } from './change-sentence.tsx';
import type { ChangesOf } from './changes-table.tsx';

/** The latest changes as a short timeline, for a side column. */
export function ChangesTimeline({ of, limit = 6, none }: { of: ChangesOf; limit?: number; none: string }) {
  const changes = useQuery(getOptions('/api/v1/access/changes', { query: { ...of, limit } }));
  if (changes.isPending) return <Loading rows={4} />;
  if (changes.isError) return <Failed error={changes.error} what="What changed" />;
  if (changes.data.items.length === 0) return <p style={{ color: 'var(--cs-text3)', fontSize: 12 }}>{none}</p>;
  return (
    <ol className={path.timeline}>
      {changes.data.items.map((change) => (
        <li key={`${change.at} ${change.op} ${change.sentence}`} className={path.event} data-op={change.op}>
          <span className={path.eventTime}>
            <Time at={change.at} />
          </span>
          <div>
            <ChangeSentence change={change} />
          </div>
          <div className={path.eventNote}>
            <ChangeCause cause={change.cause} /> · seen by run #{change.runNumber}
          </div>
        </li>
      ))}
    </ol>
  );
}
