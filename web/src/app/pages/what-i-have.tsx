import { Link } from '@tanstack/react-router';
import { useSession } from '../../api/queries.ts';
import { isByLease } from '../../features/access/leased.ts';
import { StandingAccess, useMyAccess } from '../../features/access/standing-access.tsx';
import { MyLeases } from '../../features/requests/home/my-leases.tsx';
import { useMyLeases } from '../../features/requests/use-requests.ts';
import { keyOf } from '../../features/requests/words/entitlement.tsx';
import { Empty, Failed, Loading } from '../../ui/feedback/states.tsx';
import { Section } from '../../ui/layout/page.tsx';
import holdings from '../../ui/table/holdings.module.css';

const standingShown = { alone: 8, belowLeases: 4 };

/** Home: access by leases with what is left of it, and below it what stands. */
export function WhatIHave() {
  const { person } = useSession();
  const leases = useMyLeases();
  const access = useMyAccess();
  const held = leases.data?.items ?? [];
  const leased = new Set(held.map(({ entitlement }) => keyOf(entitlement)));
  const standing = (access.data?.items ?? []).filter((row) => !isByLease(row, leased));
  const twice = (access.data?.items.length ?? 0) - standing.length;
  const total = (leases.data?.total ?? 0) + Math.max(0, (access.data?.total ?? 0) - twice);
  const isKnown = leases.isSuccess && access.isSuccess;
  const error = leases.error ?? access.error;
  return (
    <Section
      title="What I have now"
      count={isKnown && total > 0 ? total : undefined}
      action={access.data?.total ? <Link to={`/people/${person.id}`}>All my access</Link> : undefined}
    >
      {leases.isPending || access.isPending ? <Loading rows={4} label="Loading your access" /> : null}
      {error ? (
        <Failed
          error={error}
          what="Your access"
          retry={() => {
            void leases.refetch();
            void access.refetch();
          }}
        />
      ) : null}
      {isKnown && total === 0 ? <None isUnread={access.data.asOf === null} /> : null}
      {held.length + standing.length > 0 ? (
        <div role="table" aria-label="What I have now">
          <div role="row" className={`${holdings.row} ${holdings.head}`}>
            <span role="columnheader">Access</span>
            <span role="columnheader">Time left</span>
            <span role="columnheader">Why</span>
            <span role="columnheader">
              <span className="cs-sr">Actions</span>
            </span>
          </div>
          <MyLeases leases={held} />
          <StandingAccess
            rows={standing.slice(0, held.length > 0 ? standingShown.belowLeases : standingShown.alone)}
            leased={leased}
          />
        </div>
      ) : null}
    </Section>
  );
}

function None({ isUnread }: { isUnread: boolean }) {
  return isUnread ? (
    <Empty title="AWS has not been read yet">
      Your access shows here once a connector has published its first sync run.
    </Empty>
  ) : (
    <Empty title="You have no access in AWS">
      Ask for what you need, for as long as you need it. Identities are matched to you by e-mail address.
    </Empty>
  );
}
