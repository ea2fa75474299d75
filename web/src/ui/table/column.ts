import type { ReactNode } from 'react';

/** How one column of a table is shown. Sorting is the server's: `sort` is the name it knows the column by. */
export interface Column<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** A track of CSS grid: `minmax(160px, 2fr)`, `96px`. */
  width: string;
  sort?: string;
  align?: 'right';
  /** On the phone a row is a list item: title, aside right of it, details below; `none` leaves the column out. */
  phone?: 'title' | 'aside' | 'detail' | 'none';
  /** Off until chosen in the column menu. */
  isHidden?: boolean;
}

/** What a table is sorted by, by the server's names, and how to ask for another order. */
export interface Sorting {
  sort: string | undefined;
  order: 'asc' | 'desc';
  onSort: (sort: string, order: 'asc' | 'desc') => void;
}
