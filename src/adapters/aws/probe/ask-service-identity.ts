import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { ServiceIdentity } from '../../../core/connectors/model/service-identity.ts';
import { type AwsError, readAwsError } from '../session/aws-error.ts';
import { clientDefaults } from '../session/client-defaults.ts';
import { accessProblem } from '../session/connection-problem.ts';
import { unlessAborted } from '../session/unless-aborted.ts';

/** Who the product is in AWS (CON-17). What the configuration says wins; a caller that differs from it is a warning. */
export async function askServiceIdentity(region: string, principalArn?: string): Promise<ServiceIdentity> {
  const asked = await askCaller(region);
  if (principalArn === undefined) return asked;
  const kind = /:role\//.test(principalArn) ? 'role' : /:user\//.test(principalArn) ? 'user' : 'root';
  const awsAccountId = /^arn:[\w-]+:iam::(\d{12}):/.exec(principalArn)?.[1] ?? null;
  const isSame =
    asked.principalArn === null ||
    (asked.awsAccountId === awsAccountId && nameOf(asked.principalArn) === nameOf(principalArn));
  const warnings = isSame
    ? asked.warnings.filter((warning) => warning !== pathWarning && warning !== ssoWarning)
    : [`The configured principal is ${principalArn}, but AWS knows the server's credentials as ${asked.principalArn}.`];
  return { principalArn, awsAccountId, kind, source: 'configuration', warnings };
}

const nameOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);
const setting = 'COUNTERSIGN_AWS_PRINCIPAL_ARN';
const pathWarning = `AWS does not tell whether this role has a path. If it has one, set ${setting} to the role's full ARN.`;
const ssoWarning = `The server acts with somebody's sign-in through IAM Identity Center, which ends soon. Give it a role of its own, and set ${setting} if AWS does not tell its ARN.`;

async function askCaller(region: string): Promise<ServiceIdentity> {
  const signal = AbortSignal.timeout(5000);
  const sts = new STSClient({ ...clientDefaults, region, credentials: fromNodeProviderChain({ ignoreCache: true }) });
  try {
    const wait = sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    const { Arn = '', Account = null } = await unlessAborted(signal, wait);
    return identityOf(Arn, Account);
  } catch (error) {
    return unknown(readAwsError(error));
  } finally {
    sts.destroy();
  }
}

/** GetCallerIdentity names a session, `arn:aws:sts::A:assumed-role/NAME/SESSION`; a trust policy needs the role. */
function identityOf(arn: string, awsAccountId: string | null): ServiceIdentity {
  const common = { awsAccountId, source: 'get-caller-identity' } as const;
  const [, partition, account, roleName] = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (roleName?.startsWith('AWSReservedSSO_')) {
    return { ...common, principalArn: null, kind: 'role', warnings: [ssoWarning] };
  }
  if (roleName) {
    const principalArn = `arn:${partition}:iam::${account}:role/${roleName}`;
    return { ...common, principalArn, kind: 'role', warnings: [pathWarning] };
  }
  if (/:user\//.test(arn)) {
    const warnings = [
      'The server uses the access keys of an IAM user. A role with sessions that end by themselves is safer.',
    ];
    return { ...common, principalArn: arn, kind: 'user', warnings };
  }
  if (/:root$/.test(arn)) {
    const warnings = ['The server uses root credentials. Root cannot assume roles: give the server a role of its own.'];
    return { ...common, principalArn: arn, kind: 'root', warnings };
  }
  return { ...common, principalArn: null, kind: 'unknown', warnings: [`AWS knows the server as ${arn}.`] };
}

function unknown(error: AwsError): ServiceIdentity {
  const { message, mend } = accessProblem(error);
  const kind = error.kind === 'credentials-missing' ? 'none' : 'unknown';
  return { principalArn: null, awsAccountId: null, kind, source: null, warnings: [`${message} ${mend}`] };
}
