import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateUserCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import * as sso from '@aws-sdk/client-sso';
import { CreateAccountAssignmentCommand, DeleteAccountAssignmentCommand } from '@aws-sdk/client-sso-admin';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { fromSSO } from '@aws-sdk/credential-providers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { type Clients, clientsFor, refusal } from '../../testing/clients.ts';
import { expectAllAnswered } from '../../testing/every-operation.ts';
import { SignIn } from '../../testing/sign-in.ts';
import { SMALL } from '../../worlds/small.ts';

const START_URL = `https://${SMALL.identityStoreId}.awsapps.com/start`;
const { memberAccountId, managementAccountId } = SMALL;
/** Through the group Engineers: ReadOnlyAccess in the member. */
const ADA = 'ada@small.example';
const GRACE = 'grace@small.example';
let simulator: Simulator;
let person: SignIn;
let accessToken: string;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 0 });
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  simulator.reset();
  person = new SignIn(simulator.url, START_URL);
  accessToken = await person.as(ADA);
});

const credentials = (roleName: string, accountId: string = memberAccountId, token = accessToken) =>
  person.portal.send(new sso.GetRoleCredentialsCommand({ accessToken: token, accountId, roleName }));

async function clientsOf(roleName: string, token = accessToken): Promise<Clients> {
  const { roleCredentials: given } = await credentials(roleName, memberAccountId, token);
  return clientsFor(simulator.url, {
    accessKeyId: given?.accessKeyId ?? '',
    secretAccessKey: given?.secretAccessKey ?? '',
    sessionToken: given?.sessionToken ?? '',
  });
}

const noAccess = { name: 'ForbiddenException', status: 403, message: 'No access' };
const notSignedIn = {
  name: 'UnauthorizedException',
  status: 401,
  message: 'Session token not found or invalid',
};

