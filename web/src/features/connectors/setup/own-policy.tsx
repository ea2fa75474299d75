import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Setup } from '../../../api/types.ts';
import { CodeBlock } from '../../../ui/text/code-block.tsx';
import { compactJson } from '../../../ui/text/compact-json.ts';
import { CopyButton } from '../../../ui/text/copy.tsx';
import { ActionTable } from './action-table.tsx';
import classes from './setup.module.css';
import { type Way, Ways } from './steps/ways.tsx';

interface OwnPolicyProps {
  policy: Setup['provisioning'];
  /** One word or two at the head of the row. */
  name: string;
  /** As it is called within a sentence, e.g. "provisioning policy". */
  called: string;
  summary: string;
  status?: ReactNode;
  /** What comes before the commands that take it away. */
  takeAway: string;
}

/** A policy beside the read policy, in one row: what each action is for, and the ways to attach it and take it away. */
export function OwnPolicy({ policy, name, called, summary, status, takeAway }: OwnPolicyProps) {
  const [shown, setShown] = useState<'actions' | 'policy' | null>(null);
  const toggle = (what: 'actions' | 'policy') => setShown(shown === what ? null : what);
  return (
    <>
      <div className={classes.policyRow}>
        <strong>{name}</strong>
        <span>{summary}</span>
        {status ?? <span />}
        <span className={classes.buttons}>
          <Button
            size="xs"
            aria-expanded={shown === 'actions'}
            aria-label={`Actions of the ${called}`}
            onClick={() => toggle('actions')}
          >
            Actions
          </Button>
          <Button
            size="xs"
            aria-expanded={shown === 'policy'}
            aria-label={`Policy: ${called}`}
            onClick={() => toggle('policy')}
          >
            Policy
          </Button>
          <CopyButton size="xs" text={policy.policy} aria-label={`Copy ${called}`}>
            Copy
          </CopyButton>
        </span>
      </div>
      {shown === 'actions' ? <ActionTable label={`Actions of the ${called}`} actions={policy.actions} /> : null}
      {shown === 'policy' ? (
        <Ways label={`Ways to attach the ${called}`} ways={waysOf(policy, called, takeAway)} />
      ) : null}
    </>
  );
}

function waysOf({ roleName, policyName, ...policy }: Setup['provisioning'], called: string, before: string): Way[] {
  const role = <code className="cs-mono">{roleName}</code>;
  const named = <code className="cs-mono">{policyName}</code>;
  return [
    {
      id: 'console',
      label: 'Console',
      code: compactJson(policy.policy),
      codeLabel: called.replace(/^./, (letter) => letter.toUpperCase()),
      language: 'json',
      copy: 'Copy policy',
      how: (
        <>
          IAM › Roles › {role} › Add permissions › <strong>Create inline policy</strong> › JSON, paste, name it {named}
        </>
      ),
      after: (
        <TakeAway before={before}>
          IAM › Roles › {role} › Permissions › {named} › <strong>Remove</strong>
        </TakeAway>
      ),
    },
    {
      id: 'terraform',
      label: 'Terraform',
      code: policy.terraform,
      language: 'hcl',
      copy: 'Copy Terraform',
      how: <>A file of its own, beside the role’s or elsewhere; the role {role} must be there</>,
      after: <TakeAway before={before} command={policy.takeAway.terraform} />,
    },
    {
      id: 'cloudformation',
      label: 'CloudFormation',
      code: policy.cloudFormation,
      language: 'yaml',
      copy: 'Copy template',
      how: <>A stack of its own; the role {role} must be there</>,
      after: <TakeAway before={before} command={policy.takeAway.cloudFormation} />,
    },
    {
      id: 'cli',
      label: 'CLI',
      code: policy.awsCli,
      language: 'shell',
      copy: 'Copy command',
      how: 'In CloudShell of the AWS account that has the role',
      after: <TakeAway before={before} command={policy.takeAway.awsCli} />,
    },
  ];
}

function TakeAway({ before, command, children }: { before: string; command?: string; children?: ReactNode }) {
  return (
    <>
      <div className={classes.wayHead} style={{ marginTop: 12 }}>
        <span>
          {before} {children}
        </span>
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
