import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { getOptions } from '../../../api/queries.ts';
import { Failed, Loading } from '../../../ui/feedback/states.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { Time } from '../../../ui/text/time.tsx';
import { minutesWords } from '../../../ui/text/words.ts';
import { pollMs } from '../use-requests.ts';
import { Entitlement } from '../words/entitlement.tsx';
import { ProgressLine } from '../words/progress-line.tsx';
import classes from './home.module.css';

const quietMs = 15_000;

/** Home: my latest requests, each with its progress line. */
export function MyRequests() {
  const requests = useQuery({
    ...getOptions('/api/v1/requests', { query: { mine: 'true', limit: 5 } }),
    refetchInterval: ({ state }) =>
      Math.min(quietMs, ...(state.data?.items ?? []).map((request) => pollMs(request) || quietMs)),
  });
  const items = requests.data?.items ?? [];
  return (
    <Section
      title="My requests"
      action={
        items.length > 0 ? (
          <Link to="/requests" search={{ whose: 'mine' } as never}>
            All requests
          </Link>
        ) : undefined
      }
    >
      {requests.isPending ? <Loading rows={3} label="Loading your requests" /> : null}
      {requests.isError ? (
        <Failed error={requests.error} retry={() => void requests.refetch()} what="Your requests" />
      ) : null}
      {requests.data && items.length === 0 ? (
        <p className={classes.none}>None yet. What you ask for shows here until it has ended.</p>
      ) : null}
      <ul className={classes.rows} aria-label="My requests">
        {items.map((request) => (
          <li key={request.id} className={classes.request}>
            <span>
              <Link to={`/requests/${request.id}`} className={classes.requestName}>
                <Entitlement of={request.entitlement} />
              </Link>
              , {request.extendsLeaseId ? '+ ' : ''}
              {minutesWords(request.grantedMinutes ?? request.durationMinutes)}
            </span>
            <ProgressLine request={request} />
            <span className={classes.small}>
              <Time at={request.createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
