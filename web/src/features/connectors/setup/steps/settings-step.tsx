import { Select, Switch, TextInput } from '@mantine/core';
import { ScimFields } from '../scim/scim-fields.tsx';
import classes from '../setup.module.css';
import type { SetupState } from '../use-setup.ts';
import { OrganizationsFields } from './organizations-fields.tsx';

/** Role ARN and what to read beside its own IAM (CON-6). */
export function SettingsStep({ state }: { state: SetupState }) {
  const { values, change, errorOf, setIdentityCenter } = state;
  return (
    <>
      <div className={classes.settings}>
        <TextInput
          label="Role ARN"
          placeholder="arn:aws:iam::123456789012:role/Countersign"
          spellCheck={false}
          autoComplete="off"
          styles={{ input: { fontFamily: 'var(--cs-mono)', fontSize: 12 } }}
          value={values.roleArn}
          onChange={(event) => change({ roleArn: event.currentTarget.value })}
          error={errorOf('roleArn')}
        />
        <Select
          label="Identity Center region"
          placeholder="Choose a region"
          searchable
          data={state.regions}
          disabled={!values.identityCenterEnabled}
          value={values.identityCenterRegion}
          onChange={(identityCenterRegion) => change({ identityCenterRegion })}
          error={errorOf('identityCenterRegion')}
          nothingFoundMessage="No such region"
        />
      </div>
      <div className={classes.switches}>
        <OrganizationsFields state={state} />
        <Switch
          label="Enable support for AWS IAM Identity Center"
          checked={values.identityCenterEnabled}
          onChange={(event) => setIdentityCenter(event.currentTarget.checked)}
          error={errorOf('identityCenterEnabled')}
        />
        <ScimFields state={state} />
      </div>
    </>
  );
}
