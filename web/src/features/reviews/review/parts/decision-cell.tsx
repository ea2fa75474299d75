import { IconCheck, IconX } from '@tabler/icons-react';
import type { ReviewItem } from '../../../../api/types.ts';
import { accessWords, holderWords, isOpen } from '../../words.ts';
import classes from '../review.module.css';
import type { Board } from '../use-board.ts';

const words = { certify: ['Certify', 'Certified'], revoke: ['Revoke', 'Revoked'] } as const;
/** What was decided, as a word: filled while it is a draft, plain once it is submitted. */
export function DecisionWord({ item }: { item: ReviewItem }) {
  if (item.decision === null) return <span className={classes.grey}>undecided</span>;
  const Icon = item.decision === 'certify' ? IconCheck : IconX;
  const [draft, submitted] = words[item.decision];
  return (
    <span
      className={classes.word}
      data-decision={item.decision}
      data-submitted={item.submittedAt !== null || undefined}
    >
      <Icon size={13} stroke={2} aria-hidden />
      {item.submittedAt ? submitted : draft}
    </span>
  );
}

/** Equal buttons until decided; then the word, and the other one beside it. */
export function DecisionCell({ item, board, isCurrent }: { item: ReviewItem; board: Board; isCurrent: boolean }) {
  if (!isOpen(item)) return <DecisionWord item={item} />;
  const what = `${accessWords(item)}, ${holderWords(item)}`;
  const common = { type: 'button' as const, className: classes.decide, tabIndex: isCurrent ? 0 : -1 };
  return (
    <span className={classes.decision}>
      {item.decision === 'certify' ? (
        <DecisionWord item={item} />
      ) : (
        <button
          {...common}
          data-narrow={item.decision !== null || undefined}
          aria-label={`Certify ${what}`}
          title="Certify (C)"
          onClick={(event) => {
            event.stopPropagation();
            board.setCurrentId(item.id);
            board.decisions.decide([item], { decision: 'certify' });
          }}
        >
          {item.decision === null ? <IconCheck size={13} stroke={2} className={classes.okIcon} aria-hidden /> : null}C
        </button>
      )}
      {item.decision === 'revoke' ? (
        <DecisionWord item={item} />
      ) : (
        <button
          {...common}
          data-narrow={item.decision !== null || undefined}
          aria-label={`Revoke ${what}`}
          title="Revoke (R)"
          onClick={(event) => {
            event.stopPropagation();
            board.setCurrentId(item.id);
            board.ask({ kind: 'revoke', items: [item] });
          }}
        >
          {item.decision === null ? <IconX size={13} stroke={2} className={classes.badIcon} aria-hidden /> : null}R
        </button>
      )}
    </span>
  );
}
