import { Link } from '@tanstack/react-router';
import { Failed, Loading } from '../../ui/feedback/states.tsx';
import path from '../../ui/path/path.module.css';
import { Time } from '../../ui/text/time.tsx';
import { useLatest } from './use-inbox.ts';

/** Good news, bad news and what asks for attention, as the timeline colours them. */
const tones: Record<string, string> = {
  'lease-active': 'granted',
  'lease-ended': 'changed',
  'lease-ending-soon': 'changed',
  'provisioning-stuck': 'removed',
  'sync-failing': 'removed',
  'scim-token-ending': 'changed',
  'sync-held': 'changed',
  'connector-deleted': 'removed',
  'sync-healed': 'granted',
};

/** Home: what I was told lately, as a timeline; each leads to the thing. */
export function Lately() {
  const latest = useLatest(6);
  if (latest.isPending) return <Loading rows={4} label="Loading what happened lately" />;
  if (latest.isError) return <Failed error={latest.error} what="What happened lately" />;
  if (latest.data.items.length === 0)
    return <p style={{ color: 'var(--cs-text3)', fontSize: 12 }}>Nothing yet that concerns you.</p>;
  return (
    <ol className={path.timeline}>
      {latest.data.items.map((message) => (
        <li key={message.id} className={path.event} data-op={tones[message.kind]}>
          <span className={path.eventTime}>
            <Time at={message.createdAt} />
          </span>
          <div>
            <Link to={message.link} style={{ color: 'inherit' }}>
              {message.title}
            </Link>
          </div>
        </li>
      ))}
    </ol>
  );
}
