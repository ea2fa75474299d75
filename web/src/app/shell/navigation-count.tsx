import { useQuery } from '@tanstack/react-query';
import { getOptions } from '../../api/queries.ts';
import classes from './shell.module.css';

const pollMs = 30_000;
const one = { limit: 1 } as const;

/** How many wait for me behind a link of the navigation; nothing while there are none. */
export function NavigationCount({ of }: { of: 'tasks' | 'reviews' }) {
  return of === 'tasks' ? <TaskCount /> : <ReviewCount />;
}

function TaskCount() {
  const approvals = useQuery({ ...getOptions('/api/v1/approvals', { query: one }), refetchInterval: pollMs });
  const manual = useQuery({
    ...getOptions('/api/v1/manual-tasks', { query: { ...one, status: 'open' } }),
    refetchInterval: pollMs,
  });
  return <Count value={(approvals.data?.total ?? 0) + (manual.data?.total ?? 0)} />;
}

function ReviewCount() {
  const { data } = useQuery({
    ...getOptions('/api/v1/reviews/items', { query: { ...one, isSubmitted: 'false' } }),
    refetchInterval: pollMs,
    retry: false,
  });
  return <Count value={data?.total ?? 0} />;
}

/** Not part of the link's name, which stays the same whatever waits; Home and the inbox say it in words. */
const Count = ({ value }: { value: number }) =>
  value > 0 ? (
    <span className={classes.linkCount} aria-hidden>
      {value.toLocaleString('en')}
    </span>
  ) : null;
