import { useNavigate } from '@tanstack/react-router';
import type { Column } from './column.ts';
import classes from './table.module.css';

interface DataRowProps<T> {
  row: T;
  index: number;
  top: number;
  columns: Column<T>[];
  href: string | null;
  onOpen?: () => void;
  isPhone: boolean;
  isActive: boolean;
  isCurrent: boolean;
  onFocus: () => void;
  measure: (element: HTMLElement | null) => void;
}

/** A click on something that acts by itself (a link, a button) is not a click on the row; nor is marking text. */
const isOwn = (target: EventTarget) =>
  !(target instanceof Element && target.closest('a, button, input')) && !window.getSelection()?.toString();

export function DataRow<T>(props: DataRowProps<T>) {
  const navigate = useNavigate();
  const open = () => {
    props.onOpen?.();
    if (props.href) void navigate({ href: props.href });
  };
  const isOpenable = props.href !== null || props.onOpen !== undefined;
  return (
    <div
      role="row"
      ref={props.measure}
      data-index={props.index}
      data-openable={isOpenable || undefined}
      aria-rowindex={props.index + 2}
      {...(props.onOpen ? { 'aria-selected': props.isCurrent } : {})}
      tabIndex={props.isActive ? 0 : -1}
      className={classes.row}
      style={{ transform: `translateY(${props.top}px)` }}
      onFocus={props.onFocus}
      onClick={(event) => isOwn(event.target) && open()}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) open();
      }}
    >
      {props.isPhone ? <PhoneCells {...props} /> : <Cells {...props} />}
    </div>
  );
}

function Cells<T>({ columns, row }: DataRowProps<T>) {
  return columns.map((column) => (
    <div key={column.id} role="gridcell" className={classes.cell} data-align={column.align}>
      {column.cell(row)}
    </div>
  ));
}

/** A row as a list item: title and aside on one line, the details behind each other below. */
function PhoneCells<T>({ columns, row }: DataRowProps<T>) {
  const of = (place: Column<T>['phone']) => columns.filter((column) => (column.phone ?? 'none') === place);
  return (
    <>
      {of('title').map((column) => (
        <div key={column.id} role="gridcell" className={classes.phoneTitle}>
          {column.cell(row)}
        </div>
      ))}
      {of('aside').map((column) => (
        <div key={column.id} role="gridcell" className={classes.phoneAside}>
          {column.cell(row)}
        </div>
      ))}
      <div role="gridcell" className={classes.phoneDetails}>
        {of('detail').map((column) => (
          <span key={column.id} className={classes.phoneDetail}>
            <span className={classes.phoneLabel}>{column.header} </span>
            {column.cell(row)}
          </span>
        ))}
      </div>
    </>
  );
}
