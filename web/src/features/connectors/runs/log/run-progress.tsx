import type { SyncRun } from '../../../../api/types.ts';
import classes from './run-log.module.css';

/** Calls made, of those that are planned so far. */
export function RunProgress({ run }: { run: Pick<SyncRun, 'callsPlanned' | 'callsMade'> }) {
  const share = run.callsPlanned > 0 ? Math.min(100, (100 * run.callsMade) / run.callsPlanned) : 0;
  return (
    <div className={classes.progress}>
      <div
        className={classes.track}
        role="progressbar"
        aria-label="Calls made"
        aria-valuemin={0}
        aria-valuemax={run.callsPlanned}
        aria-valuenow={Math.min(run.callsMade, run.callsPlanned)}
      >
        <div className={classes.fill} style={{ width: `${share}%` }} />
      </div>
      <span>
        {run.callsPlanned > 0
          ? `${run.callsMade.toLocaleString('en')} of ${run.callsPlanned.toLocaleString('en')} calls`
          : 'Planning the calls'}
      </span>
    </div>
  );
}
