import Table from 'cli-table3';
import { printable } from './printable.ts';

export interface Column<T> {
  name: string;
  of(row: T): string | number | null | undefined;
}

const NARROWEST_LAST_COLUMN = 30;
const BETWEEN = '  ';
const noBorder = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) =>
    ['', '-mid', '-left', '-right'].map((part) => [`${side}${part}`, '']),
  ),
);

const longest = (column: { name: string }, index: number, cells: readonly string[][]): number =>
  Math.max(column.name.length, ...cells.map((line) => line[index]?.length ?? 0));

/** One line, whatever is in it: a name with a line break must not look like another row. */
const cellOf = (value: string | number | null | undefined): string =>
  printable(String(value ?? '–')).replace(/\s/g, ' ');

/** Null: as wide as it needs to be. */
function lastWidth(columns: readonly { name: string }[], cells: string[][], width: number | undefined): number | null {
  if (width === undefined) return null;
  const widths = columns.map((column, index) => longest(column, index, cells));
  const taken = widths.slice(0, -1).reduce((sum, each) => sum + each + BETWEEN.length, 0);
  const left = Math.max(NARROWEST_LAST_COLUMN, width - taken);
  return (widths.at(-1) ?? 0) > left ? left : null;
}

/**
 * Rows as a plain table. The last column takes what is left of the terminal's width and wraps; without a terminal
 * (`width` undefined) nothing wraps, so that grep and awk see whole lines.
 */
export function tableOf<T>(columns: readonly Column<T>[], rows: readonly T[], width: number | undefined): string {
  const cells = rows.map((row) => columns.map((column) => cellOf(column.of(row))));
  const last = columns.length - 1;
  const table = new Table({
    head: columns.map((column) => column.name.toUpperCase()),
    chars: { ...noBorder, middle: BETWEEN },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colWidths: columns.map((_, index) => (index === last ? lastWidth(columns, cells, width) : null)),
    wordWrap: true,
  });
  table.push(...cells);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
