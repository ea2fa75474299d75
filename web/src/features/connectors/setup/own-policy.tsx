import type { ReactNode } from 'react';
import type { Setup } from '../../../api/types.ts';
import { compactJson } from '../../../ui/text/compact-json.ts';
import { PolicyRow } from './policy-row.tsx';
import { type Way, Ways } from './steps/ways.tsx';
import { TakeAway } from './take-away.tsx';

interface OwnPolicyProps {
  policy: Setup['provisioning'];
  /** One word or two at the head of the row. */
  name: string;
  /** As it is called within a sentence, e.g. "provisioning policy". */
  called: string;
  summary: ReactNode;
  status?: ReactNode;
  /** What comes before the commands that take it away. */
  takeAway: string;
}

/** A policy beside the read policy, in one row: what each action is for, and the ways to attach it and take it away. */
export function OwnPolicy({ policy, name, called, summary, status, takeAway }: OwnPolicyProps) {
  return (
    <PolicyRow
      name={name}
      called={called}
      summary={summary}
      status={status}
      policy={policy.policy}
      actions={policy.actions}
    >
      <Ways label={`Ways to attach the ${called}`} ways={waysOf(policy, called, takeAway)} />
    </PolicyRow>
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
