import type { ReactNode } from 'react';
import { useList } from '../../../api/queries.ts';
import type { ItemOf, ListPath } from '../../../api/routes.ts';
import { Empty } from '../../../ui/feedback/states.tsx';
import { Page } from '../../../ui/layout/page.tsx';
import type { Column } from '../../../ui/table/column.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { ColumnMenu, FilterChip, TableBar } from '../../../ui/table/table-bar.tsx';
import { useTableState } from '../../../ui/table/use-table-state.ts';

type InventoryPath = Extract<
  ListPath,
  `/api/v1/${'people' | 'identities' | 'aws-accounts' | 'groups' | 'permission-sets' | 'roles'}`
>;
interface Filter {
  name: string;
  label: string;
  options: { value: string; label: string }[];
}
interface InventoryListProps<P extends InventoryPath> {
  path: P;
  title: string;
  noun: string;
  /** The noun for a single row. */
  one: string;
  columns: Column<ItemOf<P>>[];
  filters?: Filter[];
  keyOf: (row: ItemOf<P>) => string;
  hrefOf: (row: ItemOf<P>) => string;
  asOf?: ReactNode;
  asOfBanner?: ReactNode;
}

/** One explore table: search, filters, sort and columns in the address; rows by cursor as one scrolls. */
export function InventoryList<P extends InventoryPath>(props: InventoryListProps<P>) {
  const { path, title, noun, columns, filters = [], keyOf, hrefOf } = props;
  const [state, change] = useTableState();
  const asked = Object.fromEntries(filters.map((filter) => [filter.name, state.filters[filter.name]]));
  const query = { q: state.q, sort: state.sort, order: state.order, asOf: state.asOf, ...asked };
  const list = useList(path, { query } as never);
  const shown = state.columns ?? columns.filter((column) => !column.isHidden).map((column) => column.id);
  const isFiltered = state.q !== '' || filters.some((filter) => state.filters[filter.name]);
  const isOne = list.total === 1;
  const named = isOne ? props.one : noun;
  const match = isFiltered ? ` ${isOne ? 'matches' : 'match'}` : '';
  const count = list.isPending || list.isError ? '' : `${list.total.toLocaleString('en')} ${named}${match}`;
  return (
    <Page title={title} actions={props.asOf}>
      {props.asOfBanner}
      <TableBar
        count={count}
        search={{ value: state.q, placeholder: `Find in ${noun}`, onChange: (q) => change({ q }) }}
      >
        {filters.map((filter) => (
          <FilterChip
            key={filter.name}
            label={filter.label}
            options={filter.options}
            value={state.filters[filter.name]}
            onChange={(value) => change({ [filter.name]: value })}
          />
        ))}
        <ColumnMenu columns={columns} shown={shown} onChange={(ids) => change({ columns: ids?.join(',') })} />
      </TableBar>
      <DataTable
        label={title}
        noun={named}
        columns={columns.filter((column) => shown.includes(column.id)) as Column<object>[]}
        list={list as never}
        keyOf={keyOf as (row: object) => string}
        hrefOf={hrefOf as (row: object) => string}
        sort={{ sort: state.sort, order: state.order, onSort: (sort, order) => change({ sort, order }) }}
        empty={<NothingHere isFiltered={isFiltered} noun={noun} />}
      />
    </Page>
  );
}

function NothingHere({ isFiltered, noun }: { isFiltered: boolean; noun: string }) {
  return isFiltered ? (
    <Empty title={`No ${noun} match`}>
      Search looks at names, e-mail addresses, ARNs and ids. Take a filter away to see more.
    </Empty>
  ) : (
    <Empty title={`No ${noun} to show`}>
      Either no connector has published a sync run yet, or none of them are yours to see: without a role, you see
      yourself, your reports, and what you own.
    </Empty>
  );
}
