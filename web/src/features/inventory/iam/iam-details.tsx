import type { IamDetails as Details } from '../../../api/types.ts';
import { Section } from '../../../ui/layout/page.tsx';
import { Freshness } from '../../../ui/status/freshness.tsx';
import { Credentials } from './credentials.tsx';
import classes from './iam.module.css';
import { PolicyTable } from './policy-table.tsx';
import { TagRows } from './tag-rows.tsx';

/** What IAM says of a user, group, role or root user besides who has access. */
export function IamDetails({ of }: { of: Details }) {
  const isRoot = of.kind === 'aws-account';
  return (
    <div className={classes.part}>
      {of.kind === 'iam-group' ? null : <Credentials of={of} />}
      {isRoot ? null : <Policies of={of} />}
      {of.kind === 'iam-user' || of.kind === 'iam-role' ? <TagsAndBoundary of={of} /> : null}
    </div>
  );
}

function Policies({ of }: { of: Details }) {
  const { policies, policiesFreshness: freshness } = of;
  return (
    <Section
      title="Policies"
      count={freshness.readAt ? policies.length : undefined}
      note={<Freshness of={freshness} />}
    >
      {policies.length > 0 ? (
        <PolicyTable policies={policies} />
      ) : (
        <p className={classes.soft}>{freshness.readAt ? 'No policy.' : 'Not known: policies were never read.'}</p>
      )}
    </Section>
  );
}

function TagsAndBoundary({ of }: { of: Details }) {
  if (!of.policiesFreshness.readAt) return null;
  return (
    <Section title="Tags and permissions boundary">
      <dl className={classes.facts}>
        <dt>Boundary</dt>
        <dd>
          {of.permissionsBoundary ? (
            <code className="cs-mono">{of.permissionsBoundary}</code>
          ) : (
            <span className={classes.soft}>none</span>
          )}
        </dd>
        <TagRows tags={of.tags} />
      </dl>
    </Section>
  );
}
