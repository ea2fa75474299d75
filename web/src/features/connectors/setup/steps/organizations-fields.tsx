import { Switch, TextInput } from '@mantine/core';
import classes from '../setup.module.css';
import type { SetupState } from '../use-setup.ts';

/**
 * Support for AWS Organizations and, only with it, the role by which IAM of the other AWS accounts is read (CON-6,
 * CON-11). Turning it off clears the name, says so, and turning it on again brings the name back.
 */
export function OrganizationsFields({ state }: { state: SetupState }) {
  const { values, change, errorOf, clearedMemberRole, setOrganizations } = state;
  return (
    <>
      <Switch
        label="Enable support for AWS Organizations"
        checked={values.organizationsEnabled}
        onChange={(event) => setOrganizations(event.currentTarget.checked)}
        error={errorOf('organizationsEnabled')}
      />
      {values.organizationsEnabled ? (
        <TextInput
          className={classes.underSwitch}
          label="Member-account role name"
          description="Of the role, the same in each other AWS account, through which IAM there is read (step 4). Empty: it is not read."
          placeholder="CountersignMember"
          spellCheck={false}
          autoComplete="off"
          styles={{ input: { fontFamily: 'var(--cs-mono)', fontSize: 12 } }}
          value={values.memberRoleName ?? ''}
          onChange={(event) => change({ memberRoleName: event.currentTarget.value })}
          error={errorOf('memberRoleName')}
        />
      ) : null}
      <p role="status" className={clearedMemberRole ? classes.underSwitch : 'cs-sr'}>
        {clearedMemberRole ? (
          <span className={classes.quiet}>
            Member-account role name <code className="cs-mono">{clearedMemberRole}</code> is cleared: without AWS
            Organizations the IAM of other AWS accounts is not read.
          </span>
        ) : null}
      </p>
    </>
  );
}
