import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Setup } from '../../../api/types.ts';
import { CodeBlock } from '../../../ui/text/code-block.tsx';
import { compactJson } from '../../../ui/text/compact-json.ts';
import { CopyButton } from '../../../ui/text/copy.tsx';
import { ActionTable } from './action-table.tsx';
import classes from './setup.module.css';
import { type Way, Ways } from './steps/ways.tsx';

/** The policy that lets it change AWS, apart from the read policy: what each action is for, and the ways to attach it. */
export function ProvisioningPolicy({ setup: { provisioning } }: { setup: Setup }) {
  const [shown, setShown] = useState<'actions' | 'policy' | null>(null);
  const toggle = (what: 'actions' | 'policy') => setShown(shown === what ? null : what);
  return (
    <>
      <div className={classes.policyRow}>
        <strong>Change</strong>
        <span>{provisioning.actions.length} actions, each with what is not possible without it</span>
        <span />
        <span className={classes.buttons}>
          <Button
            size="xs"
            aria-expanded={shown === 'actions'}
            aria-label="Actions of the provisioning policy"
            onClick={() => toggle('actions')}
          >
            Actions
          </Button>
          <Button
            size="xs"
            aria-expanded={shown === 'policy'}
            aria-label="Policy for provisioning"
            onClick={() => toggle('policy')}
          >
            Policy
          </Button>
          <CopyButton size="xs" text={provisioning.policy} aria-label="Copy provisioning policy">
            Copy
          </CopyButton>
        </span>
      </div>
      {shown === 'actions' ? (
        <ActionTable label="Actions of the provisioning policy" actions={provisioning.actions} />
      ) : null}
      {shown === 'policy' ? <Ways label="Ways to attach the provisioning policy" ways={waysOf(provisioning)} /> : null}
      <p className={classes.quiet} style={{ marginTop: 6 }}>
        A second inline policy of the role, <code className="cs-mono">{provisioning.policyName}</code>, only for who
        wants Countersign to change AWS. Reading does not need it, and no read document contains it.
      </p>
    </>
  );
}

function waysOf(provisioning: Setup['provisioning']): Way[] {
  const { roleName, policyName, takeAway } = provisioning;
  const role = <code className="cs-mono">{roleName}</code>;
  const policy = <code className="cs-mono">{policyName}</code>;
  return [
    {
      id: 'console',
      label: 'Console',
      code: compactJson(provisioning.policy),
      codeLabel: 'Provisioning policy',
      language: 'json',
      copy: 'Copy policy',
      how: (
        <>
          IAM › Roles › {role} › Add permissions › <strong>Create inline policy</strong> › JSON, paste, name it {policy}
        </>
      ),
      after: (
        <TakeAway>
          IAM › Roles › {role} › Permissions › {policy} › <strong>Remove</strong>
        </TakeAway>
      ),
    },
    {
      id: 'terraform',
      label: 'Terraform',
      code: provisioning.terraform,
      language: 'hcl',
      copy: 'Copy Terraform',
      how: <>A file of its own, beside the role’s or elsewhere; the role {role} must be there</>,
      after: <TakeAway command={takeAway.terraform} />,
    },
    {
      id: 'cloudformation',
      label: 'CloudFormation',
      code: provisioning.cloudFormation,
      language: 'yaml',
      copy: 'Copy template',
      how: <>A stack of its own; the role {role} must be there</>,
      after: <TakeAway command={takeAway.cloudFormation} />,
    },
    {
      id: 'cli',
      label: 'CLI',
      code: provisioning.awsCli,
      language: 'shell',
      copy: 'Copy command',
      how: 'In CloudShell of the AWS account that has the role',
      after: <TakeAway command={takeAway.awsCli} />,
    },
  ];
}

/** The switch first: with it off, what is due becomes tasks instead of refusals of AWS. */
function TakeAway({ command, children }: { command?: string; children?: ReactNode }) {
  return (
    <>
      <div className={classes.wayHead} style={{ marginTop: 12 }}>
        <span>To take it away again, turn the switch below off, then: {children}</span>
        {command ? (
          <CopyButton size="xs" text={command} aria-label="Copy how to take it away">
            Copy
          </CopyButton>
        ) : null}
      </div>
      {command ? <CodeBlock code={command.trimEnd()} language="shell" label="To take it away again" /> : null}
    </>
  );
}
