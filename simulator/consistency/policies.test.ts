import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DetachUserPolicyCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { type Clients, clientsFor, refusal } from '../testing/clients.ts';
import { control } from '../testing/control.ts';
import { COUNTERSIGN_ACCOUNT_ID } from '../worlds/credentials.ts';
import { SMALL } from '../worlds/small.ts';

const LAG_MS = 10_000;
const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
const PRODUCT_ROLE_ARN = `arn:aws:iam::${COUNTERSIGN_ACCOUNT_ID}:role/countersign-server`;
const RoleArn = `arn:aws:iam::${SMALL.managementAccountId}:role/connector`;
const AssumeRolePolicyDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: PRODUCT_ROLE_ARN }, Action: 'sts:AssumeRole' }],
});
const REFUSED = {
  name: 'AccessDenied',
  status: 403,
  message: `User: arn:aws:sts::${COUNTERSIGN_ACCOUNT_ID}:assumed-role/countersign-server/demo is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
};

let simulator: Simulator;
let admin: Clients;
let product: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small', throttling: false });
  admin = clientsFor(simulator.url, simulator.credentials.administrator);
  product = clientsFor(simulator.url, simulator.credentials.countersign);
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

async function lag(more: object = { policies: true, services: [] }): Promise<void> {
  expect((await control(simulator, 'POST', 'consistency', { lagMs: LAG_MS, ...more })).status).toBe(200);
}

async function newUser(): Promise<Clients> {
  const { iam } = admin;
  await iam.send(new CreateUserCommand({ UserName: 'ann' }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ann' }));
  return clientsFor(simulator.url, {
    accessKeyId: key?.AccessKeyId ?? '',
    secretAccessKey: key?.SecretAccessKey ?? '',
  });
}

const assume = () => product.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
const attach = new AttachUserPolicyCommand({ UserName: 'ann', PolicyArn });
const detach = new DetachUserPolicyCommand({ UserName: 'ann', PolicyArn });

describe('while permissions lag', () => {
  it('a policy just attached does not permit yet, and one just detached still does', async () => {
    const ann = await newUser();
    await lag();
    await admin.iam.send(attach);
    expect(await refusal(ann.iam.send(new ListUsersCommand({})))).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('because no identity-based policy allows the iam:ListUsers action'),
    });
    simulator.world.clock.advance(LAG_MS);
    await expect(ann.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
    await admin.iam.send(detach);
    await expect(ann.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
    simulator.world.clock.advance(LAG_MS);
    expect(await refusal(ann.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'AccessDenied' });
  });

  it('a role just made cannot be assumed yet, and one that is gone opens nothing', async () => {
    await lag();
    await admin.iam.send(new CreateRoleCommand({ RoleName: 'connector', AssumeRolePolicyDocument }));
    expect(await refusal(assume())).toEqual(REFUSED);
    simulator.world.clock.advance(LAG_MS);
    await expect(assume()).resolves.toHaveProperty('Credentials');
    await admin.iam.send(new DeleteRoleCommand({ RoleName: 'connector' }));
    expect(await refusal(assume())).toEqual(REFUSED);
  });

  it('an access key just made is not known yet', async () => {
    await lag();
    const ann = await newUser();
    expect(await refusal(ann.iam.send(new ListUsersCommand({})))).toEqual({
      name: 'InvalidClientTokenId',
      status: 403,
      message: 'The security token included in the request is invalid.',
    });
    await expect(ann.sts.send(new GetCallerIdentityCommand({}))).resolves.toHaveProperty('Arn');
    simulator.world.clock.advance(LAG_MS);
    expect(await refusal(ann.iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'AccessDenied' });
  });
});

it('permissions do not lag when only reads do', async () => {
  const ann = await newUser();
  await lag({});
  await admin.iam.send(attach);
  await expect(ann.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
});
