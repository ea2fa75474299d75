import type { IamDetails } from '../../../api/types.ts';
import { Section } from '../../../ui/layout/page.tsx';
import { Freshness } from '../../../ui/status/freshness.tsx';
import { Status } from '../../../ui/status/status.tsx';
import { PlainTable } from '../../../ui/table/plain-table.tsx';
import { Time } from '../../../ui/text/time.tsx';
import classes from './iam.module.css';

type Use = NonNullable<IamDetails['use']>;

/** How somebody signs in, and when that was last used: now, since it has no history. */
export function Credentials({ of }: { of: IamDetails }) {
  const { use, useFreshness, kind } = of;
  const title = kind === 'iam-role' ? 'Use' : kind === 'aws-account' ? 'Root user' : 'Sign-in and use';
  return (
    <Section title={title} note={<Freshness of={useFreshness} />}>
      {use ? (
        <>
          <dl className={classes.facts}>
            <dt>Last used</dt>
            <dd>
              {use.lastUsedAt ? <Time at={use.lastUsedAt} /> : <span className={classes.soft}>no use on record</span>}
              {use.lastUsedRegion ? ` in ${use.lastUsedRegion}` : ''}
            </dd>
            {kind === 'iam-role' ? null : <SignIn of={use} />}
          </dl>
          {use.accessKeys.length > 0 ? <AccessKeys of={use} /> : null}
        </>
      ) : (
        <p className={classes.soft}>
          {useFreshness.readAt
            ? 'Use is known as of now only, not for a day in the past.'
            : 'Not known: it was never read.'}
        </p>
      )}
    </Section>
  );
}

function SignIn({ of }: { of: Use }) {
  const { hasPassword, passwordUsedAt, passwordChangedAt, accessKeys } = of;
  return (
    <>
      <dt>MFA</dt>
      <dd>
        <Mfa of={of} />
      </dd>
      <dt>Password</dt>
      <dd className={hasPassword || passwordUsedAt ? undefined : classes.soft}>
        {hasPassword === false ? 'none' : hasPassword ? 'set' : passwordUsedAt ? '' : 'AWS does not tell'}
        {hasPassword && passwordUsedAt ? ', ' : ''}
        {passwordUsedAt ? (
          <>
            used <Time at={passwordUsedAt} />
          </>
        ) : null}
        {passwordChangedAt ? (
          <>
            , changed <Time at={passwordChangedAt} />
          </>
        ) : null}
      </dd>
      {accessKeys.length === 0 ? (
        <>
          <dt>Access keys</dt>
          <dd className={classes.soft}>none</dd>
        </>
      ) : null}
    </>
  );
}

function Mfa({ of: { hasMfa, hasPassword } }: { of: Use }) {
  if (hasMfa === null) return <span className={classes.soft}>AWS does not tell</span>;
  if (hasMfa) return <Status sign="pass">on</Status>;
  return <Status sign={hasPassword === false ? 'off' : 'warn'}>none</Status>;
}

function AccessKeys({ of: { accessKeys } }: { of: Use }) {
  return (
    <PlainTable label="Access keys" heads={['Access key', 'State', 'Made or rotated', 'Use']} isStacked>
      {accessKeys.map((key, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the two slots are all that a credential report tells apart
        <tr key={index}>
          <td className={classes.name}>Key {index + 1}</td>
          <td>{key.isActive ? <Status sign="pass">active</Status> : <Status sign="off">inactive</Status>}</td>
          <td>
            {key.rotatedAt ? (
              <>
                made <Time at={key.rotatedAt} />
              </>
            ) : null}
          </td>
          <td>
            {key.usedAt ? (
              <>
                used <Time at={key.usedAt} />
                {key.service ? ` with ${key.service}` : ''}
                {key.region ? ` in ${key.region}` : ''}
              </>
            ) : (
              <span className={classes.soft}>never used</span>
            )}
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
