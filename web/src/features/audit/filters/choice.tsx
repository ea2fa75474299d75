import type { ReactNode } from 'react';
import classes from './filters.module.css';

/** One of the values that a filter may take. */
export function Choice(props: { isChosen: boolean; onChoose: () => void; children: ReactNode }) {
  return (
    <button type="button" className={classes.choice} aria-pressed={props.isChosen} onClick={props.onChoose}>
      {props.children}
    </button>
  );
}
