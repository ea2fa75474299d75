import { useList } from '../../../api/queries.ts';
import type { Application } from '../../../api/types.ts';
import { Empty } from '../../../ui/feedback/states.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/table/column.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { Time } from '../../../ui/text/time.tsx';
import classes from '../connectors.module.css';

const columns: Column<Application>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(180px, 1.4fr)',
    phone: 'title',
    cell: (row) => <span className={classes.name}>{row.name}</span>,
  },
  {
    id: 'owners',
    header: 'Owners',
    width: 'minmax(160px, 1.4fr)',
    phone: 'detail',
    cell: (row) => row.owners.map((owner) => owner.name).join(', ') || <span className={classes.grey}>none</span>,
  },
  {
    id: 'source',
    header: 'Discovered from',
    width: 'minmax(120px, 1fr)',
    phone: 'detail',
    cell: (row) => row.discoveredFrom ?? <span className={classes.grey}>made here</span>,
  },
  {
    id: 'connectors',
    header: 'Connectors',
    width: '90px',
    align: 'right',
    phone: 'aside',
    cell: (row) => row.connectorCount,
  },
  { id: 'made', header: 'Since', width: '120px', cell: (row) => <Time at={row.createdAt} as="day" /> },
];

/** What people call the systems; each holds one or more connectors. */
export function ApplicationsPage() {
  const list = useList('/api/v1/applications', { query: {} });
  return (
    <Page title="Applications">
      <div className={classes.list}>
        <DataTable
          label="Applications"
          noun={list.total === 1 ? 'application' : 'applications'}
          columns={columns}
          list={list}
          keyOf={(row) => row.id}
          empty={
            <Empty title="No application yet">
              An application is what people call a system, such as “AWS production”. The first one is made with the
              first connector.
            </Empty>
          }
        />
      </div>
    </Page>
  );
}
