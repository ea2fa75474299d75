import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useList } from '../../../api/queries.ts';
import type { AccessRequest } from '../../../api/types.ts';
import { Empty } from '../../../ui/feedback/states.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/table/column.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { FilterChip } from '../../../ui/table/table-bar.tsx';
import { useTableState } from '../../../ui/table/use-table-state.ts';
import { Time } from '../../../ui/text/time.tsx';
import { minutesWords } from '../../../ui/text/words.ts';
import { Entitlement } from '../words/entitlement.tsx';
import { RequestState } from '../words/request-state.tsx';
import classes from './list.module.css';

const columns: Column<AccessRequest>[] = [
  {
    id: 'what',
    header: 'Access',
    width: 'minmax(220px, 1.6fr)',
    phone: 'title',
    cell: (row) => <Entitlement of={row.entitlement} />,
  },
  { id: 'person', header: 'For', width: 'minmax(110px, 1fr)', phone: 'detail', cell: (row) => row.person.name },
  {
    id: 'minutes',
    header: 'How long',
    width: '110px',
    phone: 'detail',
    cell: (row) => `${row.extendsLeaseId ? '+ ' : ''}${minutesWords(row.grantedMinutes ?? row.durationMinutes)}`,
  },
  {
    id: 'state',
    header: 'State',
    width: 'minmax(150px, 1.4fr)',
    phone: 'detail',
    cell: (row) => <RequestState request={row} />,
  },
  { id: 'sent', header: 'Sent', width: '126px', phone: 'detail', cell: (row) => <Time at={row.createdAt} /> },
  {
    id: 'number',
    header: 'Number',
    width: '64px',
    align: 'right',
    phone: 'aside',
    cell: (row) => <span className={classes.number}>{row.number}</span>,
  },
];

const whose = [{ value: 'mine', label: 'mine' }];
const states = ['pending', 'approved', 'denied', 'cancelled', 'expired'] as const;
type State = (typeof states)[number];
const words: Record<State, string> = {
  pending: 'waiting',
  approved: 'approved',
  denied: 'denied',
  cancelled: 'cancelled',
  expired: 'not decided in time',
};

/** Requests that the person may see: own, those to decide, those of reports. */
export function RequestsPage() {
  const [{ filters }, change] = useTableState();
  const status = states.find((state) => state === filters.status);
  const isMine = filters.whose === 'mine';
  const list = useList('/api/v1/requests', {
    query: { ...(status ? { status } : {}), ...(isMine ? { mine: 'true' } : {}) },
  });
  const isFiltered = status !== undefined || isMine;
  return (
    <Page
      title="Requests"
      actions={
        <Button
          component={Link}
          to="/request"
          variant="filled"
          leftSection={<IconKey size={14} stroke={1.75} aria-hidden />}
        >
          Request access
        </Button>
      }
    >
      <div className={classes.filters}>
        <FilterChip label="Whose" value={filters.whose} options={whose} onChange={(next) => change({ whose: next })} />
        <FilterChip
          label="State"
          value={status}
          options={states.map((value) => ({ value, label: words[value] }))}
          onChange={(next) => change({ status: next })}
        />
      </div>
      <DataTable
        label="Requests"
        noun={list.total === 1 ? 'request' : 'requests'}
        columns={columns}
        list={list}
        keyOf={(row) => row.id}
        hrefOf={(row) => `/requests/${row.id}`}
        empty={
          isFiltered ? (
            <Empty title="No request like that">Choose other filters to see more.</Empty>
          ) : (
            <Empty title="No request yet">
              Ask for access for as long as you need it; its progress shows here until it has ended.
            </Empty>
          )
        }
      />
    </Page>
  );
}
