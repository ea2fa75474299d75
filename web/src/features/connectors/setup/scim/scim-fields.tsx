import { Switch, TextInput } from '@mantine/core';
import classes from '../setup.module.css';
import type { SetupState } from '../use-setup.ts';
import { ScimTokenField } from './scim-token-field.tsx';

/** Identity Center's SCIM API (CON-6, CON-14): only with Identity Center, whose switch turns it off and says so. */
export function ScimFields({ state }: { state: SetupState }) {
  const { values, change, errorOf, hasTurnedOffScim } = state;
  const isOn = values.scimEnabled === true;
  return (
    <>
      <Switch
        label="Enable usage of the AWS IAM Identity Center SCIM API"
        description={
          values.identityCenterEnabled
            ? 'Optional: describes users whom the role may not list.'
            : 'It is a part of IAM Identity Center: enable support for that first.'
        }
        disabled={!values.identityCenterEnabled}
        checked={isOn}
        onChange={(event) => change({ scimEnabled: event.currentTarget.checked })}
        error={errorOf('scimEnabled')}
      />
      <p role="status" className={hasTurnedOffScim ? classes.underSwitch : 'cs-sr'}>
        {hasTurnedOffScim ? (
          <span className={classes.quiet}>
            Usage of the SCIM API is turned off with IAM Identity Center. Its endpoint and token are kept.
          </span>
        ) : null}
      </p>
      {isOn ? (
        <div className={`${classes.underSwitch} ${classes.fields}`}>
          <TextInput
            label="SCIM endpoint"
            description="IAM Identity Center shows it under Settings > Automatic provisioning."
            placeholder={`https://scim.${values.identityCenterRegion ?? 'eu-north-1'}.amazonaws.com/…/scim/v2/`}
            spellCheck={false}
            autoComplete="off"
            styles={{ input: { fontFamily: 'var(--cs-mono)', fontSize: 12 } }}
            value={values.scimEndpoint ?? ''}
            onChange={(event) => change({ scimEndpoint: event.currentTarget.value })}
            error={errorOf('scimEndpoint')}
          />
          <ScimTokenField state={state} />
        </div>
      ) : null}
    </>
  );
}
