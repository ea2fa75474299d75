import type { Simulator } from '../../../../simulator/start.ts';
import { type Comparison, compareRows } from '../../comparison.ts';
import type { AwsCli, Keys } from '../aws-cli.ts';

type Rows = Record<string, unknown>[];

/** These fields of each row, so that both sides show the same ones. */
const only = (rows: Rows, ...fields: string[]): Rows =>
  rows.map((row) => Object.fromEntries(fields.map((field) => [field, row[field]])));

const PROD_PAYMENTS = '730482915066';

async function compareAssignments(aws: AwsCli, keys: Keys, { world }: Simulator): Promise<Comparison> {
  const [center] = world.identityCenters;
  const instance = ['--instance-arn', center?.base.instanceArn ?? '', '--account-id', PROD_PAYMENTS];
  const { PermissionSets: sets } = await aws.ask<{ PermissionSets: string[] }>(
    keys,
    'sso-admin',
    'list-permission-sets-provisioned-to-account',
    ...instance,
  );
  const found: Rows = [];
  for (const set of sets) {
    const args = ['sso-admin', 'list-account-assignments', ...instance, '--permission-set-arn', set];
    found.push(...(await aws.ask<{ AccountAssignments: Rows }>(keys, ...args)).AccountAssignments);
  }
  const expected = (center?.assignments.all() ?? [])
    .filter(({ awsAccountId }) => awsAccountId === PROD_PAYMENTS)
    .map((assignment) => ({
      AccountId: assignment.awsAccountId,
      PermissionSetArn: assignment.permissionSetArn,
      PrincipalType: assignment.principalType,
      PrincipalId: assignment.principalId,
    }));
  return compareRows('sso-admin list-account-assignments on prod-payments', found, expected);
}

async function compareDirectory(aws: AwsCli, keys: Keys, { world }: Simulator): Promise<Comparison[]> {
  const [center] = world.identityCenters;
  const store = ['--identity-store-id', center?.base.identityStoreId ?? ''];
  const { Users: users } = await aws.ask<{ Users: Rows }>(keys, 'identitystore', 'list-users', ...store);
  const { Groups: groups } = await aws.ask<{ Groups: Rows }>(keys, 'identitystore', 'list-groups', ...store);
  const { PermissionSets: sets } = await aws.ask<{ PermissionSets: string[] }>(
    keys,
    'sso-admin',
    'list-permission-sets',
    '--instance-arn',
    center?.base.instanceArn ?? '',
  );
  const expectedUsers = (center?.users.all() ?? []).map((user) => ({
    UserId: user.id,
    UserName: user.userName,
    DisplayName: user.displayName,
    email: user.email,
  }));
  const foundUsers = users.map(({ Emails, ...user }) => ({
    ...only([user], 'UserId', 'UserName', 'DisplayName')[0],
    email: (Emails as { Value: string; Primary?: boolean }[] | undefined)?.find(({ Primary }) => Primary)?.Value,
  }));
  const expectedGroups = (center?.groups.all() ?? []).map(({ id, displayName }) => ({
    GroupId: id,
    DisplayName: displayName,
  }));
  const expectedSets = (center?.permissionSets.all() ?? []).map(({ arn }) => arn);
  return [
    compareRows('identitystore list-users (id, names, e-mail)', foundUsers, expectedUsers),
    compareRows('identitystore list-groups (id, name)', only(groups, 'GroupId', 'DisplayName'), expectedGroups),
    compareRows('sso-admin list-permission-sets', sets, expectedSets),
  ];
}

/** What the aws CLI prints, pages joined by itself, is what the simulated world holds. */
export async function compareListings(aws: AwsCli, keys: Keys, simulator: Simulator): Promise<Comparison[]> {
  const { world } = simulator;
  const [organization] = world.organizations;
  const management = world.awsAccounts.get(organization?.managementAccountId ?? '');
  const { Users: users } = await aws.ask<{ Users: Rows }>(keys, 'iam', 'list-users');
  const { Accounts: accounts } = await aws.ask<{ Accounts: Rows }>(keys, 'organizations', 'list-accounts');
  const expectedUsers = (management?.users.all() ?? []).map((user) => ({
    UserName: user.name,
    UserId: user.id,
    Path: user.path,
    Arn: management?.arn('user', user),
  }));
  const expectedAccounts = (organization?.accounts.all() ?? []).map(({ id, name, email, state }) => ({
    Id: id,
    Name: name,
    Email: email,
    State: state,
  }));
  return [
    compareRows(
      'iam list-users (name, id, path, ARN)',
      only(users, 'UserName', 'UserId', 'Path', 'Arn'),
      expectedUsers,
    ),
    compareRows(
      'organizations list-accounts (id, name, e-mail, state)',
      only(accounts, 'Id', 'Name', 'Email', 'State'),
      expectedAccounts,
    ),
    ...(await compareDirectory(aws, keys, simulator)),
    await compareAssignments(aws, keys, simulator),
  ];
}
