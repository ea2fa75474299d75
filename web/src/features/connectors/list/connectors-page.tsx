import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useList, usePermission } from '../../../api/queries.ts';
import type { Connector } from '../../../api/types.ts';
import { Empty } from '../../../ui/feedback/states.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/table/column.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { useTableState } from '../../../ui/table/use-table-state.ts';
import { Time } from '../../../ui/text/time.tsx';
import { ConnectorStatus } from '../connector-status.tsx';
import classes from '../connectors.module.css';
import { AddConnectorDrawer } from './add-connector-drawer.tsx';

const None = ({ children }: { children: string }) => <span className={classes.grey}>{children}</span>;

const columns: Column<Connector>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(160px, 1.4fr)',
    phone: 'title',
    cell: (row) => <span className={classes.name}>{row.name}</span>,
  },
  { id: 'application', header: 'Application', width: 'minmax(130px, 1.1fr)', cell: (row) => row.application.name },
  {
    id: 'owners',
    header: 'Owners',
    width: 'minmax(140px, 1.3fr)',
    phone: 'detail',
    cell: (row) => row.owners.map((owner) => owner.name).join(', '),
  },
  {
    id: 'status',
    header: 'Status',
    width: '130px',
    phone: 'aside',
    cell: (row) => <ConnectorStatus status={row.status} />,
  },
  {
    id: 'last',
    header: 'Last sync',
    width: '130px',
    phone: 'detail',
    cell: (row) => (row.lastSyncedAt ? <Time at={row.lastSyncedAt} /> : <None>never</None>),
  },
  {
    id: 'next',
    header: 'Next sync',
    width: '130px',
    phone: 'detail',
    cell: (row) =>
      row.isPaused ? <None>paused</None> : row.nextSyncAt ? <Time at={row.nextSyncAt} /> : <None>not planned</None>,
  },
];

export function ConnectorsPage() {
  const list = useList('/api/v1/connectors', { query: {} });
  const mayAdd = usePermission('connectors.manage');
  const [{ filters }, change] = useTableState();
  const isNone = list.isSuccess && list.total === 0;
  useOpenByItself(isNone && mayAdd, () => change({ add: 'connector' }));
  return (
    <Page
      title="Connectors"
      actions={
        mayAdd ? (
          <Button
            variant="filled"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => change({ add: 'connector' })}
          >
            Add connector
          </Button>
        ) : undefined
      }
    >
      <div className={classes.list}>
        <DataTable
          label="Connectors"
          noun={list.total === 1 ? 'connector' : 'connectors'}
          columns={columns}
          list={list}
          keyOf={(row) => row.id}
          hrefOf={(row) =>
            row.status === 'not-connected' && row.canManage && !row.roleArn
              ? `/connectors/${row.id}/setup`
              : `/connectors/${row.id}`
          }
          empty={
            <Empty title="No connector yet">
              A connector is a link to one AWS account or organization, through an IAM role that you create there.
              {mayAdd ? '' : ' A Connector Administrator can add one.'}
            </Empty>
          }
        />
      </div>
      <AddConnectorDrawer isOpen={mayAdd && filters.add === 'connector'} onClose={() => change({ add: undefined })} />
    </Page>
  );
}

/** CON-1: with no connector yet, the add form opens by itself; once, so that it can be closed. */
function useOpenByItself(isWanted: boolean, open: () => void) {
  const isDone = useRef(false);
  useEffect(() => {
    if (!isWanted || isDone.current) return;
    isDone.current = true;
    open();
  }, [isWanted, open]);
}
