import { useEffect, useRef } from 'react';
import type { Setup } from '../../../../api/types.ts';
import { OwnPolicy } from '../own-policy.tsx';
import { PolicyRow } from '../policy-row.tsx';
import classes from '../setup.module.css';
import { Ways } from '../steps/ways.tsx';
import type { SetupState } from '../use-setup.ts';
import { memberAccountsId } from './member-accounts-id.ts';
import { singleWays, stackSetWays } from './member-ways.tsx';
import { SingleAccount } from './single-account.tsx';

interface MemberAccountsStepProps {
  setup: Setup;
  state: SetupState;
}
/** IAM of the other AWS accounts: the role in each of them, and the policy that lets the connector's role in (CON-11). */
export function MemberAccountsStep({ setup: { memberAccounts }, state }: MemberAccountsStepProps) {
  const { roleName, stackSet, single, actions, readPolicy, trustPolicy, assume } = memberAccounts;
  const role = <code className="cs-mono">{roleName}</code>;
  return (
    <div id={memberAccountsId} ref={useSeenWhenLinked()} tabIndex={-1} className={classes.linked}>
      <p className={classes.text}>
        A role {role} in each other AWS account, which reads IAM there and can change nothing. Only the connector’s role
        may assume it, only with the member-account external id, and only from within the organization.
      </p>
      {stackSet ? (
        <Ways label="Ways to create the role in all AWS accounts" ways={stackSetWays(memberAccounts, stackSet)} />
      ) : (
        <p className={classes.first}>
          <strong>The role ARN of the connector comes first:</strong> the roles trust it by its ARN. Enter it in step 5
          and save; the StackSet for all AWS accounts then stands here.
        </p>
      )}
      <div style={{ marginTop: 12 }}>
        <PolicyRow
          name="Read"
          called="read policy of the role"
          summary={`${actions.length} actions, each with what is lost without it`}
          actions={actions}
          policy={readPolicy}
        />
        {trustPolicy ? (
          <PolicyRow
            name="Trust"
            called="trust policy of the role"
            summary="Who may assume it, the same in each AWS account"
            policy={trustPolicy}
          />
        ) : null}
        <OwnPolicy
          policy={assume}
          name="Enter"
          called="policy to enter"
          summary={
            <>
              Lets the connector’s role in: attach it to <code className="cs-mono">{assume.roleName}</code>
            </>
          }
          takeAway="To take it away again, where it came this way:"
        />
        {single ? <SingleAccount ways={singleWays(memberAccounts, single)} /> : null}
      </div>
      <NamedOtherwise roleName={roleName} state={state} />
    </div>
  );
}

/** The documents name what is saved, not what is being typed. */
function NamedOtherwise({ roleName, state }: { roleName: string; state: SetupState }) {
  const typed = state.values.memberRoleName?.trim() ?? '';
  return (
    <p className={classes.quiet} style={{ marginTop: 6 }} role="status">
      {typed !== '' && typed !== roleName ? (
        <>
          These documents name the role <code className="cs-mono">{roleName}</code>. Save{' '}
          <code className="cs-mono">{typed}</code> in step 5, and they name that one.
        </>
      ) : (
        <>
          Then enter <code className="cs-mono">{roleName}</code> as the member-account role name in step 5. An AWS
          account that refuses, or is suspended, is named with its reason; what was known of it stays.
        </>
      )}
    </p>
  );
}

/** The page is loaded after the browser looked for what the link leads to. */
function useSeenWhenLinked() {
  const part = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (window.location.hash !== `#${memberAccountsId}`) return;
    part.current?.scrollIntoView();
    part.current?.focus({ preventScroll: true });
  }, []);
  return part;
}
