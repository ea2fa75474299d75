import { spawnSync } from 'node:child_process';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  type IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { expect } from 'vitest';

/**
 * The arguments of each `aws` in commands of the set-up page, as a real shell hands them over. One whose output the
 * commands go on with is not among them: it answers as `answers` says, by its operation.
 */
export function commandsIn(text: string, answers: Readonly<Record<string, string>> = {}): string[][] {
  const told = Object.entries(answers).map(([operation, answer]) => `${operation}) printf '%s' '${answer}';;`);
  const shown = spawnSync('sh', ['-eu'], {
    input: `aws() { case "$2" in ${told.join(' ')} *) printf '%s\\0' "$@"; printf '\\036';; esac; }\n${text}`,
    encoding: 'utf8',
  });
  expect(shown).toMatchObject({ status: 0, stderr: '' });
  return shown.stdout
    .split('\u001e')
    .filter((line) => line !== '')
    .map((line) => line.split('\0').slice(0, -1));
}

/** The argument of an option that has to be there. */
export function optionOf(command: readonly string[], name: string): string {
  expect(command).toContain(`--${name}`);
  return command[command.indexOf(`--${name}`) + 1] as string;
}

/** Carries out with the SDK what commands on IAM say. */
export async function carryOut(
  iam: IAMClient,
  text: string,
  answers?: Readonly<Record<string, string>>,
): Promise<void> {
  for (const command of commandsIn(text, answers)) {
    const [service, operation] = command;
    expect(service).toBe('iam');
    const RoleName = optionOf(command, 'role-name');
    if (operation === 'create-role')
      await iam.send(
        new CreateRoleCommand({
          RoleName,
          AssumeRolePolicyDocument: optionOf(command, 'assume-role-policy-document'),
          ...(command.includes('--path') && { Path: optionOf(command, 'path') }),
        }),
      );
    else if (operation === 'put-role-policy')
      await iam.send(
        new PutRolePolicyCommand({
          RoleName,
          PolicyName: optionOf(command, 'policy-name'),
          PolicyDocument: optionOf(command, 'policy-document'),
        }),
      );
    else if (operation === 'delete-role-policy')
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: optionOf(command, 'policy-name') }));
    else if (operation === 'delete-role') await iam.send(new DeleteRoleCommand({ RoleName }));
    else expect.fail(`Nothing carries out aws iam ${operation}.`);
  }
}
