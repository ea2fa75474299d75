import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { getOptions, useSession } from '../../api/queries.ts';
import type { AccessRow } from '../../api/types.ts';
import { addressOfThing } from '../../ui/path/kinds.ts';
import { Badge } from '../../ui/status/status.tsx';
import classes from '../../ui/table/holdings.module.css';
import { Time } from '../../ui/text/time.tsx';
import { isByLease, leasedGroup } from './leased.ts';
import { QualifierBadge } from './qualifier-badge.tsx';

/** What the signed-in person can reach in AWS now. */
export function useMyAccess() {
  const { person } = useSession();
  return useQuery(getOptions('/api/v1/people/:id/access', { params: { id: person.id }, query: { limit: 50 } }));
}

interface StandingProps {
  rows: AccessRow[];
  /** Keys of what the person holds by leases, see leased.ts: those have rows of their own. */
  leased: ReadonlySet<string>;
}
/** Access without an end, and why it is there. Rows of a table of the page. */
export function StandingAccess({ rows, leased }: StandingProps) {
  return rows
    .filter((row) => !isByLease(row, leased))
    .map((row) => (
      <div role="row" key={row.sentence + row.entitlement.entityId} className={classes.row}>
        <span role="cell" className={classes.what}>
          <What row={row} />
        </span>
        <span role="cell" className={classes.two}>
          <How row={row} leased={leased} />
        </span>
        <span role="cell" className={classes.two}>
          <Why row={row} />
        </span>
        <span role="cell" className={classes.acts} />
      </div>
    ));
}

function How({ row, leased }: { row: AccessRow; leased: ReadonlySet<string> }) {
  const group = leasedGroup(row, leased);
  if (group) {
    return (
      <>
        <span>As long as the group</span>
        <span className={classes.small}>membership of {group} ends</span>
      </>
    );
  }
  return (
    <>
      <span>Standing</span>
      <span className={classes.small}>
        seen since <Time at={row.since} as="day" />
      </span>
    </>
  );
}

function What({ row }: { row: AccessRow }) {
  const account = row.entitlement.awsAccount;
  return (
    <>
      <span>
        <EntitlementName row={row} />
        {account ? (
          <>
            {' '}
            <span className={classes.grey}>on</span>{' '}
            <Link to={`/aws-accounts/${account.awsAccountId}`} style={{ color: 'inherit' }}>
              {account.name}
            </Link>
          </>
        ) : null}
      </span>
      {row.qualifier ? <QualifierBadge qualifier={row.qualifier} /> : null}
      {row.isStale ? <Badge sign="stale">stale</Badge> : null}
    </>
  );
}

const entitlementPages = {
  'group-member': 'group',
  'permission-set-assignment': 'permission-set',
  'assume-role': 'role',
  'aws-account-user': 'identity',
} as const;
function EntitlementName({ row }: { row: AccessRow }) {
  const to = addressOfThing(entitlementPages[row.entitlement.kind], row.entitlement.entityId);
  const name = <strong>{row.entitlement.name}</strong>;
  return to ? (
    <Link to={to} style={{ color: 'inherit' }}>
      {name}
    </Link>
  ) : (
    name
  );
}

function Why({ row }: { row: AccessRow }) {
  const group = row.path.find((step) => step.kind === 'group');
  if (row.entitlement.kind === 'aws-account-user') return <span className={classes.small}>an IAM user of yours</span>;
  if (row.entitlement.kind === 'group-member') return <span className={classes.small}>member of the group</span>;
  if (group) {
    return (
      <>
        <span>{group.name}</span>
        <span className={classes.small}>as a member of the group</span>
      </>
    );
  }
  if (row.entitlement.kind === 'assume-role') return <span className={classes.small}>its trust policy names you</span>;
  return <span className={classes.small}>assigned directly</span>;
}
