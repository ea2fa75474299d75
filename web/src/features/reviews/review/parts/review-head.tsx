import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReviewItem } from '../../../../api/types.ts';
import { Time } from '../../../../ui/text/time.tsx';
import { counted } from '../../../../ui/text/words.ts';
import { dueWords, silenceForReviewers } from '../../words.ts';
import classes from '../review.module.css';
import type { Board } from '../use-board.ts';

/** How far I am, until when, and what happens to what I leave (REV-5: shown to reviewers). */
export function ReviewFacts({ board, campaign }: { board: Board; campaign: ReviewItem['campaign'] }) {
  const decided = board.items.filter((item) => item.decision !== null).length;
  const total = board.items.length;
  return (
    <div className={classes.facts}>
      <div
        className={classes.track}
        role="progressbar"
        aria-label="Decided"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={decided}
      >
        <div className={classes.fill} style={{ width: `${(decided / total) * 100}%` }} />
      </div>
      <span className={classes.count}>
        <strong>{decided}</strong> of {total} decided
      </span>
      {campaign.status === 'active' ? (
        <span>
          Due {dueWords(campaign.dueAt)}. {silenceForReviewers[campaign.silence]}
        </span>
      ) : (
        <span>The campaign is closed. Only access that came back waits for a decision.</span>
      )}
    </div>
  );
}

interface SubmitProps {
  board: Board;
  onSubmit: () => void;
  isWide?: boolean;
}
/** Nothing happens before this button: a draft is only mine. */
export function SubmitButton({ board, onSubmit, isWide = false }: SubmitProps) {
  const { drafts, decisions, submit } = board;
  return (
    <>
      {decisions.savedAt ? (
        <span className={classes.saved} role="status">
          <IconCheck size={14} stroke={1.75} aria-hidden />
          {decisions.isSaving ? (
            'Saving…'
          ) : (
            <>
              Drafts saved <Time at={decisions.savedAt} as="ago" />
            </>
          )}
        </span>
      ) : null}
      <Button
        variant="filled"
        size={isWide ? 'lg' : 'sm'}
        fullWidth={isWide}
        disabled={drafts === 0}
        loading={submit.isPending}
        onClick={onSubmit}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        rightSection={isWide || drafts === 0 ? undefined : <kbd className={classes.keyOnInk}>Ctrl ↵</kbd>}
      >
        {drafts === 0 ? 'No draft to submit' : `Submit ${counted(drafts, 'decision', 'decisions')}`}
      </Button>
    </>
  );
}
