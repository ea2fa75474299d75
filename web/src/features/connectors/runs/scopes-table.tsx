import { Link } from '@tanstack/react-router';
import type { RunDetail } from '../../../api/types.ts';
import { StatusIcon } from '../../../ui/status/status.tsx';
import { PlainTable, right } from '../../../ui/table/plain-table.tsx';
import classes from './run-page.module.css';

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Listings by kind: how many were read whole, and how many were not. */
export function ScopesTable({ run }: { run: RunDetail }) {
  const { scopes } = run;
  if (!scopes)
    return <p className={classes.grey}>Not kept: this run is from a version that counted listings all together.</p>;
  if (scopes.length === 0)
    return <p className={classes.grey}>{run.status === 'reading' ? 'None is read yet.' : 'None was read.'}</p>;
  return (
    <PlainTable label="Listings by kind" heads={['Kind', right('Read whole'), right('Not read')]}>
      {scopes.map(({ kind, title, read, failed }) => (
        <tr key={kind} className={classes.row}>
          <td>{capital(title)}</td>
          <td data-align="right">{read.toLocaleString('en')}</td>
          <td data-align="right">
            {failed > 0 ? (
              <Link
                to="."
                search={{ tab: 'not-read' } as never}
                className={classes.failed}
                aria-label={`${failed} of ${title} not read`}
              >
                <StatusIcon sign="stale" size={13} />
                {failed.toLocaleString('en')}
              </Link>
            ) : (
              <span className={classes.grey}>0</span>
            )}
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
