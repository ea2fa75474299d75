import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { getOptions, useSession } from '../../api/queries.ts';
import type { AccessRow } from '../../api/types.ts';
import { Empty, Failed, Loading } from '../../ui/feedback/states.tsx';
import { Section } from '../../ui/layout/page.tsx';
import { addressOfThing } from '../../ui/path/kinds.ts';
import { Badge } from '../../ui/status/status.tsx';
import { Time } from '../../ui/text/time.tsx';
import classes from './access.module.css';
import { QualifierBadge } from './qualifier-badge.tsx';

const shownAtOnce = 8;

/** Home: what the signed-in person can reach in AWS now, and why. */
export function MyAccess() {
  const { person } = useSession();
  const access = useQuery(
    getOptions('/api/v1/people/:id/access', { params: { id: person.id }, query: { limit: shownAtOnce } }),
  );
  const all = <Link to={`/people/${person.id}`}>All my access</Link>;
  const total = access.data?.total;
  return (
    <Section title="What I have now" count={total} action={total ? all : undefined}>
      {access.isPending ? <Loading rows={5} /> : null}
      {access.isError ? <Failed error={access.error} retry={() => void access.refetch()} what="Your access" /> : null}
      {access.data && total === 0 ? <NoneOfMine isUnread={access.data.asOf === null} /> : null}
      {total ? (
        <div role="table" aria-label="What I have now">
          <div role="row" className={`${classes.mine} ${classes.mineHead}`}>
            <span role="columnheader">Access</span>
            <span role="columnheader">Since</span>
            <span role="columnheader">Why</span>
          </div>
          {access.data?.items.map((row) => (
            <MyRow key={row.sentence + row.entitlement.entityId} row={row} />
          ))}
        </div>
      ) : null}
    </Section>
  );
}

function NoneOfMine({ isUnread }: { isUnread: boolean }) {
  return isUnread ? (
    <Empty title="AWS has not been read yet">
      Your access shows here once a connector has published its first sync run.
    </Empty>
  ) : (
    <Empty title="You have no access in AWS">
      No identity of yours was found in the AWS accounts that are read. Identities are matched to you by e-mail address.
    </Empty>
  );
}

function MyRow({ row }: { row: AccessRow }) {
  const account = row.entitlement.awsAccount;
  return (
    <div role="row" className={classes.mine}>
      <span role="cell" className={classes.pathCell}>
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
      </span>
      <span role="cell">
        <Time at={row.since} as="day" />
      </span>
      <span role="cell">
        <Why row={row} />
      </span>
    </div>
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
  if (row.entitlement.kind === 'aws-account-user') return <span className={classes.grey}>an IAM user of yours</span>;
  if (row.entitlement.kind === 'group-member') return <span className={classes.grey}>member of the group</span>;
  if (group) {
    return (
      <>
        {group.name} <span className={classes.grey}>as a member</span>
      </>
    );
  }
  if (row.entitlement.kind === 'assume-role') return <span className={classes.grey}>its trust policy names you</span>;
  return <span className={classes.grey}>assigned directly</span>;
}
