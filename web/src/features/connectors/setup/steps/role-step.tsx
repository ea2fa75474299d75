import { Button } from '@mantine/core';
import { IconFlask2 } from '@tabler/icons-react';
import type { Setup } from '../../../../api/types.ts';
import { Banner } from '../../../../ui/status/banner.tsx';
import { CopyButton } from '../../../../ui/text/copy.tsx';
import classes from '../setup.module.css';
import type { SetupState } from '../use-setup.ts';
import { SetupWays } from './setup-ways.tsx';

/** The role: External ID, trust policy in four ways, and in the demo a button that makes it. */
export function RoleStep({ setup, state }: { setup: Setup; state: SetupState }) {
  return (
    <>
      <p className={classes.text}>
        In the management account. Only Countersign’s own principal may assume it, and only with this External ID.
      </p>
      <span className={classes.label} id="external-id-label">
        External ID
      </span>
      <div className={classes.external}>
        <div className={classes.externalValue} role="group" aria-labelledby="external-id-label">
          <code data-testid="external-id">{setup.externalId}</code>
          <span className={classes.externalNote}>made by the server, never changes</span>
        </div>
        <CopyButton text={setup.externalId} h={32}>
          Copy
        </CopyButton>
      </div>
      {setup.canCreateRoleInDemo ? <DemoRole state={state} /> : null}
      <IdentityWarnings setup={setup} />
      {setup.trustPolicy ? <SetupWays setup={setup} trustPolicy={setup.trustPolicy} state={state} /> : null}
    </>
  );
}

function DemoRole({ state }: { state: SetupState }) {
  return (
    <div className={classes.demoRole}>
      <span>In the demo you need not paste anything: the role can be made as an AWS administrator would.</span>
      <Button
        leftSection={<IconFlask2 size={14} aria-hidden />}
        loading={state.isCreatingRole}
        onClick={state.createRole}
      >
        Create the role in the simulated AWS
      </Button>
    </div>
  );
}

/** CON-17: who the product is in AWS, where that is doubtful; no trust policy before it is known. */
function IdentityWarnings({ setup }: { setup: Setup }) {
  const { serviceIdentity, trustPolicy } = setup;
  if (trustPolicy && serviceIdentity.warnings.length === 0) return null;
  return (
    <div style={{ marginTop: 12 }}>
      <Banner tone="warn">
        {trustPolicy ? null : (
          <p>
            <strong>No trust policy yet: Countersign does not know who it is in AWS.</strong> A trust policy that named
            the wrong principal would let somebody else in. Give the server AWS credentials, or set{' '}
            <code className="cs-mono">COUNTERSIGN_AWS_PRINCIPAL_ARN</code> to its role, and reload.
          </p>
        )}
        {serviceIdentity.warnings.map((warning) => (
          <p key={warning}>{warning}</p>
        ))}
      </Banner>
    </div>
  );
}
