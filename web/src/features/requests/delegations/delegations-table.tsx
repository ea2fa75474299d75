import { Button } from '@mantine/core';
import type { Delegation } from '../../../api/types.ts';
import { Status } from '../../../ui/status/status.tsx';
import { PlainTable } from '../../../ui/table/plain-table.tsx';
import { Time } from '../../../ui/text/time.tsx';
import classes from './delegations.module.css';

interface TableProps {
  label: string;
  items: readonly Delegation[];
  /** Whose name tells the rows apart. */
  who: 'person' | 'delegate' | 'both';
  onEnd: (delegation: Delegation) => void;
}
const states = {
  upcoming: { sign: 'waiting', word: 'Upcoming' },
  'in-force': { sign: 'pass', word: 'In force' },
  over: { sign: 'off', word: 'Over' },
} as const;

export function DelegationsTable({ label, items, who, onEnd }: TableProps) {
  const heads = [
    ...(who === 'delegate' ? [] : ['Away']),
    ...(who === 'person' ? [] : ['Decides']),
    'From',
    'Until',
    'State',
    { label: 'Actions', align: 'right' as const },
  ];
  return (
    <PlainTable label={label} heads={heads} isStacked>
      {items.map((item) => (
        <tr key={item.id}>
          {who === 'delegate' ? null : <Name isFirst name={item.person.name} item={item} />}
          {who === 'person' ? null : <Name isFirst={who === 'delegate'} name={item.delegate.name} item={item} />}
          <td>
            <span className={classes.onPhone}>From </span>
            <Time at={item.from} />
          </td>
          <td>
            <span className={classes.onPhone}>Until </span>
            <Time at={item.endedAt ?? item.until} />
            {item.endedAt ? <span className={classes.grey}>, ended by {item.endedBy?.name}</span> : null}
          </td>
          <td>
            <Status sign={states[item.status].sign}>{states[item.status].word}</Status>
          </td>
          <td data-align="right">
            {item.canEnd ? (
              <Button
                size="xs"
                variant="outline"
                data-danger
                aria-label={`End: ${item.delegate.name} for ${item.person.name}`}
                onClick={() => onEnd(item)}
              >
                End…
              </Button>
            ) : null}
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}

/** The note, and who named the delegate where it was somebody else, stand under the first name of a row. */
function Name({ name, isFirst, item }: { name: string; isFirst: boolean; item: Delegation }) {
  const isByOther = item.createdBy.id !== item.person.id;
  return (
    <td>
      <strong className={classes.name}>{name}</strong>
      {isFirst && item.note ? <span className={classes.under}>{item.note}</span> : null}
      {isFirst && isByOther ? <span className={classes.under}>named by {item.createdBy.name}</span> : null}
    </td>
  );
}
