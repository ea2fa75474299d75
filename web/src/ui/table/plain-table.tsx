import type { ReactNode } from 'react';
import classes from './plain-table.module.css';

/** A short table that is here whole: hairlines, no box. Wide ones scroll inside themselves on a phone. */
export function PlainTable({
  label,
  heads,
  children,
}: {
  label: string;
  heads: (string | { label: string; align: 'right' })[];
  children: ReactNode;
}) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label}>
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
