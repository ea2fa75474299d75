import type { RunDetail } from '../../../api/types.ts';
import { PlainTable, right } from '../../../ui/table/plain-table.tsx';
import classes from './run-page.module.css';

const families: Record<string, string> = {
  iam: 'IAM',
  organizations: 'Organizations',
  'identity-center': 'Identity Center and its directory',
  sts: 'STS',
  cloudtrail: 'CloudTrail',
};
const perSecond = (rate: number) => (rate >= 10 ? Math.round(rate).toString() : rate.toFixed(1));

/** How fast each family of services was called, against the limit that Countersign keeps to. */
export function RatesTable({ rates }: { rates: RunDetail['rates'] }) {
  if (rates.length === 0) return <p className={classes.grey}>No call was made.</p>;
  return (
    <PlainTable label="Calls per second" heads={['Service', right('Calls'), right('Per second'), right('Limit')]}>
      {rates.map((rate) => (
        <tr key={rate.family} className={classes.row}>
          <td>{families[rate.family] ?? rate.family}</td>
          <td data-align="right">{rate.calls.toLocaleString('en')}</td>
          <td data-align="right">
            {rate.perSecond === null ? (
              <span className={classes.grey}>too short to say</span>
            ) : (
              perSecond(rate.perSecond)
            )}
          </td>
          <td data-align="right">
            {rate.limitPerSecond === null ? <span className={classes.grey}>not kept</span> : rate.limitPerSecond}
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
