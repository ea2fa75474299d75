import { Switch } from '@mantine/core';
import type { Setup } from '../../../../api/types.ts';
import { compactJson } from '../../../../ui/text/compact-json.ts';
import classes from '../setup.module.css';
import type { SetupState } from '../use-setup.ts';
import { type Way, Ways } from './ways.tsx';

function waysOf(setup: Setup, trustPolicy: string, isFurther: boolean): Way[] {
  const { terraform, cloudFormation, awsCli } = (isFurther ? setup.furtherReading.withRole : null) ?? setup;
  const policies = isFurther ? 'both read policies' : 'read policy';
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
      code: terraform,
      language: 'hcl',
      copy: 'Copy Terraform',
      how: `Role, trust and ${policies} in one file; its output is the Role ARN`,
    },
    {
      id: 'cloudformation',
      label: 'CloudFormation',
      code: cloudFormation,
      language: 'yaml',
      copy: 'Copy template',
      how: `Role, trust and ${policies} in one stack; its output is the Role ARN`,
    },
    {
      id: 'cli',
      label: 'CLI',
      code: awsCli,
      language: 'shell',
      copy: 'Copy commands',
      how: 'In CloudShell of the management account; the first command prints the Role ARN',
    },
  ];
  return [inConsole, ...files.flatMap((way) => (way.code ? [{ ...way, code: way.code }] : []))];
}

interface SetupWaysProps {
  setup: Setup;
  trustPolicy: string;
  state: SetupState;
}
/** The same role in four ways, with further reading unless only the minimum is wanted. */
export function SetupWays({ setup, trustPolicy, state }: SetupWaysProps) {
  const { furtherReading, setFurtherReading } = state;
  return (
    <>
      <div className={classes.further}>
        <Switch
          label="With further reading (recommended)"
          description="What policies allow, when access was last used, who changed what; and, in large organizations, fewer AWS calls. For who has access the minimum is enough."
          checked={furtherReading}
          onChange={(event) => setFurtherReading(event.currentTarget.checked)}
        />
      </div>
      <Ways label="Ways to create the role" ways={waysOf(setup, trustPolicy, furtherReading)} />
    </>
  );
}
