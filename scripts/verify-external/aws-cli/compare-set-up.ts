import type { Simulator } from '../../../simulator/start.ts';
import { type Comparison, compared, compareValues } from '../comparison.ts';
import type { AwsCli, Keys } from './aws-cli.ts';
import { assumeRole, documentsFor, externalId, sessionIn, sessionName } from './connection.ts';

/** The role that the product has in the demo, made by nothing but the aws CLI. */
export interface Connected {
  arn: string;
  /** The product's session in that role. */
  session: { arn: string; keys: Keys };
  trustPolicy: string;
}

/**
 * The set-up page's commands, pasted into a shell, make a role that opens with the right External ID only; the refusals
 * are AWS's, letter by letter.
 */
export async function compareSetUp(
  aws: AwsCli,
  { credentials }: Simulator,
): Promise<Connected & { comparisons: Comparison[] }> {
  const { administrator, countersign } = credentials;
  const { Arn: caller } = await aws.ask<{ Arn: string }>(countersign, 'sts', 'get-caller-identity');
  const documents = documentsFor(caller);
  const pasted = await aws.paste(administrator, documents.awsCli);
  const roleArn = pasted.stdout;
  const session = sessionIn(await assumeRole(aws, countersign, roleArn, '--external-id', externalId));
  const asRole = await aws.ask<{ Arn: string }>(session.keys, 'sts', 'get-caller-identity');
  const unknown = `${roleArn}-no-such-role`;
  const refused = async (what: string, role: string, ...external: string[]) =>
    compareValues(what, await assumeRole(aws, countersign, role, ...external), {
      exitCode: aws.refusedExitCode,
      stdout: '',
      // One text whether the External ID is wrong, absent or the role does not exist: it tells nobody which.
      stderr: `An error occurred (AccessDenied) when calling the AssumeRole operation: User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
    });
  return {
    arn: roleArn,
    session,
    trustPolicy: documents.trustPolicy,
    comparisons: [
      compared("the set-up page's commands end well", pasted.exitCode === 0 ? undefined : pasted.stderr),
      compareValues(
        'sts assume-role with the right External ID: session ARN',
        session.arn,
        `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${sessionName}`,
      ),
      compareValues('sts get-caller-identity in that session', asRole.Arn, session.arn),
      await refused('sts assume-role with a wrong External ID: text and exit code', roleArn, '--external-id', 'wrong'),
      await refused('sts assume-role without External ID: text and exit code', roleArn),
      await refused('sts assume-role of an unknown role: text and exit code', unknown, '--external-id', externalId),
    ],
  };
}
