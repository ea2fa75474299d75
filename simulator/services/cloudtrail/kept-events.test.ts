import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand, CreateUserCommand, DeleteUserCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../start.ts';
import { clientsFor, refusal } from '../../testing/clients.ts';
import { lookUp } from '../../testing/look-up.ts';
import { CREDENTIALS } from '../../worlds/credentials.ts';
import { SMALL } from '../../worlds/small.ts';

let folder: string;
let file: string;
const running: Simulator[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  file = join(folder, 'world.json');
});
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(dataFile = file, more: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator({ world: 'small', dataFile, throttling: false, eventDelayMs: 0, ...more });
  running.push(simulator);
  return simulator;
}

function killed(): string {
  const copy = join(folder, 'killed.json');
  copyFileSync(file, copy);
  copyFileSync(`${file}.journal`, `${copy}.journal`);
  return copy;
}

const ofIam = ({ url }: Simulator) => clientsFor(url, CREDENTIALS.administrator, 'us-east-1');
/** Of either region, in both AWS accounts. */
async function seen({ url }: Simulator) {
  const histories = ['us-east-1', SMALL.region].flatMap((region) =>
    [CREDENTIALS.administrator, CREDENTIALS.memberAdministrator].map((one) => lookUp(clientsFor(url, one, region))),
  );
  const events = (await Promise.all(histories)).flat();
  return events.filter(({ ReadOnly, EventName }) => ReadOnly === 'false' || EventName === 'AssumeRole');
}

/** Done, refused by the service, refused before, and into another AWS account. */
async function work(simulator: Simulator): Promise<void> {
  const { iam, sts } = ofIam(simulator);
  await iam.send(new CreateUserCommand({ UserName: 'ann' }));
  await refusal(iam.send(new DeleteUserCommand({ UserName: 'nobody' })));
  simulator.faults.add({ operation: 'iam:CreateUser', error: { code: 'ServiceFailure', status: 500 }, times: 1 });
  await refusal(iam.send(new CreateUserCommand({ UserName: 'bea' })));
  await iam.send(new ListUsersCommand({}));
  const member = clientsFor(simulator.url, CREDENTIALS.memberAdministrator);
  const trust = { Effect: 'Allow', Principal: { AWS: SMALL.managementAccountId }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await member.iam.send(new CreateRoleCommand({ RoleName: 'entered', AssumeRolePolicyDocument }));
  const RoleArn = `arn:aws:iam::${SMALL.memberAccountId}:role/entered`;
  await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'kept' }));
}

it('events of what was done are there again after a kill, under the same ids', async () => {
  const first = await start();
  await work(first);
  const before = await seen(first);
  expect(before.map(({ EventName }) => EventName)).toEqual(
    expect.arrayContaining(['CreateUser', 'DeleteUser', 'CreateUser', 'AssumeRole', 'CreateRole', 'AssumeRole']),
  );
  const again = await start(killed());
  expect(await seen(again)).toEqual(before);
  await ofIam(again).iam.send(new CreateUserCommand({ UserName: 'next' }));
  const ids = (await seen(again)).map(({ EventId }) => EventId);
  expect(new Set(ids).size).toBe(before.length + 1);
});

it('they are there after an ordinary end, and those of reads are not', async () => {
  const first = await start();
  await work(first);
  const before = await seen(first);
  const reads = { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'ListUsers' } as const] };
  expect(await lookUp(ofIam(first), reads)).toHaveLength(1);
  await first.stop();
  running.splice(0);
  const again = await start();
  expect(await seen(again)).toEqual(before);
  expect(await lookUp(ofIam(again), reads)).toEqual([]);
});

it('a read is no change of the world: it costs the journal nothing', async () => {
  const simulator = await start();
  const { world } = simulator;
  const clients = ofIam(simulator);
  const read = async () => {
    await clients.iam.send(new ListUsersCommand({}));
    await lookUp(clients);
    return [world.revision, world.ids.drawn];
  };
  // The first one is noted as a use of the key.
  const before = await read();
  expect(await read()).toEqual(before);
});

it('events tell of the present while reads and permissions are of the past, and are there again too', async () => {
  const first = await start(file, { consistency: { lagMs: 60_000, policies: true } });
  const clients = ofIam(first);
  const trust = { Effect: 'Allow', Principal: { AWS: SMALL.managementAccountId }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await clients.iam.send(new CreateRoleCommand({ RoleName: 'new', AssumeRolePolicyDocument }));
  const RoleArn = `arn:aws:iam::${SMALL.managementAccountId}:role/new`;
  const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'soon' });
  expect(await refusal(clients.sts.send(assume))).toMatchObject({ name: 'AccessDenied' });
  const before = await seen(first);
  expect(before.map(({ EventName, record }) => [EventName, record.errorCode])).toEqual([
    ['AssumeRole', 'AccessDenied'],
    ['CreateRole', undefined],
  ]);
  expect(await seen(await start(killed()))).toEqual(before);
});
