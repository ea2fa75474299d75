import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateUserCommand,
  DeleteUserCommand,
  GetUserCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateUserCommand as CreatePersonCommand } from '@aws-sdk/client-identitystore';
import { CreateAccountAssignmentCommand } from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../start.ts';
import { clientsFor, refusal } from '../../testing/clients.ts';
import { CREDENTIALS } from '../../worlds/credentials.ts';
import { GENERATED } from '../../worlds/generated/organization.ts';
import { SMALL } from '../../worlds/small.ts';
import { parseEntry, writtenEntry } from './journal-line.ts';

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

async function start(world: string, dataFile = file): Promise<Simulator> {
  const simulator = await startSimulator({ world, dataFile, throttling: false });
  running.push(simulator);
  return simulator;
}

/** What a kill would have left behind at this moment. */
function killed(): string {
  const copy = join(folder, 'killed.json');
  copyFileSync(file, copy);
  copyFileSync(`${file}.journal`, `${copy}.journal`);
  return copy;
}

it('brings back the very same world: ids, instants, what was due in the meantime, and who was refused', async () => {
  const { url, world } = await start('small');
  const { iam, sts, ssoAdmin, identityStore } = clientsFor(url, CREDENTIALS.administrator);
  await iam.send(new CreateUserCommand({ UserName: 'ann', Tags: [{ Key: 'team', Value: 'a' }] }));
  await iam.send(new CreateGroupCommand({ GroupName: 'team' }));
  await iam.send(new AddUserToGroupCommand({ UserName: 'ann', GroupName: 'team' }));
  const PolicyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
  await iam.send(new PutUserPolicyCommand({ UserName: 'ann', PolicyName: 'p', PolicyDocument }));
  expect(await refusal(iam.send(new DeleteUserCommand({ UserName: 'ann' })))).toMatchObject({ status: 409 });
  const RoleArn = `arn:aws:iam::${SMALL.managementAccountId}:role/Auditor`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'kept' }));
  const session = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  await clientsFor(url, session).iam.send(new GetUserCommand({ UserName: 'ann' }));
  const person = await identityStore.send(
    new CreatePersonCommand({
      IdentityStoreId: SMALL.identityStoreId,
      UserName: 'new@small.example',
      DisplayName: 'New',
      Name: { GivenName: 'New', FamilyName: 'One' },
    }),
  );
  const [set] = world.identityCenters[0]?.permissionSets.all() ?? [];
  await ssoAdmin.send(
    new CreateAccountAssignmentCommand({
      InstanceArn: SMALL.instanceArn,
      PermissionSetArn: set?.arn,
      PrincipalType: 'USER',
      PrincipalId: person.UserId,
      TargetType: 'AWS_ACCOUNT',
      TargetId: SMALL.delegatedAccountId,
    }),
  );
  await fetch(`${url}/_simulator/clock`, { method: 'POST', body: '{"advanceMs":3600000}' });
  await iam.send(new CreateUserCommand({ UserName: 'late' }));
  const again = await start('small', killed());
  expect(again.world.toData()).toEqual(world.toData());
  expect(again.world.identityCenters[0]?.assignmentsByPrincipal.of(`USER/${person.UserId}`).size).toBe(1);
});

it('costs a line for a change, however large the world is', async () => {
  const { url } = await start('large');
  const { iam } = clientsFor(url, CREDENTIALS.administrator, GENERATED.region);
  const written = statSync(file);
  const lengths: number[] = [];
  for (const UserName of ['one', 'two', 'three']) {
    await iam.send(new CreateUserCommand({ UserName }));
    lengths.push(statSync(`${file}.journal`).size);
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(statSync(file).mtimeMs).toBe(written.mtimeMs);
  expect(lengths[2]).toBeLessThan(4_000);
  const again = await start('large', killed());
  const kept = clientsFor(again.url, CREDENTIALS.administrator, GENERATED.region).iam;
  await expect(kept.send(new GetUserCommand({ UserName: 'three' }))).resolves.toHaveProperty('User');
});

it('does without the line that a kill cut off, which nobody had an answer to', async () => {
  const { url } = await start('small');
  const { iam } = clientsFor(url, CREDENTIALS.administrator);
  await iam.send(new CreateUserCommand({ UserName: 'whole' }));
  const copy = killed();
  writeFileSync(`${copy}.journal`, `${readFileSync(`${copy}.journal`, 'utf8')}{"kind":"call","service":"ia`);
  const again = await start('small', copy);
  const account = again.world.awsAccounts.get(SMALL.managementAccountId);
  expect(account?.user('whole')).toBeDefined();
});

it('of a snapshot before this one is not read', async () => {
  const first = await start('small');
  await clientsFor(first.url, CREDENTIALS.administrator).iam.send(new CreateUserCommand({ UserName: 'x' }));
  const journal = readFileSync(`${file}.journal`, 'utf8');
  await first.stop();
  running.splice(0);
  const whole = readFileSync(file, 'utf8');
  writeFileSync(`${file}.journal`, journal);
  const second = await start('small');
  expect(JSON.stringify(second.world.toData())).toBe(JSON.stringify(withoutJournal(JSON.parse(whole))));
});

it('that goes on from another world is refused', async () => {
  const { url, world } = await start('small');
  await clientsFor(url, CREDENTIALS.administrator).iam.send(new CreateUserCommand({ UserName: 'x' }));
  const copy = killed();
  const other = { ...JSON.parse(readFileSync(copy, 'utf8')), idsDrawn: world.ids.drawn + 7 };
  writeFileSync(copy, JSON.stringify(other));
  await expect(start('small', copy)).rejects.toThrow(/can not be read any more .*goes on from another world/);
});

it('is overtaken by a whole writing when the world changes without an entry', async () => {
  const { url, world } = await start('small');
  const { iam } = clientsFor(url, CREDENTIALS.administrator);
  world.awsAccounts.get(SMALL.memberAccountId)?.aliases.add('by-a-test');
  world.changed();
  await iam.send(new CreateUserCommand({ UserName: 'after' }));
  await new Promise((resolve) => setTimeout(resolve, 300));
  const again = await start('small', killed());
  expect(again.world.toData()).toEqual(world.toData());
});

it('writes dates and bytes so that they come back', () => {
  const entry = {
    at: new Date(1_700_000_000_123),
    bytes: Buffer.from([0, 255, 7]),
    text: 'a',
    list: [new Date(0), null],
  };
  const line = writtenEntry(entry);
  expect(line).not.toContain('\n');
  expect(parseEntry(line)).toEqual(entry);
});

function withoutJournal<T extends { journal?: number }>({ journal: _, ...data }: T): Omit<T, 'journal'> {
  return data;
}
