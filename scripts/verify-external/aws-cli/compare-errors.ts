import type { FaultRule } from '../../../simulator/faults/fault-rules.ts';
import type { Simulator } from '../../../simulator/start.ts';
import { type Comparison, compareValues } from '../comparison.ts';
import type { AwsCli, Keys } from './aws-cli.ts';
import { type Subjects, subjectsOf } from './reads/read-cases.ts';

interface ErrorCase {
  what: string;
  command: string[];
  keys?: Keys;
  fault?: FaultRule;
  error: [code: string, operation: string];
  /** AWS's words, where they are on record. */
  message?: string;
}
/** One fewer than the aws CLI's attempts. */
const THROTTLES = 2;

/** AWS's errors as the aws CLI prints them: it finds code, operation and message in every one. */
export async function compareErrors(aws: AwsCli, simulator: Simulator): Promise<Comparison[]> {
  const { administrator } = simulator.credentials;
  const comparisons: Comparison[] = [];
  for (const { what, command, keys = administrator, fault, error, message } of errorCases(simulator)) {
    const rule = fault && simulator.faults.add(fault);
    const { exitCode, stdout, stderr } = await aws.run(keys, ...command);
    if (rule) simulator.faults.clear(rule.id);
    const [, code, operation, said = ''] = printed.exec(stderr) ?? [];
    comparisons.push(
      compareValues(
        `${command.slice(0, 2).join(' ')}: ${what}`,
        { exitCode, stdout, error: [code, operation], message: message === undefined ? said !== '' : said },
        { exitCode: aws.refusedExitCode, stdout: '', error, message: message ?? true },
      ),
    );
  }
  const counted = () => simulator.counters.of('iam', 'ListUsers');
  const before = counted().calls;
  simulator.faults.add({ operation: 'iam:ListUsers', error: throttling, times: THROTTLES });
  const { exitCode } = await aws.run(administrator, 'iam', 'list-users');
  comparisons.push(
    compareValues(
      `iam list-users: after ${THROTTLES} throttles it tries again and ends well`,
      { exitCode, calls: counted().calls - before },
      { exitCode: 0, calls: THROTTLES + 1 },
    ),
  );
  return comparisons;
}

const printed =
  /^An error occurred \((\w+)\) when calling the (\w+) operation(?: \(reached max retries: \d+\))?: (.*)$/s;
const throttling = { code: 'Throttling', message: 'Rate exceeded' };
const unknownToken = 'The security token included in the request is invalid.';
const unknownUuid = '11111111-2222-4333-8444-555555555555';

const errorCases = (simulator: Simulator): ErrorCase[] => [
  ...credentialCases(simulator),
  ...notFoundCases(subjectsOf(simulator.world)),
];

function credentialCases({ credentials }: Simulator): ErrorCase[] {
  const unknown = { accessKeyId: 'AKIAVERIFYEXTERNAL99', secretAccessKey: 'x'.repeat(40) };
  const wrong = { ...credentials.administrator, secretAccessKey: 'x'.repeat(40) };
  const mismatch =
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
  return [
    {
      what: 'unknown access key',
      command: ['iam', 'list-users'],
      keys: unknown,
      error: ['InvalidClientTokenId', 'ListUsers'],
      message: unknownToken,
    },
    {
      what: 'unknown access key',
      command: ['sso-admin', 'list-instances'],
      keys: unknown,
      error: ['UnrecognizedClientException', 'ListInstances'],
      message: unknownToken,
    },
    {
      what: 'wrong secret',
      command: ['sts', 'get-caller-identity'],
      keys: wrong,
      error: ['SignatureDoesNotMatch', 'GetCallerIdentity'],
      message: mismatch,
    },
    {
      what: 'wrong secret',
      command: ['organizations', 'list-accounts'],
      keys: wrong,
      error: ['InvalidSignatureException', 'ListAccounts'],
      message: mismatch,
    },
  ];
}

function notFoundCases({ instance, store, managementAccountId, world }: Subjects): ErrorCase[] {
  const suspended = world.organizations[0]?.accounts.all().find(({ state }) => state === 'SUSPENDED')?.id ?? '';
  const [center] = world.identityCenters;
  const set = center?.permissionSets.all()[0]?.arn ?? '';
  const inInstance = ['--instance-arn', instance.InstanceArn];
  const inStore = ['--identity-store-id', store.IdentityStoreId];
  const unknownSet = `${set.slice(0, -16)}ffffffffffffffff`;
  const right = ['--principal-type', 'GROUP', '--principal-id', center?.groups.all()[0]?.id ?? ''];
  return [
    {
      what: 'unknown group',
      command: ['iam', 'get-group', '--group-name', 'no-such-group'],
      error: ['NoSuchEntity', 'GetGroup'],
      message: 'The group with name no-such-group cannot be found.',
    },
    {
      what: 'unknown user',
      command: ['iam', 'add-user-to-group', '--group-name', 'Auditors', '--user-name', 'no-such-user'],
      error: ['NoSuchEntity', 'AddUserToGroup'],
      message: 'The user with name no-such-user cannot be found.',
    },
    {
      what: 'a name that breaks the rules',
      command: ['iam', 'get-group', '--group-name', 'no such group'],
      error: ['ValidationError', 'GetGroup'],
    },
    {
      what: 'unknown group',
      command: ['identitystore', 'list-group-memberships', ...inStore, '--group-id', unknownUuid],
      error: ['ResourceNotFoundException', 'ListGroupMemberships'],
    },
    {
      what: 'unknown permission set',
      command: ['sso-admin', 'describe-permission-set', ...inInstance, '--permission-set-arn', unknownSet],
      error: ['ResourceNotFoundException', 'DescribePermissionSet'],
    },
    {
      what: 'on a suspended AWS account',
      command: [
        ...['sso-admin', 'create-account-assignment', ...inInstance, '--permission-set-arn', set],
        ...['--target-type', 'AWS_ACCOUNT', '--target-id', suspended, ...right],
      ],
      error: ['ConflictException', 'CreateAccountAssignment'],
    },
    {
      what: 'throttled by AWS more often than it tries',
      command: ['organizations', 'list-accounts'],
      fault: { operation: 'organizations:ListAccounts', error: { code: 'TooManyRequestsException', message: 'x' } },
      error: ['TooManyRequestsException', 'ListAccounts'],
      message: 'x',
    },
    {
      what: 'not an organization’s own',
      command: ['organizations', 'list-parents', '--child-id', `1${managementAccountId.slice(1)}`],
      error: ['ChildNotFoundException', 'ListParents'],
    },
  ];
}
