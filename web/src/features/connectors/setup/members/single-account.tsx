import { Button } from '@mantine/core';
import { useState } from 'react';
import classes from '../setup.module.css';
import { type Way, Ways } from '../steps/ways.tsx';

/** The same role in one AWS account, where a StackSet does not reach or is not wanted. */
export function SingleAccount({ ways }: { ways: Way[] }) {
  const [isShown, setShown] = useState(false);
  return (
    <>
      <div className={classes.policyRow}>
        <strong>By hand</strong>
        <span>One AWS account that the StackSet does not reach</span>
        <span />
        <span className={classes.buttons}>
          <Button
            size="xs"
            aria-expanded={isShown}
            aria-label="Ways to create the role in one AWS account by hand"
            onClick={() => setShown(!isShown)}
          >
            Ways
          </Button>
        </span>
      </div>
      {isShown ? <Ways label="Ways to create the role in one AWS account" ways={ways} /> : null}
    </>
  );
}
