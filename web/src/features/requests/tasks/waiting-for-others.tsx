import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { getOptions, useSession } from '../../../api/queries.ts';
import { Avatar } from '../../../ui/path/avatar.tsx';
import { namesWords, openStep } from '../words/step-words.ts';
import { decidedBy } from './task-items.ts';
import classes from './tasks.module.css';

/** Requests that I approved and somebody else has now. */
export function WaitingForOthers() {
  const { person } = useSession();
  const pending = useQuery(getOptions('/api/v1/requests', { query: { status: 'pending', limit: 100 } }));
  const mine = decidedBy(pending.data?.items ?? [], person.id).filter(({ canDecide }) => !canDecide);
  if (mine.length === 0) return null;
  return (
    <section aria-label="Waiting for others" className={classes.group}>
      <h2>Waiting for others</h2>
      <ul>
        {mine.map((request) => (
          <li key={request.id}>
            <Link to={`/requests/${request.id}`} className={classes.item}>
              <Avatar name={request.person.name} size={28} />
              <span className={classes.itemText}>
                <strong>{request.person.name}</strong>
                <span>{request.entitlement.name}</span>
                <span className={classes.small}>
                  You approved; now {namesWords(openStep(request)?.candidates.map(({ name }) => name) ?? [])}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