describe('a person who signed in', () => {
  it('sees AWS accounts and roles that are assigned, directly and through groups', async () => {
    const { accountList } = await person.portal.send(new sso.ListAccountsCommand({ accessToken }));
    expect(accountList).toEqual([
      { accountId: memberAccountId, accountName: 'workload', emailAddress: 'aws+workload@small.example' },
    ]);
    const list = new sso.ListAccountRolesCommand({ accessToken, accountId: memberAccountId });
    expect((await person.portal.send(list)).roleList).toEqual([
      { roleName: 'ReadOnlyAccess', accountId: memberAccountId },
    ]);
    const elsewhere = new sso.ListAccountRolesCommand({ accessToken, accountId: managementAccountId });
    expect(await refusal(person.portal.send(elsewhere))).toEqual(noAccess);
    await credentials('ReadOnlyAccess');
    await person.portal.send(new sso.LogoutCommand({ accessToken }));
    simulator.counters.of('ssoportal', 'ListAccountRoles').failed = 0;
    expectAllAnswered(simulator, 'ssoportal');
  });

  it('gets credentials that work as the permission set’s role, under the user’s name', async () => {
    const { sts, iam } = await clientsOf('ReadOnlyAccess');
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toMatch(
      new RegExp(`^arn:aws:sts::${memberAccountId}:assumed-role/AWSReservedSSO_ReadOnlyAccess_[0-9a-f]{16}/${ADA}$`),
    );
    await expect(iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
    expect(await refusal(iam.send(new CreateUserCommand({ UserName: 'x' })))).toMatchObject({ name: 'AccessDenied' });
    const administrator = await clientsOf('AdministratorAccess', await person.as(GRACE));
    await expect(administrator.iam.send(new CreateUserCommand({ UserName: 'x' }))).resolves.toHaveProperty('User');
  });

  it('gets them for as long as the set says', async () => {
    const { roleCredentials } = await credentials('ReadOnlyAccess');
    const eightHours = simulator.world.clock.now() + 8 * 3600_000;
    expect(Math.abs((roleCredentials?.expiration ?? 0) - eightHours)).toBeLessThan(5_000);
  });

  it('gets none for what is not assigned', async () => {
    for (const [role, account] of [
      ['AdministratorAccess', memberAccountId],
      ['ReadOnlyAccess', managementAccountId],
      ['NoSuchSet', memberAccountId],
      ['ReadOnlyAccess', '999999999999'],
    ] as const) {
      expect(await refusal(credentials(role, account))).toEqual(noAccess);
    }
  });

  it('gets none once the assignment is gone, though the role is still there for others', async () => {
    const admin = clientsFor(simulator.url, simulator.credentials.administrator).ssoAdmin;
    const [center] = simulator.world.identityCenters;
    const set = center?.permissionSets.all().find(({ name }) => name === 'ReadOnlyAccess');
    const wish = {
      InstanceArn: SMALL.instanceArn,
      PermissionSetArn: set?.arn ?? '',
      PrincipalType: 'GROUP' as const,
      PrincipalId: center?.groupsByName.get('engineers')?.id ?? '',
      TargetId: memberAccountId,
      TargetType: 'AWS_ACCOUNT' as const,
    };
    await admin.send(new DeleteAccountAssignmentCommand(wish));
    expect(await refusal(credentials('ReadOnlyAccess'))).toEqual(noAccess);
    await admin.send(new CreateAccountAssignmentCommand(wish));
    await expect(credentials('ReadOnlyAccess')).resolves.toHaveProperty('roleCredentials');
  });

  it('gets none for an AWS account that is suspended', async () => {
    const account = simulator.world.organizations[0]?.accounts.get(memberAccountId);
    if (account) account.state = 'SUSPENDED';
    expect(await refusal(credentials('ReadOnlyAccess'))).toEqual(noAccess);
    const { accountList } = await person.portal.send(new sso.ListAccountsCommand({ accessToken }));
    expect(accountList).toEqual([]);
  });
});

describe('a sign-in', () => {
  it('ends after eight hours', async () => {
    simulator.world.clock.advance(8 * 3600_000);
    expect(await refusal(credentials('ReadOnlyAccess'))).toEqual(notSignedIn);
  });

  it('ends by Logout, which does not end sessions already begun', async () => {
    const { sts } = await clientsOf('ReadOnlyAccess');
    await person.portal.send(new sso.LogoutCommand({ accessToken }));
    expect(await refusal(credentials('ReadOnlyAccess'))).toEqual(notSignedIn);
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toHaveProperty('Arn');
  });

  it('ends with its user, and was never that of a made-up token', async () => {
    const [center] = simulator.world.identityCenters;
    const user = center?.usersByName.get(ADA);
    if (user) user.status = 'DISABLED';
    expect(await refusal(credentials('ReadOnlyAccess'))).toEqual(notSignedIn);
    if (user) center?.deleteUser(user);
    expect(await refusal(credentials('ReadOnlyAccess'))).toEqual(notSignedIn);
    expect(await refusal(credentials('ReadOnlyAccess', memberAccountId, 'made-up'))).toEqual(notSignedIn);
    const missing = await fetch(`${simulator.url}/assignment/accounts`);
    expect([missing.status, missing.headers.get('x-amzn-errortype')]).toEqual([400, 'InvalidRequestException']);
  });
});

it('the SDK’s credential provider takes a token that `aws sso login` left', async () => {
  const home = mkdtempSync(join(tmpdir(), 'sso-'));
  const before = process.env.HOME;
  try {
    process.env.HOME = home;
    const cache = join(home, '.aws', 'sso', 'cache');
    mkdirSync(cache, { recursive: true });
    const expiresAt = new Date(Date.now() + 3600_000).toISOString();
    const file = `${createHash('sha1').update(START_URL).digest('hex')}.json`;
    writeFileSync(
      join(cache, file),
      JSON.stringify({ startUrl: START_URL, region: SMALL.region, accessToken, expiresAt }),
    );
    const provider = fromSSO({
      ssoStartUrl: START_URL,
      ssoAccountId: memberAccountId,
      ssoRegion: SMALL.region,
      ssoRoleName: 'ReadOnlyAccess',
      clientConfig: { endpoint: simulator.url },
    });
    const { accessKeyId, secretAccessKey, sessionToken = '' } = await provider();
    const { sts } = clientsFor(simulator.url, { accessKeyId, secretAccessKey, sessionToken });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toContain('AWSReservedSSO_ReadOnlyAccess_');
  } finally {
    process.env.HOME = before;
    rmSync(home, { recursive: true, force: true });
  }
});
