import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { demoAdministrator } from './product.ts';

interface Center {
  instanceArn: string;
  users: { id: string; userName: string }[];
  groups: { id: string; displayName: string }[];
  memberships: { groupId: string; userId: string }[];
  permissionSets: { name: string; arn: string }[];
  assignments: { awsAccountId: string; permissionSetArn: string; principalType: string; principalId: string }[];
}

/** The simulated AWS as it is, by its control API: what it holds, whatever the product believes. */
async function center(simulatorUrl: string): Promise<Center> {
  const response = await fetch(`${simulatorUrl}/_simulator/state`);
  const [first] = ((await response.json()) as { identityCenters: Center[] }).identityCenters;
  if (!first) throw new Error('The simulated AWS has no Identity Center.');
  return first;
}
const only = <T>(found: T | undefined, name: string): T => {
  if (found === undefined) throw new Error(`The simulated AWS has no ${name}.`);
  return found;
};

/** Direct assignments of a permission set to a user on an AWS account. */
export async function assignmentsIn(
  simulatorUrl: string,
  wanted: { permissionSet: string; awsAccountId: string; userName: string },
): Promise<Center['assignments']> {
  const { users, permissionSets, assignments } = await center(simulatorUrl);
  const { id } = only(
    users.find(({ userName }) => userName === wanted.userName),
    wanted.userName,
  );
  const { arn } = only(
    permissionSets.find(({ name }) => name === wanted.permissionSet),
    wanted.permissionSet,
  );
  return assignments.filter(
    (each) =>
      each.principalType === 'USER' &&
      each.principalId === id &&
      each.permissionSetArn === arn &&
      each.awsAccountId === wanted.awsAccountId,
  );
}

/** User names of a group's members. */
export async function membersOf(simulatorUrl: string, group: string): Promise<string[]> {
  const { users, groups, memberships } = await center(simulatorUrl);
  const { id } = only(
    groups.find(({ displayName }) => displayName === group),
    group,
  );
  const userIds = memberships.filter(({ groupId }) => groupId === id).map(({ userId }) => userId);
  return users.filter((user) => userIds.includes(user.id)).map(({ userName }) => userName);
}

const asAdministrator = {
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  AWS_ACCESS_KEY_ID: demoAdministrator.accessKeyId,
  AWS_SECRET_ACCESS_KEY: demoAdministrator.secretAccessKey,
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** Runs a command with aws in it as it is written; false where the aws command line is not installed. */
export async function runInShell(simulatorUrl: string, command: string): Promise<boolean> {
  const env = { ...asAdministrator, AWS_ENDPOINT_URL: simulatorUrl };
  try {
    await promisify(execFile)('sh', ['-c', command], { env });
    return true;
  } catch (error) {
    // What a shell ends with when it finds no such program.
    if ((error as { code?: unknown }).code === 127) return false;
    throw error;
  }
}

/** What the aws command line, which nobody here wrote, lists; null where it is not installed. */
export async function assignmentsByAwsCli(
  simulatorUrl: string,
  awsAccountId: string,
  permissionSet: string,
): Promise<{ PrincipalId: string; PrincipalType: string }[] | null> {
  const { instanceArn, permissionSets } = await center(simulatorUrl);
  const { arn } = only(
    permissionSets.find(({ name }) => name === permissionSet),
    permissionSet,
  );
  const options = ['--instance-arn', instanceArn, '--account-id', awsAccountId, '--permission-set-arn', arn];
  const args = [
    'sso-admin',
    'list-account-assignments',
    ...options,
    '--endpoint-url',
    simulatorUrl,
    '--region',
    'eu-north-1',
  ];
  try {
    const { stdout } = await promisify(execFile)('aws', [...args, '--output', 'json'], { env: asAdministrator });
    return (JSON.parse(stdout) as { AccountAssignments: { PrincipalId: string; PrincipalType: string }[] })
      .AccountAssignments;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
