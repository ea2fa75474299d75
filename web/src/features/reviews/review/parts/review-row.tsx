import { Checkbox } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { ReviewItem } from '../../../../api/types.ts';
import { Badge } from '../../../../ui/status/status.tsx';
import { Time } from '../../../../ui/text/time.tsx';
import { accessWords, holderWords, placeWord, throughWords } from '../../words.ts';
import itemClasses from '../item.module.css';
import classes from '../review.module.css';
import type { Board } from '../use-board.ts';
import { DecisionCell, DecisionWord } from './decision-cell.tsx';
import { ItemCard } from './item-card.tsx';

interface RowProps {
  item: ReviewItem;
  board: Board;
  isNarrow: boolean;
}
export function ReviewRow({ item, board, isNarrow }: RowProps) {
  const isCurrent = board.current?.id === item.id;
  const Cells = isNarrow ? NarrowCells : WideCells;
  return (
    <div
      role="row"
      data-item={item.id}
      data-current={isCurrent || undefined}
      aria-current={isCurrent || undefined}
      aria-selected={board.selected.has(item.id)}
      aria-label={`${accessWords(item)}, ${holderWords(item)}`}
      tabIndex={isCurrent ? 0 : -1}
      className={classes.row}
      onFocus={() => isCurrent || board.setCurrentId(item.id)}
      onClick={() => board.setCurrentId(item.id)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) board.setCurrentId(item.id);
      }}
    >
      <Cells item={item} board={board} isCurrent={isCurrent} />
    </div>
  );
}

interface CellsProps {
  item: ReviewItem;
  board: Board;
  isCurrent: boolean;
}
function WideCells({ item, board, isCurrent }: CellsProps) {
  return (
    <>
      <span role="gridcell">
        <Checkbox
          size="xs"
          aria-label={`Select ${accessWords(item)}, ${holderWords(item)}`}
          tabIndex={isCurrent ? 0 : -1}
          checked={board.selected.has(item.id)}
          onChange={() => board.toggle(item.id)}
        />
      </span>
      <span role="gridcell" className={classes.access}>
        <AccessName item={item} by={board.by} />
        <Notes item={item} />
      </span>
      <span role="gridcell" className={classes.cut}>
        {throughWords(item)}
      </span>
      <span role="gridcell" className={classes.soft}>
        <Time at={item.since} as="day" />
      </span>
      <span role="gridcell" className={item.alsoRemoves.length > 0 ? classes.weighty : classes.grey}>
        {item.alsoRemoves.length > 0 ? `${item.alsoRemoves.length} more` : 'nothing else'}
      </span>
      <span role="gridcell" className={classes.right}>
        <DecisionCell item={item} board={board} isCurrent={isCurrent} />
      </span>
    </>
  );
}

/** One item opens at a time; the rest is its name and what was decided. */
function NarrowCells({ item, board, isCurrent }: CellsProps) {
  if (isCurrent) {
    return (
      <div role="gridcell" className={itemClasses.cardCell}>
        <ItemCard board={board} item={item} />
      </div>
    );
  }
  return (
    <>
      <span role="gridcell" className={classes.access}>
        <AccessName item={item} by={board.by} />
        <Notes item={item} />
        <span className={classes.second}>
          {throughWords(item)}, since <Time at={item.since} as="day" />
        </span>
      </span>
      <span role="gridcell" className={classes.right}>
        {item.decision ? (
          <DecisionWord item={item} />
        ) : (
          <IconChevronRight size={16} stroke={1.75} className={classes.grey} aria-label="undecided" />
        )}
      </span>
    </>
  );
}

/** What one gets is heavy; whose it is comes first where the group does not say it. */
function AccessName({ item, by }: { item: ReviewItem; by: Board['by'] }) {
  const { entitlement } = item;
  const account = entitlement.awsAccount;
  return (
    <span className={classes.accessName}>
      {by === 'person' ? null : <>{holderWords(item)} </>}
      {by === 'entitlement' && account ? null : <strong>{entitlement.name}</strong>}
      {account && by !== 'aws-account' ? (
        <>
          {' '}
          <span className={classes.grey}>{placeWord(entitlement)}</span> {account.name}
        </>
      ) : null}
    </span>
  );
}

function Notes({ item }: { item: ReviewItem }) {
  return (
    <>
      {item.identity.status === 'disabled' ? <Badge>user is disabled in AWS</Badge> : null}
      {item.remediation === 'reopened' ? (
        <Badge tone="warn" sign="warn">
          came back
        </Badge>
      ) : null}
    </>
  );
}
