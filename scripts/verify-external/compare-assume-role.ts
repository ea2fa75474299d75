import type { Simulator } from '../../simulator/start.ts';
import type { AwsCli } from './aws-cli.ts';
import { type Comparison, compareValues } from './comparison.ts';

const externalId = 'verify-external-0123456789abcdef';
const roleName = 'verify-external';

/** The trust policy that the product's set-up page gives, written by hand. */
const trustPolicy = (principal: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: principal },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      },
    ],
  });

/** What the aws CLI prints for AWS's refusal; its exit code is 255 in release 1 and 254 in release 2. */
const refusal = (version: string, caller: string, role: string) => ({
  exitCode: version.startsWith('1.') ? 255 : 254,
  stdout: '',
  // One text whether the External ID is wrong, absent or the role does not exist: it tells nobody which.
  stderr: `An error occurred (AccessDenied) when calling the AssumeRole operation: User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
});

/** A role made by the aws CLI opens with the right External ID only, and the refusals are AWS's, letter by letter. */
export async function compareAssumeRole(
  judge: string,
  version: string,
  aws: AwsCli,
  simulator: Simulator,
): Promise<Comparison[]> {
  const { administrator, countersign } = simulator.credentials;
  const { Arn: caller } = await aws.ask<{ Arn: string }>(countersign, 'sts', 'get-caller-identity');
  const [, accountId, callerRole] = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(caller) ?? [];
  const document = trustPolicy(`arn:aws:iam::${accountId}:role/${callerRole}`);
  const { Role: made } = await aws.ask<{ Role: { Arn: string } }>(
    administrator,
    'iam',
    'create-role',
    '--role-name',
    roleName,
    '--assume-role-policy-document',
    document,
  );
  const assume = async (role: string, ...external: string[]) => {
    const args = ['sts', 'assume-role', '--role-arn', role, '--role-session-name', 'verify', ...external];
    const { exitCode, stdout, stderr } = await aws.run(countersign, ...args);
    return { exitCode, stdout, stderr: stderr.trim() };
  };
  const good = await assume(made.Arn, '--external-id', externalId);
  const assumed = good.exitCode === 0 ? (JSON.parse(good.stdout) as { AssumedRoleUser: { Arn: string } }) : undefined;
  const session = made.Arn.replace(':iam:', ':sts:').replace(`:role/${roleName}`, `:assumed-role/${roleName}/verify`);
  const unknown = made.Arn.replace(roleName, 'no-such-role');
  const refused = async (what: string, role: string, ...external: string[]) =>
    compareValues(judge, what, await assume(role, ...external), refusal(version, caller, role));
  return [
    compareValues(
      judge,
      'sts assume-role with the right External ID: session ARN',
      assumed?.AssumedRoleUser.Arn,
      session,
    ),
    await refused('sts assume-role with a wrong External ID: text and exit code', made.Arn, '--external-id', 'wrong'),
    await refused('sts assume-role without External ID: text and exit code', made.Arn),
    await refused('sts assume-role of an unknown role: text and exit code', unknown, '--external-id', externalId),
  ];
}
