import { Link } from '@tanstack/react-router';
import { useSession } from '../../../api/queries.ts';
import type { Lease } from '../../../api/types.ts';
import { Section } from '../../../ui/layout/page.tsx';
import { AwsSaid, Banner } from '../../../ui/status/banner.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { Time } from '../../../ui/text/time.tsx';
import { statusNow } from '../words/lease-status.ts';
import { TimeLeft } from '../words/time-left.tsx';
import classes from './detail.module.css';
import { HowToUse } from './how-to-use.tsx';

/** The access that came of the request, as AWS has it now. */
export function LeaseNow({ lease }: { lease: Lease }) {
  const { person: me } = useSession();
  return (
    <Section title="Access now">
      {lease.failure ? <Failure lease={lease} /> : null}
      <div className={classes.now} aria-live="polite">
        <StateNow lease={lease} />
      </div>
      {lease.status === 'active' && lease.person.id === me.id ? <HowToUse lease={lease} /> : null}
    </Section>
  );
}

function StateNow({ lease }: { lease: Lease }) {
  switch (statusNow(lease)) {
    case 'scheduled':
      return (
        <Status sign="waiting">
          Starts <Time at={lease.startsAt} />, ends <Time at={lease.endsAt} />
        </Status>
      );
    case 'activating':
      return lease.manualTaskId ? (
        <ByHand lease={lease} words="gives it in AWS by hand" />
      ) : (
        <Status sign="working">Activating: AWS is asked, and then read to see that it is so</Status>
      );
    case 'active':
      return (
        <div className={classes.left}>
          <TimeLeft lease={lease} />
        </div>
      );
    case 'ending':
      return lease.manualTaskId ? (
        <ByHand lease={lease} words="takes it away in AWS by hand" />
      ) : (
        <Status sign="working">Ending: it is being taken away in AWS</Status>
      );
    case 'ended':
      return <EndWords lease={lease} />;
    case 'failed':
      return <Status sign="fail">Failed: it was not given</Status>;
  }
}

function ByHand({ lease, words }: { lease: Lease; words: string }) {
  return (
    <Status sign="waiting">
      An owner {words}: Countersign may not change AWS through this connector.{' '}
      <Link to={`/tasks/${lease.manualTaskId}`}>The task</Link>
    </Status>
  );
}

const reasons: Record<NonNullable<Lease['endReason']>, string> = {
  expired: 'by itself',
  'given-back': 'given back',
  revoked: 'revoked',
  cancelled: 'cancelled',
  failed: 'failed',
};

/** The end of access is honest (PRV-7): when, how, and until when an open session may still work. */
function EndWords({ lease }: { lease: Lease }) {
  const { person: me } = useSession();
  const { endedAt, endReason, endedBy, sessionsMayLastUntil } = lease;
  const by = endedBy ? ` by ${endedBy.id === me.id ? 'you' : endedBy.name}` : '';
  return (
    <div className={classes.ended}>
      <Status sign="not-granted">
        Ended
        {endedAt ? (
          <>
            {' '}
            <Time at={endedAt} />
          </>
        ) : null}
        {endReason ? `, ${reasons[endReason]}${by}` : ''}. AWS was read: it is gone.
      </Status>
      {sessionsMayLastUntil && Date.parse(sessionsMayLastUntil) > Date.now() ? (
        <Status sign="warn">
          A session that is still open may work until <Time at={sessionsMayLastUntil} />
        </Status>
      ) : null}
    </div>
  );
}

function Failure({ lease }: { lease: Lease }) {
  const { failure, status } = lease;
  if (!failure) return null;
  return (
    <Banner tone="bad">
      <p>
        <strong>{failure.message}</strong>{' '}
        {status === 'failed' ? 'Since' : 'Countersign keeps trying; the owners are told. Since'}{' '}
        <Time at={failure.since} />.
      </p>
      {failure.awsError ? <AwsSaid>{failure.awsError}</AwsSaid> : null}
    </Banner>
  );
}
