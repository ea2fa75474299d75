import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Fragment } from 'react';
import { Empty } from '../../../../ui/feedback/states.tsx';
import { Avatar } from '../../../../ui/path/avatar.tsx';
import { kindIcons } from '../../../../ui/path/kinds.ts';
import type { ItemGroup } from '../grouping.ts';
import classes from '../review.module.css';
import type { Board } from '../use-board.ts';
import { ReviewRow } from './review-row.tsx';

const heads = ['Access', 'Through', 'Since', 'Goes with it'];
const columnCount = heads.length + 2;

/** All items under their heads. The browser draws only what is in view (content-visibility), so thousands are fine. */
export function ReviewList({ board, isNarrow }: { board: Board; isNarrow: boolean }) {
  if (board.groups.length === 0) {
    return board.isUndecidedOnly && !board.q ? (
      <Empty title="Everything is decided">
        {board.drafts > 0 ? 'Nothing happens before you submit your decisions.' : 'And submitted. Thank you.'}
      </Empty>
    ) : (
      <Empty title="No item matches">Search looks at people, entitlements, AWS accounts and groups on the path.</Empty>
    );
  }
  return (
    <div
      role="grid"
      aria-label="Items to review"
      aria-colcount={columnCount}
      className={classes.grid}
      data-narrow={isNarrow || undefined}
    >
      {isNarrow ? null : <ListHead by={board.by} />}
      {board.groups.map((group) => (
        <div key={group.key} role="rowgroup">
          <GroupHead
            group={group}
            isClosed={board.closed.has(group.key)}
            onToggle={() => board.toggleGroup(group.key)}
          />
          {board.closed.has(group.key)
            ? null
            : group.items.map((item) => (
                <Fragment key={item.id}>
                  <ReviewRow item={item} board={board} isNarrow={isNarrow} />
                </Fragment>
              ))}
        </div>
      ))}
    </div>
  );
}

function ListHead({ by }: { by: Board['by'] }) {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" className={classes.row}>
        <span role="columnheader">
          <span className="cs-sr">Selected</span>
        </span>
        {heads.map((head) => (
          <span key={head} role="columnheader">
            {head === 'Access' && by !== 'person' ? 'Who, and what' : head}
          </span>
        ))}
        <span role="columnheader" className={classes.right}>
          Decision
        </span>
      </div>
    </div>
  );
}

const iconKinds = { identity: 'identity', entitlement: 'permission-set', 'aws-account': 'aws-account' } as const;
function GroupHead({ group, isClosed, onToggle }: { group: ItemGroup; isClosed: boolean; onToggle: () => void }) {
  const Chevron = isClosed ? IconChevronRight : IconChevronDown;
  return (
    <div role="row" className={classes.group}>
      <div role="rowheader" aria-colspan={columnCount} className={classes.groupCell}>
        <button type="button" className={classes.groupName} aria-expanded={!isClosed} onClick={onToggle}>
          <Chevron size={14} stroke={1.75} aria-hidden />
          <Avatar name={group.name} {...(group.kind === 'person' ? {} : { icon: kindIcons[iconKinds[group.kind]] })} />
          <span>{group.name}</span>
        </button>
        {group.kind === 'identity' ? <span className={classes.grey}>belongs to nobody known</span> : null}
        <span className={classes.groupCount}>
          {group.decided} of {group.items.length} decided
        </span>
      </div>
    </div>
  );
}
