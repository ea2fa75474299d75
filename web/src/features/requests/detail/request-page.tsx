import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../../../api/queries.ts';
import type { AccessRequest } from '../../../api/types.ts';
import { Failed, Loading } from '../../../ui/feedback/states.tsx';
import { Fact, Page, Section, WithSide } from '../../../ui/layout/page.tsx';
import { Time } from '../../../ui/text/time.tsx';
import { minutesWords } from '../../../ui/text/words.ts';
import { LeaseActions } from '../lease/lease-actions.tsx';
import { useRequest } from '../use-requests.ts';
import { RequestState } from '../words/request-state.tsx';
import { StepsBar } from '../words/steps-bar.tsx';
import { CancelDialog } from './cancel-dialog.tsx';
import { Decisions } from './decisions.tsx';
import classes from './detail.module.css';
import { LeaseNow } from './lease-now.tsx';
import { Wish } from './wish.tsx';

const trail = [{ label: 'Requests', to: '/requests' }];

/** One request: its progress, who decided what, and the access that came of it, live (REQ-6). */
export function RequestPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const request = useRequest(id);
  if (request.data) return <Loaded key={id} request={request.data} />;
  return (
    <Page title={request.isError ? 'Not shown' : ''} trail={trail}>
      {request.isError ? (
        <Failed error={request.error} retry={() => void request.refetch()} what="This request" />
      ) : (
        <Loading label="Loading the request" rows={5} />
      )}
    </Page>
  );
}

function Loaded({ request }: { request: AccessRequest }) {
  const { lease, extendsLeaseId } = request;
  return (
    <Page
      title={extendsLeaseId ? `More time for ${request.entitlement.name}` : request.entitlement.name}
      trail={trail}
      here={`Request ${request.number}`}
      beside={
        <span role="status">
          <RequestState request={request} />
        </span>
      }
      facts={<Facts request={request} />}
      actions={<Actions request={request} />}
    >
      <WithSide width={320} side={<Wish request={request} />}>
        <Section title="Progress">
          <div className={classes.progress}>
            <StepsBar request={request} />
          </div>
        </Section>
        {lease ? <LeaseNow lease={lease} /> : null}
        <Decisions request={request} />
      </WithSide>
    </Page>
  );
}

function Facts({ request }: { request: AccessRequest }) {
  const { person: me } = useSession();
  const { person, requester, grantedMinutes, durationMinutes, startsAt } = request;
  return (
    <>
      <Fact label="For">{person.id === me.id ? 'you' : <Link to={`/people/${person.id}`}>{person.name}</Link>}</Fact>
      {requester.id === person.id ? null : (
        <Fact label="Asked by">{requester.id === me.id ? 'you' : requester.name}</Fact>
      )}
      <Fact label="How long">
        {grantedMinutes !== null && grantedMinutes !== durationMinutes
          ? `${minutesWords(grantedMinutes)}, not ${minutesWords(durationMinutes)}`
          : minutesWords(durationMinutes)}
      </Fact>
      {startsAt ? (
        <Fact label="From">
          <Time at={startsAt} />
        </Fact>
      ) : null}
      <Fact label="Sent">
        <Time at={request.createdAt} />
      </Fact>
    </>
  );
}

function Actions({ request }: { request: AccessRequest }) {
  const [isCancelling, setCancelling] = useState(false);
  return (
    <>
      {request.canDecide ? (
        <Button component={Link} to={`/tasks/${request.id}`} variant="filled">
          Decide
        </Button>
      ) : null}
      {request.lease ? <LeaseActions lease={request.lease} size="sm" withUse={false} /> : null}
      {request.canCancel ? <Button onClick={() => setCancelling(true)}>Cancel request…</Button> : null}
      {isCancelling ? <CancelDialog request={request} onClose={() => setCancelling(false)} /> : null}
    </>
  );
}
