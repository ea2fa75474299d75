import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateUserCommand,
  TagUserCommand,
  UntagUserCommand,
} from '@aws-sdk/client-iam';
import * as store from '@aws-sdk/client-identitystore';
import { CreateOrganizationalUnitCommand } from '@aws-sdk/client-organizations';
import * as sso from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { replay } from '../replay.ts';
import { createSimulatorServer } from '../server.ts';
import { Simulation } from '../simulation.ts';
import { type Clients, clientsFor } from '../testing/clients.ts';
import { CREDENTIALS } from '../worlds/credentials.ts';
import { SMALL, smallWorld } from '../worlds/small.ts';
import { restoredWorld } from '../worlds/worlds.ts';

const LAG_MS = 60_000;
let simulation: Simulation;
let server: Server;
let url: string;
let admin: Clients;

beforeEach(async () => {
  const settings = { throttling: false, assignmentDelayMs: undefined, consistency: { lagMs: LAG_MS, policies: true } };
  simulation = new Simulation(smallWorld, smallWorld(), settings, { restore: restoredWorld, replay });
  server = createSimulatorServer(simulation, () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  admin = clientsFor(url, CREDENTIALS.administrator);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function changeEverything(): Promise<void> {
  const { iam, sts, identityStore, organizations, ssoAdmin } = admin;
  const { identityStoreId: IdentityStoreId, instanceArn: InstanceArn } = SMALL;
  await iam.send(new CreateUserCommand({ UserName: 'ann', Tags: [{ Key: 'team', Value: 'a' }] }));
  await iam.send(new CreateGroupCommand({ GroupName: 'team' }));
  await iam.send(new AddUserToGroupCommand({ UserName: 'ann', GroupName: 'team' }));
  await iam.send(new TagUserCommand({ UserName: 'ann', Tags: [{ Key: 'cost', Value: 'b' }] }));
  await iam.send(new UntagUserCommand({ UserName: 'ann', TagKeys: ['team'] }));
  await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${SMALL.managementAccountId}:role/Auditor`,
      RoleSessionName: 'session',
    }),
  );
  const person = await identityStore.send(
    new store.CreateUserCommand({
      IdentityStoreId,
      UserName: 'new@small.example',
      DisplayName: 'New',
      Name: { GivenName: 'New', FamilyName: 'One' },
    }),
  );
  await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: SMALL.rootId, Name: 'New' }));
  const made = await ssoAdmin.send(new sso.CreatePermissionSetCommand({ InstanceArn, Name: 'New' }));
  await ssoAdmin.send(
    new sso.CreateAccountAssignmentCommand({
      InstanceArn,
      PermissionSetArn: made.PermissionSet?.PermissionSetArn,
      PrincipalType: 'USER',
      PrincipalId: person.UserId,
      TargetType: 'AWS_ACCOUNT',
      TargetId: SMALL.delegatedAccountId,
    }),
  );
  simulation.world.clock.advance(5000);
  await iam.send(new CreateUserCommand({ UserName: 'late' }));
}

it('the world that lags becomes the world as it is, in every detail, and shares nothing with it', async () => {
  const { world, lag } = simulation;
  const before = JSON.stringify(lag?.replica().toData());
  await changeEverything();
  expect(JSON.stringify(lag?.replica().toData())).toBe(before);
  world.clock.advance(LAG_MS);
  const { clockOffsetMs: _, ...replica } = lag?.replica().toData() ?? {};
  const { clockOffsetMs, ...present } = world.toData();
  expect(clockOffsetMs).toBe(LAG_MS + 5000);
  expect(replica).toEqual(present);
  expect(present.identityCenters[0]?.assignments).toHaveLength(5);
  expect(lag?.toJSON()).toMatchObject({ waiting: 0, copies: 1 });
});

it('nothing of it is kept once reads lag no more', async () => {
  const replica = new WeakRef(simulation.lag?.replica() ?? {});
  simulation.lagReads(undefined);
  await new Promise((resolve) => setTimeout(resolve));
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  expect(replica.deref()).toBeUndefined();
});
