import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Lease } from '../../../api/types.ts';
import { Badge, Status } from '../../../ui/status/status.tsx';
import holdings from '../../../ui/table/holdings.module.css';
import { momentWords, Time } from '../../../ui/text/time.tsx';
import { minutesWords } from '../../../ui/text/words.ts';
import { LeaseActions } from '../lease/lease-actions.tsx';
import { Entitlement } from '../words/entitlement.tsx';
import { statusNow } from '../words/lease-status.ts';
import { TimeLeft } from '../words/time-left.tsx';
import classes from './home.module.css';

/** Home: access by leases, with what is left of each and what can be done with it. Rows of a table of the page. */
export function MyLeases({ leases }: { leases: Lease[] }) {
  return leases.map((lease) => (
    <div role="row" key={lease.id} className={holdings.row} data-lease={lease.status}>
      <span role="cell" className={holdings.what}>
        <Entitlement of={lease.entitlement} />
      </span>
      <span role="cell">
        <StateOf lease={lease} />
      </span>
      <span role="cell" className={holdings.two}>
        <Link to={`/requests/${lease.requestId}`}>Request {lease.requestNumber}</Link>
        <span className={holdings.small}>{whyWords(lease)}</span>
      </span>
      <span role="cell" className={holdings.acts}>
        <LeaseActions lease={lease} />
        {lease.status === 'activating' || lease.status === 'ending' ? (
          <Button
            component={Link}
            to={`/requests/${lease.requestId}`}
            size="xs"
            aria-label={`Progress of ${lease.entitlement.name}`}
          >
            Progress
          </Button>
        ) : null}
      </span>
    </div>
  ));
}

const spanOf = ({ startsAt, endsAt }: Lease): string =>
  minutesWords(Math.max(1, Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000)));
const whyWords = (lease: Lease): string =>
  lease.status === 'active' ? `since ${momentWords(lease.activatedAt ?? lease.startsAt)}` : `for ${spanOf(lease)}`;

function StateOf({ lease }: { lease: Lease }) {
  if (lease.failure) {
    return (
      <span className={holdings.two}>
        <Badge tone="bad" sign="fail">
          Stuck in AWS
        </Badge>
        <span className={`${holdings.small} ${classes.said}`}>{lease.failure.message}</span>
      </span>
    );
  }
  switch (statusNow(lease)) {
    case 'active':
      return <TimeLeft lease={lease} />;
    case 'scheduled':
      return (
        <Status sign="waiting">
          Starts <Time at={lease.startsAt} />
        </Status>
      );
    default:
      return (
        <span className={holdings.two}>
          <Status sign={lease.manualTaskId ? 'waiting' : 'working'}>
            {lease.status === 'ending' ? 'Ending' : 'Activating'}
          </Status>
          <span className={holdings.small}>{lease.manualTaskId ? 'an owner does it by hand' : 'AWS is at work'}</span>
        </span>
      );
  }
}
