import { Button } from '@mantine/core';
import { sentenceOf } from '../../../../api/problem.ts';
import { Banner } from '../../../../ui/status/banner.tsx';
import { counted } from '../../../../ui/text/words.ts';
import classes from '../review.module.css';
import type { Board } from '../use-board.ts';

/** What the server said to the last decision or submission. */
export function Answers({ board }: { board: Board }) {
  const { submit, decisions } = board;
  const failure = decisions.error ?? submit.error;
  return (
    <div className={classes.answers}>
      {failure ? (
        <Banner
          tone="bad"
          isAnswer
          actions={
            <Button
              onClick={() => {
                decisions.putAway();
                submit.reset();
              }}
            >
              Put away
            </Button>
          }
        >
          <p>
            <strong>{decisions.error ? 'A decision was not saved.' : 'Nothing was submitted.'}</strong>{' '}
            {sentenceOf(failure)}
          </p>
        </Banner>
      ) : null}
      {submit.data && !failure && board.drafts === 0 ? (
        <Banner tone="info" isAnswer actions={<Button onClick={() => submit.reset()}>Put away</Button>}>
          <p>
            <strong>{counted(submit.data.submitted, 'decision', 'decisions')} submitted.</strong>{' '}
            {submit.data.left === 0 ? 'Nothing is left.' : `${submit.data.left} are left.`} You may change a decision
            until the campaign closes.
          </p>
        </Banner>
      ) : null}
    </div>
  );
}
