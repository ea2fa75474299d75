import { useMediaQuery } from '@mantine/hooks';
import { tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Empty, Failed, Loading } from '../feedback/states.tsx';
import type { Column, Sorting } from './column.ts';
import { DataRow } from './data-row.tsx';
import classes from './table.module.css';
import { TableHead } from './table-head.tsx';
import { useRowKeys } from './use-row-keys.ts';

interface ListState<T> {
  items: T[];
  total: number;
  isPending: boolean;
  isError: boolean;
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}
interface DataTableProps<T> {
  label: string;
  columns: Column<T>[];
  list: ListState<T>;
  keyOf: (row: T) => string;
  /** The page of a row: Enter and a click open it. */
  hrefOf?: (row: T) => string | null;
  onOpen?: (row: T) => void;
  /** The row whose facts are shown beside or below. */
  currentKey?: string | undefined;
  empty: ReactNode;
  sort?: Sorting;
  rowHeight?: number;
  /** "AWS accounts": for "1 to 50 of 213 AWS accounts". */
  noun: string;
}

const features = tableFeatures({});
const PHONE = '(max-width: 700px)';
const NARROW = '(max-width: 1180px)';
/** Where room is short, columns that share it may become narrower than they would like. */
const trackOf = (width: string, isNarrow: boolean) =>
  isNarrow ? width.replace(/minmax\(\d+px/, 'minmax(40px') : width;

/**
 * The one table of the page: rows are drawn only where they can be seen, further pages are fetched as one nears the
 * end, and j, k, Enter work without a mouse. On a phone each row is a list item.
 */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { list, label, empty } = props;
  if (list.isPending) return <Loading label={`Loading ${label}`} />;
  if (list.isError && list.items.length === 0) {
    return <Failed error={list.error} retry={() => void list.refetch()} what={label} />;
  }
  if (list.items.length === 0) return <>{empty ?? <Empty title="Nothing here" />}</>;
  return <Rows {...props} />;
}

function Rows<T extends object>(props: DataTableProps<T>) {
  const { columns, list, keyOf, label, sort, noun } = props;
  const isPhone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false }) ?? false;
  const isNarrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false }) ?? false;
  const defs = useMemo(() => columns.map((column) => ({ id: column.id, header: column.header })), [columns]);
  const table = useTable({ features, columns: defs, data: list.items, getRowId: keyOf });
  const rows = table.getRowModel().rows;
  const box = useRef<HTMLDivElement>(null);
  const offset = useOffsetTop(box);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (isPhone ? 57 : (props.rowHeight ?? 33)),
    overscan: 12,
    scrollMargin: offset,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const keys = useRowKeys(rows.length, (index) => virtualizer.scrollToIndex(index, { align: 'auto' }), box);
  const drawn = virtualizer.getVirtualItems();
  useMoreWhenNear(list, drawn.at(-1)?.index ?? 0);
  const template = {
    '--columns': columns.map((column) => trackOf(column.width, isNarrow)).join(' '),
  } as React.CSSProperties;
  return (
    <>
      <div
        ref={box}
        role="grid"
        aria-label={label}
        aria-rowcount={list.total + 1}
        aria-colcount={columns.length}
        className={classes.table}
        data-phone={isPhone || undefined}
        style={template}
      >
        <TableHead columns={columns} {...(sort ? { sort } : {})} />
        <div role="rowgroup" className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
          {drawn.map((at) => {
            const row = rows[at.index];
            if (!row) return null;
            return (
              <DataRow
                key={at.key}
                row={row.original}
                index={at.index}
                measure={virtualizer.measureElement}
                top={at.start - offset}
                isPhone={isPhone}
                isActive={keys.active === at.index}
                isCurrent={props.currentKey === row.id}
                onFocus={() => keys.setActive(at.index)}
                columns={columns}
                href={props.hrefOf?.(row.original) ?? null}
                {...(props.onOpen ? { onOpen: () => props.onOpen?.(row.original) } : {})}
              />
            );
          })}
        </div>
      </div>
      <TableFoot shown={list.items.length} total={list.total} noun={noun} isMore={list.isFetchingNextPage} />
    </>
  );
}

function TableFoot(props: { shown: number; total: number; noun: string; isMore: boolean }) {
  const { shown, total, noun, isMore } = props;
  return (
    <div className={classes.foot} role="status">
      <span>
        {shown < total
          ? `1 to ${shown.toLocaleString('en')} of ${total.toLocaleString('en')} ${noun}`
          : `${total.toLocaleString('en')} ${noun}`}
      </span>
      {shown < total ? <span>{isMore ? 'Reading more…' : 'Scroll for more'}</span> : null}
    </div>
  );
}

/** Fetches the next page when the last rows drawn are among the last 20 that are here. */
function useMoreWhenNear<T>(list: ListState<T>, lastDrawn: number) {
  const { items, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const isNear = lastDrawn >= items.length - 20;
  useEffect(() => {
    if (isNear && hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [isNear, hasNextPage, isFetchingNextPage, fetchNextPage]);
}

/** Where the table begins in the document; measured again when something above it changes height. */
function useOffsetTop(box: React.RefObject<HTMLDivElement | null>): number {
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      const body = box.current?.querySelector('[role="rowgroup"]:last-child');
      if (body) setOffset(Math.round(body.getBoundingClientRect().top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [box]);
  return offset;
}
