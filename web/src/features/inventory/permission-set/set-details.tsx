import type { ReactNode } from 'react';
import type { PermissionSetDetails } from '../../../api/types.ts';
import { Section } from '../../../ui/layout/page.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { Time } from '../../../ui/text/time.tsx';
import classes from '../iam/iam.module.css';
import { PolicyTable } from '../iam/policy-table.tsx';
import { TagRows } from '../iam/tag-rows.tsx';

type Part = PermissionSetDetails['gaps'][number]['part'];
const partWords: Record<Part, string> = {
  'managed-policies': 'AWS managed policies',
  'customer-managed-policies': 'Customer managed policies',
  'inline-policy': 'Inline policy',
  'permissions-boundary': 'Permissions boundary',
  tags: 'Tags',
};

/** What a permission set allows, and when that was read; what was not read is named, never shown as "none". */
export function SetDetails({ of }: { of: PermissionSetDetails }) {
  return (
    <div className={classes.part}>
      <Policies of={of} />
      <BoundaryAndTags of={of} />
    </div>
  );
}

function Policies({ of }: { of: PermissionSetDetails }) {
  const { managedPolicies: aws, customerManagedPolicies: own, inlinePolicy: inline } = of;
  const policies = [
    ...(aws ?? []).map(({ name, arn }) => ({ name, arn, kind: 'aws-managed' as const, document: null, via: null })),
    ...(own ?? []).map(({ name, path }) => ({
      name: path === '/' ? name : `${path}${name}`,
      arn: null,
      kind: 'customer-managed' as const,
      document: null,
      via: null,
    })),
    ...(inline?.document
      ? [{ name: 'Inline policy', arn: null, kind: 'inline' as const, document: inline.document, via: null }]
      : []),
  ];
  const isRead = aws !== null && own !== null && inline !== null;
  return (
    <Section title="Policies" count={isRead ? policies.length : undefined} note={<ReadAt of={of} />}>
      {policies.length > 0 ? (
        <PolicyTable policies={policies} />
      ) : isRead ? (
        <p className={classes.soft}>No policy: it allows nothing.</p>
      ) : null}
      <Unread of={of} part="managed-policies" isKnown={aws !== null} />
      <Unread of={of} part="customer-managed-policies" isKnown={own !== null} />
      <Unread of={of} part="inline-policy" isKnown={inline !== null} />
    </Section>
  );
}

function BoundaryAndTags({ of }: { of: PermissionSetDetails }) {
  const { permissionsBoundary: boundary, tags, relayState } = of;
  return (
    <Section title="Tags and permissions boundary">
      <dl className={classes.facts}>
        {boundary ? (
          <>
            <dt>Boundary</dt>
            <dd>
              {boundary.policy ? (
                <code className="cs-mono">{policyName(boundary.policy)}</code>
              ) : (
                <span className={classes.soft}>none</span>
              )}
            </dd>
          </>
        ) : null}
        {relayState ? (
          <>
            <dt>Opens</dt>
            <dd>{relayState}</dd>
          </>
        ) : null}
        {tags ? <TagRows tags={tags} /> : null}
      </dl>
      <Unread of={of} part="permissions-boundary" isKnown={boundary !== null} />
      <Unread of={of} part="tags" isKnown={tags !== null} />
    </Section>
  );
}

const policyName = ({ arn, path, name }: { arn: string | null; path: string | null; name: string }) =>
  arn ?? `${path ?? '/'}${name}`;

/** One part that could not be read: never, or not again, and then it is as it was known. */
function Unread({ of, part, isKnown }: { of: PermissionSetDetails; part: Part; isKnown: boolean }): ReactNode {
  const gap = of.gaps.find((each) => each.part === part);
  if (isKnown && !gap) return null;
  return (
    <p className={classes.unread}>
      <Status sign={isKnown ? 'stale' : 'undecided'}>
        {partWords[part]} not read{isKnown ? ' again' : ''}
      </Status>
      {gap ? (
        <span className={classes.soft}>
          since <Time at={gap.since} />: {gap.reason}
        </span>
      ) : null}
    </p>
  );
}

const ReadAt = ({ of }: { of: PermissionSetDetails }) =>
  of.readAt ? (
    <>
      read <Time at={of.readAt} />
    </>
  ) : null;
