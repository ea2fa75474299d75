import { useList } from '../../api/queries.ts';
import type { IdpGroup } from '../../api/types.ts';
import { Empty } from '../../ui/feedback/states.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/data-table.tsx';
import { TableBar } from '../../ui/table/table-bar.tsx';
import { useTableState } from '../../ui/table/use-table-state.ts';
import { counted } from '../../ui/text/words.ts';
import classes from './federation.module.css';
import { UploadGroups } from './upload-groups.tsx';

const columns: Column<IdpGroup>[] = [
  {
    id: 'name',
    header: 'Group',
    width: 'minmax(220px, 1.4fr)',
    phone: 'title',
    cell: (group) => <span className={classes.name}>{group.name}</span>,
  },
  {
    id: 'members',
    header: 'Members',
    width: '90px',
    align: 'right',
    phone: 'aside',
    cell: (group) => group.memberCount,
  },
  {
    id: 'maps',
    header: 'Maps to',
    width: 'minmax(220px, 1.8fr)',
    phone: 'detail',
    cell: (group) =>
      group.maps.length > 0 ? (
        <span title={group.maps.join('\n')}>{group.maps.join(', ')}</span>
      ) : (
        <span className={classes.grey}>no role</span>
      ),
  },
];

/** The groups as the provider last told them, and the way to tell anew. */
export function GroupsTab({ providerId, mayManage }: { providerId: string; mayManage: boolean }) {
  const [{ q }, change] = useTableState();
  const list = useList('/api/v1/identity-providers/:id/groups', {
    params: { id: providerId },
    query: q ? { q } : {},
  });
  return (
    <>
      {mayManage ? <UploadGroups providerId={providerId} /> : null}
      <TableBar
        count={list.isPending || list.isError ? '' : counted(list.total, 'group', 'groups')}
        search={{ value: q, placeholder: 'Find in groups', onChange: (text) => change({ q: text }) }}
      />
      <DataTable
        label="Groups"
        noun={list.total === 1 ? 'group' : 'groups'}
        columns={columns}
        list={list}
        keyOf={(group) => group.id}
        empty={
          q ? (
            <Empty title="No group matches">Search looks at the names of groups.</Empty>
          ) : (
            <Empty title="No groups yet">They come by a file with the columns group and email.</Empty>
          )
        }
      />
    </>
  );
}
