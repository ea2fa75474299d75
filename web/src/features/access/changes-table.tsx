import { useMemo } from 'react';
import { useList } from '../../api/queries.ts';
import type { AccessChange } from '../../api/types.ts';
import { Empty } from '../../ui/feedback/states.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { Time } from '../../ui/text/time.tsx';
import classes from './access.module.css';
import { ChangeCause, ChangeIcon, ChangeSentence } from './change-sentence.tsx';

/** Which changes: of one thing, one AWS account, one person or one connector. */
export interface ChangesOf {
  entityId?: string;
  awsAccountId?: string;
  personId?: string;
  connectorId?: string;
  runId?: string;
  op?: AccessChange['op'];
}

const columns: Column<AccessChange>[] = [
  {
    id: 'what',
    header: 'What changed',
    width: 'minmax(0, 1fr)',
    phone: 'title',
    cell: (change) => (
      <span className={classes.changeCell}>
        <ChangeIcon op={change.op} />
        <ChangeSentence change={change} />
      </span>
    ),
  },
  {
    id: 'by',
    header: 'By',
    width: 'minmax(150px, 250px)',
    phone: 'detail',
    cell: (change) => <ChangeCause cause={change.cause} />,
  },
  {
    id: 'run',
    header: 'Seen by',
    width: '90px',
    phone: 'detail',
    cell: (change) => <span className={classes.grey}>run #{change.runNumber}</span>,
  },
  { id: 'at', header: 'When', width: '130px', phone: 'detail', cell: (change) => <Time at={change.at} /> },
];

/** What AWS said differently from one sync run to the next, newest first. */
export function ChangesTable({ of }: { of: ChangesOf }) {
  const list = useList('/api/v1/access/changes', { query: of });
  const items = useMemo(
    () =>
      list.items.map((change, index) => ({ ...change, key: `${change.at}|${change.op}|${change.sentence}|${index}` })),
    [list.items],
  );
  return (
    <div style={{ marginTop: 12 }}>
      <DataTable
        label="Changes"
        noun={list.total === 1 ? 'change' : 'changes'}
        columns={columns}
        list={{ ...list, items }}
        keyOf={(change) => change.key}
        empty={
          <Empty title="No change yet">
            A change shows here when a sync run finds AWS different from the run before.
          </Empty>
        }
      />
    </div>
  );
}
