import type { Freshness as FreshnessFact } from '../../api/types.ts';
import { Time } from '../text/time.tsx';
import { Status } from './status.tsx';

/** How fresh a fact is: as of when, and where it is not newer, why (rule 8 of the look). */
export function Freshness({ of }: { of: FreshnessFact }) {
  if (of.isStale) {
    return (
      <Status sign="stale">
        stale
        {of.staleSince ? (
          <>
            {' '}
            since <Time at={of.staleSince} />
          </>
        ) : null}
        {of.staleReason ? `: ${of.staleReason}` : ''}
      </Status>
    );
  }
  if (!of.readAt) return <Status sign="undecided">never read</Status>;
  return (
    <>
      as of <Time at={of.readAt} />
    </>
  );
}

/** The same for a table cell: only what is not as it should be has an icon. */
export function FreshnessCell({ of }: { of: FreshnessFact }) {
  if (of.isStale) return <Status sign="stale">stale</Status>;
  if (!of.readAt) return <Status sign="undecided">never read</Status>;
  return <Time at={of.readAt} />;
}
