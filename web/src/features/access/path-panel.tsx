import { lazy, Suspense } from 'react';
import type { AccessRow } from '../../api/types.ts';
import classes from './access.module.css';

const PathPicture = lazy(() => import('./picture/path-picture.tsx'));

/** The paths of the current row's holder as a picture, below the table and always in view. */
export function PathPanel({ row, rows }: { row: AccessRow; rows: AccessRow[] }) {
  const first = row.path[0];
  const last = row.path.at(-1);
  if (!first || !last) return null;
  return (
    <section className={classes.dock} aria-label={`Paths of ${first.name} to ${last.name}`}>
      <div className={classes.panel}>
        <p className={classes.panelTitle}>
          <strong>
            {first.name} to {last.name}
          </strong>{' '}
          {rows.length > 1
            ? `${rows.length} paths. Revoking one leaves the ${rows.length === 2 ? 'other' : 'others'}.`
            : '1 path.'}
        </p>
        <Suspense fallback={<div className={classes.pictureSpace} />}>
          <PathPicture rows={rows} />
        </Suspense>
      </div>
    </section>
  );
}
