import * as iam from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../start.ts';
import { type ClientCredentials, type Clients, clientsFor, refusal } from '../../../testing/clients.ts';
import { SMALL } from '../../../worlds/small.ts';

const UserName = 'ada@small.example';
let simulator: Simulator;
let client: Clients['iam'];

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  client = clientsFor(simulator.url, simulator.credentials.administrator).iam;
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

async function newKey(): Promise<ClientCredentials> {
  const { AccessKey: key } = await client.send(new iam.CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? '' };
}

async function assume(RoleName: string): Promise<ClientCredentials> {
  const { sts } = clientsFor(simulator.url, simulator.credentials.administrator);
  const RoleArn = `arn:aws:iam::${SMALL.managementAccountId}:role/${RoleName}`;
  const { Credentials: made } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'used' }));
  const {
    AccessKeyId: accessKeyId = '',
    SecretAccessKey: secretAccessKey = '',
    SessionToken: sessionToken = '',
  } = {
    ...made,
  };
  return { accessKeyId, secretAccessKey, sessionToken };
}

const identity = (credentials: ClientCredentials) =>
  clientsFor(simulator.url, credentials).sts.send(new GetCallerIdentityCommand({}));
const lastUsed = (AccessKeyId: string) => client.send(new iam.GetAccessKeyLastUsedCommand({ AccessKeyId }));
const advance = (ms: number) => simulator.world.clock.advance(ms);

it('a new key opens the simulator at once, and tells its AWS account', async () => {
  const key = await newKey();
  expect((await identity(key)).Arn).toBe(`arn:aws:iam::${SMALL.managementAccountId}:user/${UserName}`);
  const member = clientsFor(simulator.url, simulator.credentials.memberAdministrator).iam;
  expect(key.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
  expect(await refusal(member.send(new iam.GetAccessKeyLastUsedCommand({ AccessKeyId: key.accessKeyId })))).toEqual({
    name: 'AccessDenied',
    status: 403,
    message: `User: arn:aws:iam::${SMALL.memberAccountId}:user/deploy-bootstrap is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key ${key.accessKeyId}`,
  });
});

it('a key that is inactive or deleted is refused as one that never was', async () => {
  const key = await newKey();
  const AccessKeyId = key.accessKeyId;
  const refused = {
    name: 'InvalidClientTokenId',
    status: 403,
    message: 'The security token included in the request is invalid.',
  };
  await client.send(new iam.UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }));
  expect(await refusal(identity(key))).toEqual(refused);
  await client.send(new iam.UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Active' }));
  await expect(identity(key)).resolves.toHaveProperty('Arn');
  await client.send(new iam.DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  expect(await refusal(identity(key))).toEqual(refused);
  const again = client.send(new iam.DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  expect(await refusal(again)).toEqual({
    name: 'NoSuchEntityException',
    status: 404,
    message: `The Access Key with id ${AccessKeyId} cannot be found.`,
  });
});

it('a user has two keys at most', async () => {
  await newKey();
  await newKey();
  expect(await refusal(newKey())).toEqual({
    name: 'LimitExceededException',
    status: 409,
    message: 'Cannot exceed quota for AccessKeysPerUser: 2',
  });
});

it('a key’s last use is that of a real call, and the first of fifteen minutes', async () => {
  const key = await newKey();
  expect(await lastUsed(key.accessKeyId)).toMatchObject({
    UserName,
    AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' },
  });
  expect((await lastUsed(key.accessKeyId)).AccessKeyLastUsed).not.toHaveProperty('LastUsedDate');
  await identity(key);
  const first = (await lastUsed(key.accessKeyId)).AccessKeyLastUsed;
  expect(first).toMatchObject({ ServiceName: 'sts', Region: 'eu-west-1' });
  advance(14 * 60_000);
  const ada = clientsFor(simulator.url, key).iam;
  const attempt = () => refusal(ada.send(new iam.CreateGroupCommand({ GroupName: 'none' })));
  expect(await attempt()).toMatchObject({ name: 'AccessDenied' });
  expect((await lastUsed(key.accessKeyId)).AccessKeyLastUsed).toEqual(first);
  advance(60_000);
  await attempt();
  const second = (await lastUsed(key.accessKeyId)).AccessKeyLastUsed;
  expect(second).toMatchObject({ ServiceName: 'iam', Region: 'us-east-1' });
  expect(Number(second?.LastUsedDate) - Number(first?.LastUsedDate)).toBeGreaterThanOrEqual(15 * 60_000);
});

it('a role’s last use is that of its sessions, not of those who assume it', async () => {
  const RoleName = 'Auditor';
  const session = await assume(RoleName);
  const use = async () => (await client.send(new iam.GetRoleCommand({ RoleName }))).Role?.RoleLastUsed;
  expect(await use()).toEqual({});
  await identity(session);
  expect(await use()).toMatchObject({ Region: 'eu-west-1', LastUsedDate: expect.any(Date) });
});

it('without a user’s name a key’s operations are about the caller, who must be a user', async () => {
  const { AccessKeyMetadata: mine } = await client.send(new iam.ListAccessKeysCommand({}));
  expect(mine).toMatchObject([{ UserName: 'terraform-bootstrap', AccessKeyId: 'AKIADEMOADMINLARKSP1' }]);
  const session = clientsFor(simulator.url, await assume('Auditor')).iam;
  expect(await refusal(session.send(new iam.ListAccessKeysCommand({})))).toEqual({
    name: 'ValidationError',
    status: 400,
    message: 'Must specify userName when calling with non-User credentials',
  });
});
