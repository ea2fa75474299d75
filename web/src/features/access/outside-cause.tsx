import type { AccessChange } from '../../api/types.ts';
import { Time } from '../../ui/text/time.tsx';
import classes from './access.module.css';
import own from './outside-cause.module.css';

type Outside = Extract<AccessChange['cause'], { by: 'outside' }>;

/** Who made a change outside Countersign, as CloudTrail tells it; plain "outside" where it does not. */
export function OutsideCause({ cause: { event, words } }: { cause: Outside }) {
  if (!event) return <span className={classes.grey}>{words}</span>;
  return (
    <span className={`${classes.grey} ${own.cause}`}>
      outside Countersign: <code className={own.id}>{event.actor}</code>
      {event.sourceIp && ` from ${event.sourceIp}`}, {event.name} <Time at={event.at} /> (event{' '}
      <code className={own.id}>{event.id}</code>)
    </span>
  );
}
