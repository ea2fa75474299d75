import type { Simulator } from '../../../../simulator/start.ts';
import { type Comparison, compareValues } from '../../comparison.ts';
import type { AwsCli, Keys } from '../aws-cli.ts';
import { subjectsOf } from '../reads/read-cases.ts';

/** Somebody joins a group of Identity Center and leaves it again; the aws CLI and the simulated world agree on both. */
export async function compareDirectoryMembership(aws: AwsCli, keys: Keys, { world }: Simulator): Promise<Comparison[]> {
  const { store } = subjectsOf(world);
  const [center] = world.identityCenters;
  const group = center?.groups.all().find(({ displayName }) => displayName === 'Security');
  const user = center?.usersByName.get('ethan.clarke@larkspurpay.example');
  if (!center || !group || !user) throw new Error('the demo has that group and that user');
  const ask = <T>(name: string, ...options: string[]) =>
    aws.ask<T>(keys, 'identitystore', name, '--identity-store-id', store.IdentityStoreId, ...options);
  const pair = ['--group-id', group.id, '--member-id', `UserId=${user.id}`];
  const members = async () => {
    const found = await ask<{ GroupMemberships: { MemberId: { UserId: string } }[] }>(
      'list-group-memberships',
      '--group-id',
      group.id,
    );
    return found.GroupMemberships.map(({ MemberId }) => MemberId.UserId).sort();
  };
  const held = () => center.memberships.all().filter(({ groupId }) => groupId === group.id);
  const before = await members();
  const made = await ask<{ MembershipId: string }>('create-group-membership', ...pair);
  const found = await ask<{ MembershipId: string }>('get-group-membership-id', ...pair);
  const joined = await members();
  const heldNow = held().find(({ userId }) => userId === user.id)?.id;
  const again = await aws.run(
    keys,
    'identitystore',
    'create-group-membership',
    '--identity-store-id',
    store.IdentityStoreId,
    ...pair,
  );
  const removed = await ask<undefined>('delete-group-membership', '--membership-id', made.MembershipId);
  return [
    compareValues('identitystore create-group-membership: its id is the world’s', made.MembershipId, heldNow),
    compareValues('identitystore get-group-membership-id finds it', found.MembershipId, made.MembershipId),
    compareValues('identitystore list-group-memberships shows who joined', joined, [...before, user.id].sort()),
    compareValues('identitystore create-group-membership twice: exit code', again.exitCode, aws.refusedExitCode),
    compareValues('identitystore create-group-membership twice: error', errorOf(again.stderr), [
      'ConflictException',
      'CreateGroupMembership',
    ]),
    compareValues('identitystore delete-group-membership answers nothing', removed, undefined),
    compareValues('identitystore list-group-memberships is as before', await members(), before),
  ];
}

/** Code and operation of the error that the aws CLI printed. */
export const errorOf = (stderr: string): string[] =>
  /^An error occurred \((\w+)\) when calling the (\w+) operation/.exec(stderr)?.slice(1) ?? [stderr];

/** The same for an IAM user and an IAM group. */
export async function compareIamMembership(aws: AwsCli, keys: Keys, { world }: Simulator): Promise<Comparison[]> {
  const account = world.awsAccounts.get(subjectsOf(world).managementAccountId);
  const pair = ['--group-name', 'Auditors', '--user-name', 'metrics-exporter'];
  const members = async () =>
    (await aws.ask<{ Users: { UserName: string }[] }>(keys, 'iam', 'get-group', '--group-name', 'Auditors')).Users.map(
      ({ UserName }) => UserName,
    ).sort();
  const before = await members();
  const added = await aws.run(keys, 'iam', 'add-user-to-group', ...pair);
  const joined = await members();
  const isHeld = () => account?.users.get('metrics-exporter')?.groupKeys.includes('auditors');
  const heldThen = isHeld();
  const removed = await aws.run(keys, 'iam', 'remove-user-from-group', ...pair);
  const done = { exitCode: 0, stdout: '', stderr: '' };
  return [
    compareValues('iam add-user-to-group answers nothing', added, done),
    compareValues('iam get-group shows who joined', joined, [...before, 'metrics-exporter'].sort()),
    compareValues('iam remove-user-from-group answers nothing', removed, done),
    compareValues('iam get-group is as before', await members(), before),
    compareValues('the world had it in between, and has it no more', [heldThen, isHeld()], [true, false]),
  ];
}
