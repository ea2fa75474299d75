import type { ReactNode } from 'react';
import classes from './plain-table.module.css';

interface PlainTableProps {
  label: string;
  heads: (string | { label: string; align: 'right' })[];
  /** For sentences: on a phone a row's cells stand one below the other. */
  isStacked?: boolean;
  children: ReactNode;
}
/** The head of a column of numbers. */
export const right = (label: string) => ({ label, align: 'right' as const });

/** A short table that is here whole: hairlines, no box. Wide ones scroll inside themselves on a phone. */
export function PlainTable({ label, heads, isStacked = false, children }: PlainTableProps) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label} data-stacked={isStacked || undefined}>
        <thead>
          <tr>
            {heads.map((head) =>
              typeof head === 'string' ? (
                <th key={head} scope="col">
                  {head}
                </th>
              ) : (
                <th key={head.label} scope="col" data-align={head.align}>
                  {head.label}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
