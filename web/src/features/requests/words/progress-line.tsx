import type { AccessRequest } from '../../../api/types.ts';
import { type Sign, StatusIcon } from '../../../ui/status/status.tsx';
import { useNow } from '../../../ui/text/time.tsx';
import { type ProgressPoint, progressOf } from './progress.ts';
import { leftWords } from './time-words.ts';
import classes from './words.module.css';

const signs: Record<ProgressPoint['state'], Sign | null> = {
  done: 'pass',
  now: 'waiting',
  working: 'working',
  todo: null,
  failed: 'fail',
  off: 'not-granted',
};
const states: Record<ProgressPoint['state'], string> = {
  done: 'done',
  now: 'waiting',
  working: 'at work',
  todo: 'still to come',
  failed: 'failed',
  off: 'over',
};

/** Sent — Manager — Ingrid Solheim, since 18 min — Active. */
export function ProgressLine({ request }: { request: AccessRequest }) {
  const points = progressOf(request);
  return (
    <ol className={classes.line} aria-label={`Progress of request ${request.number}`}>
      {points.map((point, index) => (
        <Point key={point.id} point={point} isLinked={point.state === 'done' && points[index - 1]?.state === 'done'} />
      ))}
    </ol>
  );
}

function Point({ point, isLinked }: { point: ProgressPoint; isLinked: boolean }) {
  const now = useNow(30_000);
  const sign = signs[point.state];
  return (
    <li className={classes.point} data-state={point.state} data-linked={isLinked || undefined}>
      {sign ? <StatusIcon sign={sign} size={14} /> : null}
      <span>
        {point.label}
        {point.since ? (
          <span className={classes.since}>, since {leftWords(now.toISOString(), new Date(point.since))}</span>
        ) : null}
        <span className="cs-sr">, {states[point.state]}</span>
      </span>
    </li>
  );
}
