import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../../../../api/queries.ts';
import type { Approval } from '../../../../api/types.ts';
import { Section } from '../../../../ui/layout/page.tsx';
import { Avatar } from '../../../../ui/path/avatar.tsx';
import { PlainTable } from '../../../../ui/table/plain-table.tsx';
import { agoWords, Time } from '../../../../ui/text/time.tsx';
import { minutesWords } from '../../../../ui/text/words.ts';
import { Entitlement } from '../../words/entitlement.tsx';
import { StepsBar } from '../../words/steps-bar.tsx';
import classes from '../tasks.module.css';
import { ApprovalFacts } from './approval-facts.tsx';
import { DecisionBar } from './decision-bar.tsx';
import { usePersonFacts } from './use-person-facts.ts';

interface PaneProps {
  approval: Approval;
  onDone: (words: string) => void;
  onNext: () => void;
}
/** One request to decide: the sentence, the reason, the facts for the forty seconds, and the bar with the decision. */
export function ApprovalPane({ approval, onDone, onNext }: PaneProps) {
  const { request } = approval;
  return (
    <>
      <div className={classes.body}>
        <Sentence approval={approval} />
        <blockquote className={classes.quote}>“{request.reason}”</blockquote>
        <ApprovalFacts approval={approval} />
        <Section title="Steps">
          <StepsBar request={request} />
        </Section>
        {approval.earlier.length > 0 ? <Earlier approval={approval} /> : null}
      </div>
      <DecisionBar request={request} onDone={onDone} onNext={onNext} />
    </>
  );
}

function Sentence({ approval: { request } }: { approval: Approval }) {
  const { person: me } = useSession();
  const facts = usePersonFacts(request.person.id);
  const { person, requester, extendsLeaseId, durationMinutes, decidesInSteadOf } = request;
  return (
    <div className={classes.head}>
      <Avatar name={person.name} size={28} />
      <div>
        <h2 className={classes.sentence}>
          {requester.name} asks for {requester.id === person.id ? '' : `${person.name} for `}
          {extendsLeaseId ? 'more time of ' : ''}
          <Entitlement of={request.entitlement} isWhereHeavy /> {extendsLeaseId ? <>by </> : <>for </>}
          <strong>{minutesWords(durationMinutes)}</strong>
        </h2>
        <p className={classes.under}>
          {facts ? <span>{[facts.title, facts.department].filter(Boolean).join(', ')}</span> : null}
          {decidesInSteadOf ? (
            <span>
              you decide for <strong>{decidesInSteadOf.name}</strong>, away until <Time at={decidesInSteadOf.until} />
            </span>
          ) : null}
          {facts?.manager?.id === me.id ? <span>reports to you</span> : null}
          <span>
            sent <Time at={request.createdAt} />, {agoWords(request.createdAt)}
          </span>
          {request.ticket ? <code className="cs-mono">{request.ticket}</code> : null}
        </p>
      </div>
    </div>
  );
}

const states: Record<string, string> = {
  pending: 'waiting',
  approved: 'approved',
  denied: 'denied',
  cancelled: 'cancelled',
  expired: 'not decided in time',
};
const Cell = ({ children }: { children: ReactNode }) => <td>{children}</td>;

function Earlier({ approval: { earlier } }: { approval: Approval }) {
  return (
    <Section title="Earlier requests for the same" count={earlier.length}>
      <PlainTable label="Earlier requests for the same" heads={['When', 'Request', 'How it ended']}>
        {earlier.map(({ id, number, status, createdAt }) => (
          <tr key={id}>
            <Cell>
              <Time at={createdAt} />
            </Cell>
            <Cell>
              <Link to={`/requests/${id}`}>{number}</Link>
            </Cell>
            <Cell>{states[status] ?? status}</Cell>
          </tr>
        ))}
      </PlainTable>
    </Section>
  );
}
