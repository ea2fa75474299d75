import type { AccessRequest } from '../../../api/types.ts';
import { progressOf } from './progress.ts';
import classes from './words.module.css';

const states = {
  done: 'done',
  now: 'waiting',
  working: 'at work',
  todo: 'still to come',
  failed: 'failed',
  off: 'over',
};

/** The same progress as bars with who and when below: for the page of one request. */
export function StepsBar({ request }: { request: AccessRequest }) {
  return (
    <ol className={classes.steps} aria-label={`Steps of request ${request.number}`}>
      {progressOf(request).map((point) => (
        <li key={point.id} data-state={point.state}>
          <strong>
            {point.heading}
            <span className="cs-sr">, {states[point.state]}</span>
          </strong>
          <span>{point.note}</span>
        </li>
      ))}
    </ol>
  );
}
