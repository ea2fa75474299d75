import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePermission } from '../../../../api/queries.ts';
import type { AccessRequest, Approval } from '../../../../api/types.ts';
import { PathSentence } from '../../../../ui/path/path-sentence.tsx';
import { sessionWords } from '../../../../ui/text/session-words.ts';
import { Time } from '../../../../ui/text/time.tsx';
import { minutesWords } from '../../../../ui/text/words.ts';
import { SeenLinks } from '../../words/seen-links.tsx';
import { useSeen } from '../../words/use-seen.ts';
import classes from '../tasks.module.css';

/** What a decision needs: what it allows, what they hold already, what they asked for before, which policy sent it. */
export function ApprovalFacts({ approval }: { approval: Approval }) {
  const { request, earlier } = approval;
  return (
    <dl className={classes.facts}>
      <Fact term="It allows">
        <Allows request={request} />
      </Fact>
      <Fact term="Already has">
        <AlreadyHas approval={approval} />
      </Fact>
      <Fact term="Asked before">{earlierWords(earlier)}</Fact>
      <Fact term="Sent here by">
        <SentBy request={request} />
      </Fact>
      {request.startsAt ? (
        <Fact term="Starts">
          <Time at={request.startsAt} />, if it is approved by then
        </Fact>
      ) : null}
      <Fact term="Ends">
        <Ends request={request} />
      </Fact>
    </dl>
  );
}

const Fact = ({ term, children }: { term: string; children: ReactNode }) => (
  <div>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
);

function Allows({ request: { entitlement } }: { request: AccessRequest }) {
  return (
    <>
      <p>{entitlement.description ?? 'It has no description in AWS.'}</p>
      <p className={classes.small}>
        <SeenLinks of={entitlement} />
      </p>
    </>
  );
}

function AlreadyHas({ approval: { alreadyHolds, request } }: { approval: Approval }) {
  const where = request.entitlement.awsAccount?.name ?? 'this group';
  if (alreadyHolds.length === 0) return <span className={classes.grey}>nothing towards {where}, in what was read</span>;
  return (
    <ul>
      {alreadyHolds.map(({ sentence, path }) => (
        <li key={sentence} className={classes.path}>
          <PathSentence path={path} identityKind="identity-center-user" subjectId={request.person.id} />
        </li>
      ))}
    </ul>
  );
}

function earlierWords(earlier: Approval['earlier']): string {
  if (earlier.length === 0) return 'never for the same';
  const denied = earlier.filter(({ status }) => status === 'denied').length;
  const count = earlier.length === 1 ? 'once for the same' : `${earlier.length} times for the same`;
  return denied > 0 ? `${count}, ${denied} of ${earlier.length} denied` : count;
}

function SentBy({ request: { policies, policyRevision } }: { request: AccessRequest }) {
  const mayRead = usePermission('policies.read');
  return (
    <>
      {policies.length === 1 ? 'Policy ' : 'Policies '}
      {policies.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 ? ', ' : ''}
          {mayRead ? <Link to={`/policies/${id}`}>{name}</Link> : <strong>{name}</strong>}
        </span>
      ))}{' '}
      <span className={classes.grey}>revision {policyRevision}</span>
    </>
  );
}

/** The end is honest: how long an open session may outlive it (PRV-7). */
function Ends({ request: { entitlement, durationMinutes, extendsLeaseId } }: { request: AccessRequest }) {
  const session = useSeen(entitlement).sessionDuration;
  return (
    <>
      By itself, {minutesWords(durationMinutes)} {extendsLeaseId ? 'later than now planned' : 'after it is active'}.
      {session ? ` An open session may work up to ${sessionWords(session)} longer.` : ''}
    </>
  );
}
