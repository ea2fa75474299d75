import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Column, Sorting } from './column.ts';
import classes from './table.module.css';

export function TableHead<T>({ columns, sort }: { columns: Column<T>[]; sort?: Sorting }) {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.row}>
        {columns.map((column) => (
          <Head key={column.id} column={column} {...(sort ? { sort } : {})} />
        ))}
      </div>
    </div>
  );
}

function Head<T>({ column, sort }: { column: Column<T>; sort?: Sorting }) {
  const isSorted = column.sort !== undefined && sort?.sort === column.sort;
  const direction = isSorted ? sort?.order : undefined;
  return (
    <div
      role="columnheader"
      className={classes.cell}
      data-align={column.align}
      {...(column.sort && sort
        ? { 'aria-sort': direction === 'asc' ? 'ascending' : direction === 'desc' ? 'descending' : 'none' }
        : {})}
    >
      {column.sort && sort ? (
        <button
          type="button"
          className={classes.sort}
          onClick={() => sort.onSort(column.sort ?? '', direction === 'asc' ? 'desc' : 'asc')}
        >
          {column.header}
          {direction === 'asc' ? <IconArrowUp size={12} aria-hidden /> : null}
          {direction === 'desc' ? <IconArrowDown size={12} aria-hidden /> : null}
        </button>
      ) : (
        column.header
      )}
    </div>
  );
}
