import { Link } from '@tanstack/react-router';
import { usePermission } from '../../../api/queries.ts';
import type { AccessRequest } from '../../../api/types.ts';
import { Section } from '../../../ui/layout/page.tsx';
import { SeenLinks } from '../words/seen-links.tsx';
import classes from './detail.module.css';

/** Beside the progress: why it was asked for, and by which policy it is allowed. */
export function Wish({ request }: { request: AccessRequest }) {
  const { entitlement } = request;
  return (
    <>
      <Section title="Reason">
        <blockquote className={classes.reason}>{request.reason}</blockquote>
        {request.ticket ? (
          <p className={classes.quiet}>
            Ticket <code className="cs-mono">{request.ticket}</code>
          </p>
        ) : null}
      </Section>
      <Section title="It allows">
        <p className={classes.text}>{entitlement.description ?? 'No description in AWS.'}</p>
        <p className={classes.quiet}>
          <SeenLinks of={entitlement} />
        </p>
      </Section>
      <Section title="Allowed by">
        <PolicyNames policies={request.policies} />
        <p className={classes.quiet}>
          Policies as they stood in revision {request.policyRevision}; later changes do not alter this request.
        </p>
      </Section>
    </>
  );
}

/** Policies by name; a link for who may read them. */
export function PolicyNames({ policies }: Pick<AccessRequest, 'policies'>) {
  const mayRead = usePermission('policies.read');
  if (policies.length === 0) return <p className={classes.text}>None is recorded.</p>;
  return (
    <ul className={classes.text}>
      {policies.map(({ id, name }) => (
        <li key={id}>{mayRead ? <Link to={`/policies/${id}`}>{name}</Link> : name}</li>
      ))}
    </ul>
  );
}
