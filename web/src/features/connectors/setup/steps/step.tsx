import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Status } from '../../../../ui/status/status.tsx';
import classes from '../setup.module.css';
import type { StepState } from './step-states.ts';

interface StepProps {
  number: number;
  title: string;
  state: StepState;
  /** Behind the title: what this step settled. */
  summary?: string;
  note?: string | null;
  action?: ReactNode;
  isLast?: boolean;
  children: ReactNode;
}
const words: Record<StepState, string> = { done: 'done', attention: 'needs attention', open: 'open' };

/** One numbered step; a line leads to the next. */
export function Step({ number, title, state, summary, note, action, isLast = false, children }: StepProps) {
  return (
    <li className={classes.step} data-last={isLast || undefined}>
      <span className={classes.dot} data-state={state} aria-hidden>
        {state === 'done' ? <IconCheck size={13} stroke={2.25} /> : number}
      </span>
      <div className={classes.stepBody}>
        <div className={classes.stepHead}>
          <h2 className={classes.stepTitle}>
            {title}
            <span className="cs-sr">
              , step {number}, {words[state]}
            </span>
            {summary ? <span className={classes.summary}>{summary}</span> : null}
          </h2>
          {action}
          {note ? <Status sign={state === 'done' ? 'pass' : 'warn'}>{note}</Status> : null}
        </div>
        {children}
      </div>
    </li>
  );
}
