import type { RunDetail } from '../../../api/types.ts';
import { PlainTable, right } from '../../../ui/table/plain-table.tsx';
import classes from './run-page.module.css';

const numbers = (number: number) => number.toLocaleString('en');

/** Calls by operation: what the plan said, what was made, and how the two stand to each other. */
export function CallsTable({ calls: all, isReading }: { calls: RunDetail['calls']; isReading: boolean }) {
  // A later decision may have taken back all that was planned of an operation.
  const calls = all.filter(({ planned, actual }) => planned > 0 || actual > 0);
  if (calls.length === 0)
    return <p className={classes.grey}>{isReading ? 'No call is planned yet.' : 'No call was made.'}</p>;
  const hasThrottles = calls.some(({ throttled }) => throttled > 0);
  return (
    <div className={classes.calls}>
      <PlainTable
        label="Calls by operation"
        heads={[
          'Operation',
          right('Planned'),
          right('Made'),
          'Against the plan',
          ...(hasThrottles ? [right('Throttled')] : []),
        ]}
      >
        {calls.map(({ operation, planned, actual, throttled }) => (
          <tr key={operation} className={classes.row}>
            <td>
              <Operation name={operation} />
            </td>
            <td data-align="right">{numbers(planned)}</td>
            <td data-align="right">{numbers(actual)}</td>
            <td className={classes.barCell}>
              <Bar planned={planned} actual={actual} />
              {isReading ? null : <span className={classes.grey}>{difference(actual - planned)}</span>}
            </td>
            {hasThrottles ? <td data-align="right">{throttled > 0 ? numbers(throttled) : ''}</td> : null}
          </tr>
        ))}
      </PlainTable>
    </div>
  );
}

/** Breaks after the service where it is too long for its column. */
function Operation({ name }: { name: string }) {
  const at = name.indexOf(':') + 1;
  return (
    <code className="cs-mono">
      {name.slice(0, at)}
      <wbr />
      {name.slice(at)}
    </code>
  );
}

/** The numbers stand beside it: the track is as long as the larger of the two, the mark is where the plan ended. */
function Bar({ planned, actual }: { planned: number; actual: number }) {
  const whole = Math.max(planned, actual, 1);
  return (
    <span className={classes.bar} aria-hidden>
      <span className={classes.made} style={{ width: `${(100 * Math.min(actual, planned)) / whole}%` }} />
      {actual > planned ? (
        <span className={classes.over} style={{ width: `${(100 * (actual - planned)) / whole}%` }} />
      ) : null}
    </span>
  );
}

const difference = (more: number) =>
  more === 0 ? 'as planned' : more > 0 ? `${numbers(more)} more` : `${numbers(-more)} fewer`;
