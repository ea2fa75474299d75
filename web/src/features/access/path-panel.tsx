import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import type { AccessRow } from '../../api/types.ts';
import classes from './access.module.css';

const PathPicture = lazy(() => import('./picture/path-picture.tsx'));

/** The paths of the current row's holder as a picture, below the table and always in view. Not on a phone. */
export function PathPanel({ row, rows }: { row: AccessRow; rows: AccessRow[] }) {
  const isPhone = useMediaQuery('(max-width: 700px)', true, { getInitialValueInEffect: false });
  const first = row.path[0];
  const last = row.path.at(-1);
  if (isPhone || !first || !last) return null;
  const same = rows.filter((at) => at.path.at(-1)?.name === last.name && at.path.at(-1)?.kind === last.kind);
  return (
    <section className={classes.panel} aria-label={`Paths of ${first.name} to ${last.name}`}>
      <p className={classes.panelTitle}>
        <strong>
          {first.name} to {last.name}
        </strong>{' '}
        {same.length > 1
          ? `${same.length} paths. Revoking one leaves the ${same.length === 2 ? 'other' : 'others'}.`
          : '1 path.'}
      </p>
      <Suspense fallback={<div className={classes.pictureSpace} />}>
        <PathPicture rows={same} />
      </Suspense>
    </section>
  );
}
