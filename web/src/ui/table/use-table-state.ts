import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export interface TableState {
  q: string;
  sort: string | undefined;
  order: 'asc' | 'desc';
  asOf: string | undefined;
  /** Ids of the columns to show, when it differs from the usual choice. */
  columns: string[] | undefined;
  filters: Record<string, string | undefined>;
}

/** A table's search, sort, filters and columns live in the address, so that a link shows what one saw. */
export function useTableState(): [TableState, (change: Record<string, string | undefined>) => void] {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>;
  const navigate = useNavigate();
  const change = useCallback(
    (next: Record<string, string | undefined>) =>
      void navigate({
        to: '.',
        search: (previous: Record<string, unknown>) =>
          Object.fromEntries(Object.entries({ ...previous, ...next }).filter(([, value]) => value)) as never,
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  const { q = '', sort, order, asOf, columns, ...filters } = search;
  const state: TableState = {
    q: String(q),
    sort,
    order: order === 'desc' ? 'desc' : 'asc',
    asOf,
    columns: columns ? columns.split(',') : undefined,
    filters,
  };
  return [state, change];
}
