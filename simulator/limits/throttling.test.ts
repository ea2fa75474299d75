import { ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { ListGroupsCommand } from '@aws-sdk/client-identitystore';
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../start.ts';
import { type Clients, clientsFor, refusal } from '../testing/clients.ts';
import { control } from '../testing/control.ts';
import { SMALL } from '../worlds/small.ts';

let simulator: Simulator;
let clients: Clients;

beforeAll(async () => {
  simulator = await startSimulator({ world: 'small' });
  clients = clientsFor(simulator.url, simulator.credentials.administrator);
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.reset());

/** Sends calls at once; returns how many were let through and how the first other one was refused. */
async function burst(count: number, call: () => Promise<unknown>) {
  const results = await Promise.allSettled(Array.from({ length: count }, call));
  const rejected = results.find((result) => result.status === 'rejected');
  const passed = results.filter((result) => result.status === 'fulfilled').length;
  return { passed, refused: rejected && (await refusal(Promise.reject(rejected.reason))) };
}

it('SSO Admin and Identity Store share one bucket of 20', async () => {
  const sso = await burst(40, () => clients.ssoAdmin.send(new ListInstancesCommand({})));
  expect(sso.passed).toBeGreaterThanOrEqual(20);
  const command = () => new ListGroupsCommand({ IdentityStoreId: SMALL.identityStoreId });
  const store = await burst(20, () => clients.identityStore.send(command()));
  expect(store.passed).toBeLessThan(20);
  expect(store.refused).toEqual({ name: 'ThrottlingException', status: 400, message: 'Rate exceeded' });
});

it('Organizations throttles by TooManyRequestsException', async () => {
  const { passed, refused } = await burst(40, () => clients.organizations.send(new DescribeOrganizationCommand({})));
  expect(passed).toBeGreaterThanOrEqual(20);
  expect(passed).toBeLessThan(30);
  expect(refused).toEqual({ name: 'TooManyRequestsException', status: 400, message: 'Rate exceeded' });
});

it('IAM throttles by Throttling, in XML', async () => {
  const { passed, refused } = await burst(170, () => clients.iam.send(new ListAccountAliasesCommand({})));
  expect(passed).toBeGreaterThanOrEqual(100);
  expect(refused).toEqual({ name: 'Throttling', status: 400, message: 'Rate exceeded' });
});

it('counts against the AWS account that owns the credentials, and says so in the counters', async () => {
  await burst(40, () => clients.ssoAdmin.send(new ListInstancesCommand({})));
  const other = clientsFor(simulator.url, simulator.credentials.memberAdministrator);
  expect((await burst(10, () => other.ssoAdmin.send(new ListInstancesCommand({})))).passed).toBe(10);
  const { calls, throttled } = simulator.counters.of('sso', 'ListInstances');
  expect(calls).toBe(50);
  expect(throttled).toBeGreaterThan(0);
});

it("rates can be a multiple of AWS's, and are AWS's again", async () => {
  const ask = (body: object) => control(simulator, 'POST', 'throttling', body);
  expect((await ask({ scale: 3 })).body).toEqual({ isOn: true, scale: 3 });
  const { passed } = await burst(120, () => clients.ssoAdmin.send(new ListInstancesCommand({})));
  expect(passed).toBeGreaterThanOrEqual(60);
  expect(passed).toBeLessThan(120);
  expect((await ask({ scale: 0 })).status).toBe(400);
  await ask({ isOn: true });
  expect((await burst(60, () => clients.ssoAdmin.send(new ListInstancesCommand({})))).passed).toBeLessThan(60);
});

it('a bucket refills with time', async () => {
  const call = () => clients.ssoAdmin.send(new ListInstancesCommand({}));
  await burst(40, call);
  await new Promise((resolve) => setTimeout(resolve, 250));
  const { passed } = await burst(3, call);
  expect(passed).toBe(3);
});

it('can be switched off', async () => {
  const calm = await startSimulator({ world: 'small', throttling: false });
  try {
    const { ssoAdmin, sts } = clientsFor(calm.url, calm.credentials.administrator);
    expect((await burst(60, () => ssoAdmin.send(new ListInstancesCommand({})))).passed).toBe(60);
    expect((await burst(60, () => sts.send(new GetCallerIdentityCommand({})))).passed).toBe(60);
  } finally {
    await calm.stop();
  }
});
