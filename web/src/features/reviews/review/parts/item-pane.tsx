import { Button, Textarea } from '@mantine/core';
import { IconArrowRight, IconCheck, IconX } from '@tabler/icons-react';
import type { ReviewItem } from '../../../../api/types.ts';
import { Badge } from '../../../../ui/status/status.tsx';
import { accessWords, holderWords, isOpen } from '../../words.ts';
import classes from '../item.module.css';
import listClasses from '../review.module.css';
import type { Board } from '../use-board.ts';
import { DecisionWord } from './decision-cell.tsx';
import { IfRevoked, ItemFacts, PathSteps } from './item-facts.tsx';
import { Cap } from './key-foot.tsx';

/** Beside the list: the current item's path, facts and consequence; the buttons always at the foot. */
export function ItemPane({ board }: { board: Board }) {
  const { current } = board;
  if (!current) return <aside className={classes.pane} aria-label="Current item" />;
  return (
    <aside className={classes.pane} aria-label="Current item">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard (axe scrollable-region-focusable) */}
      <div className={classes.paneBody} tabIndex={0} role="region" aria-label="Facts of the current item">
        <h2 className={classes.paneTitle}>{accessWords(current)}</h2>
        <p className={classes.paneWho}>{holderWords(current)}</p>
        <p className={classes.badges}>
          <Badge>
            item {board.visible.findIndex((item) => item.id === current.id) + 1} of {board.visible.length}
          </Badge>
          <State item={current} />
        </p>
        <h3>Path</h3>
        <PathSteps item={current} />
        <ItemFacts item={current} />
        <IfRevoked item={current} />
      </div>
      {isOpen(current) ? <DecisionFoot board={board} item={current} /> : null}
    </aside>
  );
}

export function State({ item }: { item: ReviewItem }) {
  return (
    <>
      {item.identity.status === 'disabled' ? <Badge>user is disabled in AWS</Badge> : null}
      {item.remediation === 'reopened' ? (
        <Badge tone="warn" sign="warn">
          came back after it was revoked
        </Badge>
      ) : null}
      {item.submittedAt ? <Badge>submitted</Badge> : null}
      {item.decision ? <DecisionWord item={item} /> : null}
    </>
  );
}

function DecisionFoot({ board, item }: { board: Board; item: ReviewItem }) {
  return (
    <div className={classes.paneFoot}>
      <Textarea
        label="Comment, goes into the evidence"
        placeholder="Optional to certify, needed to revoke"
        rows={2}
        maxLength={1000}
        value={board.comment}
        onChange={(event) => board.setComment(event.currentTarget.value)}
      />
      <div className={classes.paneButtons}>
        <Button
          size="md"
          leftSection={<IconCheck size={15} className={listClasses.okIcon} aria-hidden />}
          rightSection={<Cap>C</Cap>}
          onClick={board.certify}
        >
          Certify
        </Button>
        <Button
          size="md"
          leftSection={<IconX size={15} className={listClasses.badIcon} aria-hidden />}
          rightSection={<Cap>R</Cap>}
          onClick={board.revoke}
        >
          Revoke
        </Button>
      </div>
      <div className={classes.paneLinks}>
        {item.submittedAt ? null : (
          <Button
            variant="subtle"
            size="xs"
            leftSection={<IconArrowRight size={13} aria-hidden />}
            onClick={() => board.ask({ kind: 'reassign', items: [item] })}
          >
            Give to somebody else…
          </Button>
        )}
        {item.decision ? (
          <Button variant="subtle" size="xs" onClick={() => board.takeBack(item)}>
            Take back
          </Button>
        ) : null}
      </div>
    </div>
  );
}
