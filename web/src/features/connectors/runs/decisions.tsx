import type { RunDetail } from '../../../api/types.ts';
import classes from './run-page.module.css';

const bases: Record<RunDetail['plan'][number]['basis'], string> = {
  listed: 'counted from what was listed just before',
  'last-publication': 'counted from the last publication',
  'read-so-far': 'counted from what was read so far',
};

/** The planner's decisions, as sentences; one that a later one replaced is still told, as that. */
export function Decisions({ plan }: { plan: RunDetail['plan'] }) {
  if (plan.length === 0)
    return <p className={classes.grey}>Nothing was to be decided: there was one way to read each part.</p>;
  return (
    <ul className={classes.decisions} aria-label="Decisions">
      {plan.map((decision, n) => {
        const isReplaced = plan.slice(n + 1).some(({ part }) => part === decision.part);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: decisions are only ever added
          <li key={n} data-replaced={isReplaced || undefined}>
            <p>{decision.sentence}</p>
            <p className={classes.basis}>
              {isReplaced ? 'Replaced later in this run; ' : ''}
              {bases[decision.basis]}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
