import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetRoleCredentialsCommand, ListAccountsCommand, LogoutCommand } from '@aws-sdk/client-sso';
import { CreateTokenCommand } from '@aws-sdk/client-sso-oidc';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { clientsFor, refusal } from '../../testing/clients.ts';
import { DEVICE_GRANT, SignIn } from '../../testing/sign-in.ts';
import { SMALL } from '../../worlds/small.ts';

const START_URL = `https://${SMALL.identityStoreId}.awsapps.com/start`;
const ADA = 'ada@small.example';
let folder: string;
let file: string;
let simulator: Simulator;
let person: SignIn;
const running: Simulator[] = [];

async function start(dataFile: string): Promise<Simulator> {
  const started = await startSimulator({ world: 'small', dataFile, throttling: false });
  running.push(started);
  return started;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  file = join(folder, 'world.json');
  simulator = await start(file);
  person = new SignIn(simulator.url, START_URL);
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts on what a kill leaves behind now: the world as it began, and the journal of the calls since. */
async function afterKill(): Promise<Simulator> {
  const copy = join(folder, `killed-${running.length}.json`);
  copyFileSync(file, copy);
  copyFileSync(`${file}.journal`, `${copy}.journal`);
  return start(copy);
}

/** Ends it in order, which leaves the world whole and no journal. */
async function afterStop(): Promise<Simulator> {
  await running.pop()?.stop();
  return start(file);
}

describe.each([
  ['a kill', afterKill],
  ['an ordinary end', afterStop],
])('after %s and a new start', (_, startAgain) => {
  /** The same person, who kept client, codes and tokens, at the simulator that is there now. */
  async function again(): Promise<SignIn> {
    const client = await person.client();
    const { url } = await startAgain();
    return new SignIn(url, START_URL, client);
  }

  it('access and refresh tokens are good, and credentials that were given', async () => {
    const { deviceCode, userCode } = await person.device();
    await person.approve(ADA, userCode);
    const { accessToken = '', refreshToken } = await person.token(deviceCode);
    const get = { accountId: SMALL.memberAccountId, roleName: 'ReadOnlyAccess' };
    const before = await person.portal.send(new GetRoleCredentialsCommand({ accessToken, ...get }));
    const later = await again();
    const { accountList } = await later.portal.send(new ListAccountsCommand({ accessToken }));
    expect(accountList?.map(({ accountId }) => accountId)).toEqual([SMALL.memberAccountId]);
    const after = await later.portal.send(new GetRoleCredentialsCommand({ accessToken, ...get }));
    expect(after.roleCredentials?.accessKeyId).not.toBe(before.roleCredentials?.accessKeyId);
    const { accessKeyId = '', secretAccessKey = '', sessionToken = '' } = before.roleCredentials ?? {};
    const { sts } = clientsFor(later.url, { accessKeyId, secretAccessKey, sessionToken });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toMatch(/AWSReservedSSO_ReadOnlyAccess_.*\/ada@/);
    const refresh = { ...(await later.client()), grantType: 'refresh_token', refreshToken };
    const fresh = await later.oidc.send(new CreateTokenCommand(refresh));
    await expect(
      later.portal.send(new ListAccountsCommand({ accessToken: fresh.accessToken })),
    ).resolves.toHaveProperty('accountList');
  });

  it('a device that waited still waits, one approved has its token, and one used up has none', async () => {
    const used = await person.device();
    await person.approve(ADA, used.userCode);
    await person.token(used.deviceCode);
    const approved = await person.device();
    await person.approve(ADA, approved.userCode);
    const waiting = await person.device();
    const later = await again();
    expect(await refusal(later.token(used.deviceCode))).toMatchObject({ name: 'InvalidGrantException' });
    await expect(later.token(approved.deviceCode)).resolves.toHaveProperty('accessToken');
    expect(await refusal(later.token(waiting.deviceCode))).toMatchObject({ name: 'AuthorizationPendingException' });
    expect(await later.approve(ADA, waiting.userCode)).toBe(200);
    await expect(later.token(waiting.deviceCode)).resolves.toHaveProperty('accessToken');
  });

  it('who signed out is signed out', async () => {
    const accessToken = await person.as(ADA);
    await person.portal.send(new LogoutCommand({ accessToken }));
    const later = await again();
    expect(await refusal(later.portal.send(new ListAccountsCommand({ accessToken })))).toEqual({
      name: 'UnauthorizedException',
      status: 401,
      message: 'Session token not found or invalid',
    });
  });

  it('devices are approved at once if they were, and codes go on where they stopped', async () => {
    await person.approve(ADA);
    const before = await person.device();
    const later = await again();
    const after = await later.device();
    expect(after.deviceCode).not.toBe(before.deviceCode);
    await expect(later.token(after.deviceCode)).resolves.toHaveProperty('accessToken');
    await expect(later.token(before.deviceCode)).resolves.toHaveProperty('accessToken');
  });
});

it('all that people did is done again from the journal to the letter', async () => {
  const { deviceCode, userCode } = await person.device();
  await refusal(person.token(deviceCode));
  await person.approve(ADA, userCode);
  const { accessToken = '' } = await person.token(deviceCode);
  const get = { accessToken, accountId: SMALL.memberAccountId, roleName: 'ReadOnlyAccess' };
  await person.portal.send(new GetRoleCredentialsCommand(get));
  await refusal(person.portal.send(new GetRoleCredentialsCommand({ ...get, roleName: 'NoSuchSet' })));
  await person.device();
  await person.portal.send(new LogoutCommand({ accessToken }));
  await refusal(
    person.oidc.send(new CreateTokenCommand({ ...(await person.client()), grantType: DEVICE_GRANT, deviceCode })),
  );
  const later = await afterKill();
  expect(later.world.toData()).toEqual(simulator.world.toData());
});
