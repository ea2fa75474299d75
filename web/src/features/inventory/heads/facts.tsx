import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AwsAccount, Group, Identity, PermissionSet, Person, Role } from '../../../api/types.ts';
import { Fact } from '../../../ui/layout/page.tsx';
import { identityKindWords } from '../../../ui/path/kinds.ts';
import { Freshness } from '../../../ui/status/freshness.tsx';
import { Badge } from '../../../ui/status/status.tsx';
import { Identifier } from '../../../ui/text/identifier.tsx';
import { sessionWords } from '../../../ui/text/session-words.ts';
import { Time } from '../../../ui/text/time.tsx';
import { counted, roleWords } from '../../../ui/text/words.ts';
import classes from '../inventory.module.css';
import { MemberCount } from '../lists/groups.tsx';

const PersonLinkTo = ({ person }: { person: { id: string; name: string } }) => (
  <Link to={`/people/${person.id}`}>{person.name}</Link>
);
const AccountFact = ({ account }: { account: { awsAccountId: string; name: string } | null }) =>
  account ? (
    <Fact label="In">
      <Link to={`/aws-accounts/${account.awsAccountId}`}>{account.name}</Link>
    </Fact>
  ) : null;

/** The line of facts under the title, per kind: what, where, whose, how fresh. */
export const PersonFacts = ({ of }: { of: Person }) => (
  <>
    {of.title ? <Fact>{of.title}</Fact> : null}
    {of.email ? <Fact label="E-mail">{of.email}</Fact> : null}
    {of.department ? <Fact label="Department">{of.department}</Fact> : null}
    <Fact label="Manager">{of.manager ? <PersonLinkTo person={of.manager} /> : 'none known'}</Fact>
    <Fact label="Known from">{of.source}</Fact>
    {of.roles.length > 0 ? (
      <Fact label="Here">{of.roles.map((role) => roleWords[role] ?? role).join(', ')}</Fact>
    ) : null}
    <Fact>
      {counted(of.identityCount, 'identity', 'identities')},{' '}
      {counted(of.awsAccountCount, 'AWS account', 'AWS accounts')}
    </Fact>
  </>
);

export const IdentityFacts = ({ of }: { of: Identity }) => (
  <>
    <Fact>{identityKindWords[of.kind]}</Fact>
    <Fact>
      <Identifier text={of.arn ?? of.nativeId} what={of.arn ? 'ARN' : 'id'} most={48} />
    </Fact>
    <AccountFact account={of.awsAccount} />
    <Fact label="Person">
      {of.person ? (
        <>
          <PersonLinkTo person={of.person} /> by {of.person.method}
        </>
      ) : of.kind === 'iam-role' ? (
        'a role, nobody’s own'
      ) : (
        <Badge>unmatched</Badge>
      )}
    </Fact>
    {of.email ? <Fact label="E-mail">{of.email}</Fact> : null}
    <Fact>
      <Freshness of={of.freshness} />
    </Fact>
  </>
);

export const AwsAccountFacts = ({ of }: { of: AwsAccount }) => (
  <>
    <Fact>
      <Identifier text={of.awsAccountId} what="AWS account id" />
    </Fact>
    {of.alias ? <Fact label="Alias">{of.alias}</Fact> : null}
    {of.organizationalUnits.length > 0 ? (
      <Fact label="In">
        <UnitPath units={of.organizationalUnits} />
      </Fact>
    ) : of.organizationId ? (
      <Fact label="Organization">
        <code className="cs-mono">{of.organizationId}</code>
      </Fact>
    ) : null}
    {of.email ? <Fact label="E-mail">{of.email}</Fact> : null}
    <Fact>{counted(of.permissionSetCount, 'permission set', 'permission sets')} in use</Fact>
    <TagsFact of={of} />
    <Fact>
      <Freshness of={of.freshness} />
    </Fact>
  </>
);

/** From the root down, by name; by id where a name was not read. */
const UnitPath = ({ units }: { units: AwsAccount['organizationalUnits'] }) =>
  units.map(({ id, name }, at) => (
    <span key={id}>
      {at > 0 ? ' / ' : ''}
      {name === null ? <code className="cs-mono">{id}</code> : <span title={id}>{name}</span>}
    </span>
  ));

const mostTags = 5;
/** Tags that were not read yet are not "none". */
function TagsFact({ of: { tags, tagsReadAt } }: { of: AwsAccount }) {
  const [isOpen, setOpen] = useState(false);
  if (tags === null) return <Fact label="Tags">not read</Fact>;
  const shown = isOpen ? tags : tags.slice(0, mostTags);
  return (
    <Fact label="Tags">
      {tags.length === 0 ? 'none' : shown.map(({ key, value }) => `${key}: ${value}`).join(', ')}
      {tags.length > shown.length ? (
        <button type="button" className={classes.more} onClick={() => setOpen(true)}>
          and {tags.length - shown.length} more
        </button>
      ) : null}
      {tagsReadAt ? (
        <>
          {', read '}
          <Time at={tagsReadAt} />
        </>
      ) : null}
    </Fact>
  );
}

export const GroupFacts = ({ of }: { of: Group }) => (
  <>
    <Fact>{identityKindWords[of.kind]}</Fact>
    <Fact>
      <Identifier text={of.arn ?? of.nativeId} what={of.arn ? 'ARN' : 'id'} most={48} />
    </Fact>
    <AccountFact account={of.awsAccount} />
    <Fact label="Members">
      <MemberCount group={of} />
    </Fact>
    {of.description ? <Fact>{of.description}</Fact> : null}
    <Fact label="Members read">
      <Freshness of={of.membersFreshness} />
    </Fact>
  </>
);

export const PermissionSetFacts = ({ of }: { of: PermissionSet }) => (
  <>
    <Fact>
      <Identifier text={of.arn} what="ARN" most={40} />
    </Fact>
    {of.sessionDuration ? <Fact label="Sessions up to">{sessionWords(of.sessionDuration)}</Fact> : null}
    <Fact>on {counted(of.awsAccountCount, 'AWS account', 'AWS accounts')}</Fact>
    {of.description ? <Fact>{of.description}</Fact> : null}
    <Fact>
      <Freshness of={of.freshness} />
    </Fact>
  </>
);

export const RoleFacts = ({ of }: { of: Role }) => (
  <>
    <Fact>
      <Identifier text={of.arn} what="ARN" most={64} />
    </Fact>
    <AccountFact account={of.awsAccount} />
    {of.permissionSet ? <Fact label="Made by permission set">{of.permissionSet}</Fact> : null}
    {of.maxSessionSeconds ? <Fact label="Sessions up to">{of.maxSessionSeconds / 3600} h</Fact> : null}
    {of.description ? <Fact>{of.description}</Fact> : null}
    <Fact>
      <Freshness of={of.freshness} />
    </Fact>
  </>
);

/** Whom the role trusts, one sentence for each principal, and what cannot be seen from AWS. */
export const RoleTrust = ({ of }: { of: Role }) => (
  <>
    <p style={{ marginTop: 12, color: 'var(--cs-text2)', display: 'flex', flexWrap: 'wrap', gap: '2px 8px' }}>
      <span style={{ color: 'var(--cs-text3)' }}>Trusts</span>
      {of.trust.length > 0 ? (
        of.trust.map((sentence) => <span key={sentence}>{sentence}</span>)
      ) : (
        <span>trust policy not read</span>
      )}
      {of.areMembersVisible || of.trust.some((sentence) => /not visible/.test(sentence)) ? null : (
        <Badge sign="hidden">members not visible from AWS</Badge>
      )}
    </p>
  </>
);
