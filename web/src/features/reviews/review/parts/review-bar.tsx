import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowRight, IconCheck, IconX } from '@tabler/icons-react';
import { TableBar } from '../../../../ui/table/table-bar.tsx';
import { counted } from '../../../../ui/text/words.ts';
import classes from '../review.module.css';
import { type Board, groupings } from '../use-board.ts';

/** Grouping, filter, search; with a selection, what can be done with it. */
export function ReviewBar({ board }: { board: Board }) {
  const undecided = board.items.filter((item) => item.decision === null).length;
  return board.chosen.length > 0 ? (
    <SelectionBar board={board} />
  ) : (
    <TableBar
      count={
        <SegmentedControl
          aria-label="Group by"
          size="xs"
          classNames={{ root: classes.segments ?? '', label: classes.segment ?? '' }}
          data={groupings.map(({ id, label }) => ({ value: id, label }))}
          value={board.by}
          onChange={(by) => board.change({ by: by === 'person' ? undefined : by })}
        />
      }
      search={{ value: board.q, placeholder: 'Find in my items', onChange: (q) => board.change({ q }) }}
    >
      <button
        type="button"
        className={classes.chip}
        aria-pressed={board.isUndecidedOnly}
        onClick={() => board.change({ show: board.isUndecidedOnly ? undefined : 'undecided' })}
      >
        Undecided <strong>{undecided}</strong>
      </button>
    </TableBar>
  );
}

function SelectionBar({ board }: { board: Board }) {
  const { chosen } = board;
  return (
    <div className={classes.selection} role="toolbar" aria-label="Selected items">
      <span className={classes.selected}>{counted(chosen.length, 'item', 'items')} selected</span>
      <Button leftSection={<IconCheck size={14} className={classes.okIcon} aria-hidden />} onClick={board.certify}>
        Certify selected
      </Button>
      <Button leftSection={<IconX size={14} className={classes.badIcon} aria-hidden />} onClick={board.revoke}>
        Revoke selected…
      </Button>
      <Button
        leftSection={<IconArrowRight size={14} aria-hidden />}
        onClick={() => board.ask({ kind: 'reassign', items: chosen })}
      >
        Give to somebody else…
      </Button>
      <Button variant="subtle" onClick={board.clear}>
        Clear
      </Button>
    </div>
  );
}
