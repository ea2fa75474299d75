import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  DetachUserPolicyCommand,
  GetUserCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import { ListUsersCommand as ListPeopleCommand } from '@aws-sdk/client-identitystore';
import {
  CreateAccountAssignmentCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
} from '@aws-sdk/client-sso-admin';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { type Clients, clientsFor, refusal } from '../testing/clients.ts';
import { control } from '../testing/control.ts';
import { SMALL } from '../worlds/small.ts';

const LAG_MS = 10_000;
const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
let folder: string;
let dataFile: string;
let simulator: Simulator;
let admin: Clients;
const running: Simulator[] = [];

async function start(file: string): Promise<Simulator> {
  const started = await startSimulator({ world: 'small', throttling: false, assignmentDelayMs: 1000, dataFile: file });
  running.push(started);
  return started;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  dataFile = join(folder, 'world.json');
  simulator = await start(dataFile);
  admin = clientsFor(simulator.url, simulator.credentials.administrator);
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function tell(path: string, body: object): Promise<void> {
  expect((await control(simulator, 'POST', path, body)).status).toBe(200);
}

/** The world that a start after a kill comes to. */
async function afterKill(): Promise<Simulator> {
  copyFileSync(dataFile, `${dataFile}.killed`);
  copyFileSync(`${dataFile}.journal`, `${dataFile}.killed.journal`);
  return start(`${dataFile}.killed`);
}

it('what was done while reads lagged is there after a kill, and is seen at once', async () => {
  await tell('consistency', { lagMs: LAG_MS });
  const InstanceArn = SMALL.instanceArn;
  const { PermissionSets = [] } = await admin.ssoAdmin.send(new ListPermissionSetsCommand({ InstanceArn }));
  const people = await admin.identityStore.send(new ListPeopleCommand({ IdentityStoreId: SMALL.identityStoreId }));
  await admin.ssoAdmin.send(
    new CreateAccountAssignmentCommand({
      InstanceArn,
      PermissionSetArn: PermissionSets[0],
      PrincipalType: 'USER',
      PrincipalId: people.Users?.[0]?.UserId,
      TargetType: 'AWS_ACCOUNT',
      TargetId: SMALL.delegatedAccountId,
    }),
  );
  await tell('clock', { advanceMs: 5000 });
  await admin.iam.send(new CreateUserCommand({ UserName: 'unseen' }));
  expect(await refusal(admin.iam.send(new GetUserCommand({ UserName: 'unseen' })))).toMatchObject({ status: 404 });
  await admin.ssoAdmin.send(new ListInstancesCommand({}));
  const again = await afterKill();
  expect(again.world.toData()).toEqual(simulator.world.toData());
  const { iam } = clientsFor(again.url, again.credentials.administrator);
  await expect(iam.send(new GetUserCommand({ UserName: 'unseen' }))).resolves.toHaveProperty('User');
});

it('what was done under a permission of the past is there after a kill, and what was refused is not', async () => {
  const { iam } = admin;
  await iam.send(new CreateUserCommand({ UserName: 'ann' }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ann' }));
  const ann = clientsFor(simulator.url, {
    accessKeyId: key?.AccessKeyId ?? '',
    secretAccessKey: key?.SecretAccessKey ?? '',
  });
  const attach = new AttachUserPolicyCommand({ UserName: 'ann', PolicyArn });
  await iam.send(attach);
  await tell('consistency', { lagMs: LAG_MS, policies: true, services: [] });
  await iam.send(new DetachUserPolicyCommand({ UserName: 'ann', PolicyArn }));
  await ann.iam.send(new CreateUserCommand({ UserName: 'late' }));
  await tell('clock', { advanceMs: LAG_MS });
  await iam.send(attach);
  const early = ann.iam.send(new CreateUserCommand({ UserName: 'early' }));
  expect(await refusal(early)).toMatchObject({ name: 'AccessDenied' });
  const again = await afterKill();
  expect(again.world.toData()).toEqual(simulator.world.toData());
  const { Users } = await clientsFor(again.url, again.credentials.administrator).iam.send(new ListUsersCommand({}));
  const names = Users?.map(({ UserName }) => UserName);
  expect(names).toContain('late');
  expect(names).not.toContain('early');
});
