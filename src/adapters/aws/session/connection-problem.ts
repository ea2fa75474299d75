import type { RoleArn } from '../../../core/connectors/model/role-arn.ts';
import { AwsUnreachable } from '../../../core/inventory/ports.ts';
import type { AwsError } from './aws-error.ts';

/** What AWS said to AssumeRole, as a problem of the whole connector (docs/errors.md). */
export function assumeRoleProblem(error: AwsError, role: RoleArn): AwsUnreachable {
  if (error.kind !== 'denied' && error.kind !== 'other' && error.kind !== 'not-found') return accessProblem(error);
  return new AwsUnreachable('assume-role-refused', `AWS refused to let Countersign assume the role ${role.arn}.`, {
    mend: assumeRoleMend(role),
    awsError: error.message,
    isTransient: false,
  });
}

/** AWS gives one text for all four causes, so each is named with the way to check it. */
const assumeRoleMend = ({ arn, awsAccountId, roleName }: RoleArn) =>
  [
    'AWS gives the same answer for four causes. Check each:',
    `1. The role does not exist: in AWS account ${awsAccountId}, "aws iam get-role --role-name ${roleName}" must show exactly ${arn}, path included.`,
    '2. Its trust policy names another principal: compare it with the trust policy on the set-up page.',
    '3. Its trust policy has another External ID: sts:ExternalId must be the value in Settings.',
    `4. Countersign's own role may not call sts:AssumeRole: one of its policies must allow it on ${arn}.`,
    'A role created or changed a few seconds ago may need a moment.',
  ].join('\n');

/** Whether nothing more can be read at all: credentials or network, not the permission for one action. */
export const isAccessProblem = (error: AwsError) =>
  error.kind.startsWith('credentials-') || error.kind === 'unreachable' || error.kind === 'aborted';

export function accessProblem(error: AwsError): AwsUnreachable {
  const awsError = error.message;
  switch (error.kind) {
    case 'credentials-missing':
      return new AwsUnreachable('credentials-missing', 'Countersign has no AWS credentials of its own.', {
        mend: 'Give the server credentials where the AWS SDK looks for them: an instance or task role, a web identity token, a profile, or the environment (AWS_ACCESS_KEY_ID and so on).',
        awsError,
        isTransient: false,
      });
    case 'credentials-expired':
      return new AwsUnreachable('credentials-expired', 'The AWS credentials that Countersign uses have expired.', {
        mend: 'Renew them; the next try reads them again, no restart is needed unless they come from the environment. An instance or task role renews itself.',
        awsError,
        isTransient: false,
      });
    case 'credentials-invalid':
      return new AwsUnreachable('credentials-invalid', 'AWS does not accept the credentials it was given.', {
        mend: "Check that Countersign's own access key exists, is active and belongs to the same AWS partition, and that the server's clock is right (AWS refuses more than five minutes of difference).",
        awsError,
        isTransient: false,
      });
    case 'throttled':
      return new AwsUnreachable('aws-throttled', 'AWS asked Countersign to slow down, several times in a row.', {
        mend: 'Nothing to do: the next try comes by itself.',
        awsError,
        isTransient: true,
      });
    default:
      return new AwsUnreachable('aws-unreachable', 'AWS could not be reached.', {
        mend: 'Check that the server may reach AWS (DNS, proxy, firewall, AWS_ENDPOINT_URL). The next try comes by itself.',
        awsError: error.code === awsError ? awsError : `${error.code}: ${awsError}`,
        isTransient: true,
      });
  }
}
