import type { Setup } from '../../../../api/types.ts';
import { compactJson } from '../../../../ui/text/compact-json.ts';
import { type Way, Ways } from './ways.tsx';

function waysOf(setup: Setup, trustPolicy: string): Way[] {
  const inConsole: Way = {
    id: 'console',
    label: 'Console',
    codeLabel: 'Trust policy',
    code: compactJson(trustPolicy),
    language: 'json',
    copy: 'Copy trust policy',
    how: (
      <>
        IAM › Roles › Create role › <strong>Custom trust policy</strong>, paste, name it{' '}
        <code className="cs-mono">{setup.roleName}</code>
      </>
    ),
  };
  const files: (Omit<Way, 'code'> & { code: string | null })[] = [
    {
      id: 'terraform',
      label: 'Terraform',
      code: setup.terraform,
      language: 'hcl',
      copy: 'Copy Terraform',
      how: 'Role, trust and read policy in one file; its output is the Role ARN',
    },
    {
      id: 'cloudformation',
      label: 'CloudFormation',
      code: setup.cloudFormation,
      language: 'yaml',
      copy: 'Copy template',
      how: 'Role, trust and read policy in one stack; its output is the Role ARN',
    },
    {
      id: 'cli',
      label: 'CLI',
      code: setup.awsCli,
      language: 'shell',
      copy: 'Copy commands',
      how: 'In CloudShell of the management account; the first command prints the Role ARN',
    },
  ];
  return [inConsole, ...files.flatMap((way) => (way.code ? [{ ...way, code: way.code }] : []))];
}

/** The same role in four ways. */
export const SetupWays = ({ setup, trustPolicy }: { setup: Setup; trustPolicy: string }) => (
  <Ways label="Ways to create the role" ways={waysOf(setup, trustPolicy)} />
);
