import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessPage } from '../../src/contract/access.ts';
import type { Setup } from '../../src/contract/connector-setup.ts';
import type { Connector } from '../../src/contract/connectors.ts';
import type { AwsAccount } from '../../src/contract/inventory-entities.ts';
import type { Problem } from '../../src/contract/shared.ts';
import type { RunDetail, RunGap, SyncRun } from '../../src/contract/sync-runs.ts';
import { type Product, startProduct } from '../support/product.ts';
import { countersign } from './countersign.ts';

const PROD_PAYMENTS = '730482915066';

// One story, told in order: each step stands on the one before it.
describe('the story by command line, against the real processes', () => {
  let folder: string;
  let product: Product;
  let asAdministrator: ReturnType<typeof countersign>;
  let asEmployee: ReturnType<typeof countersign>;
  let connectorId: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-story-'));
    product = await startProduct({ world: 'demo', throttling: false });
    asAdministrator = countersign(product.url, path.join(folder, 'administrator.json'));
    asEmployee = countersign(product.url, path.join(folder, 'employee.json'));
  });
  afterAll(async () => {
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('nobody who is not signed in is told anything', async () => {
    const ran = await asAdministrator('connectors', 'list', '--json');
    expect(ran.exitCode).toBe(1);
    expect(JSON.parse(ran.stderr) as Problem).toMatchObject({ status: 401, code: 'not-signed-in' });
  });

  it('a Super Administrator signs in', async () => {
    expect(await asAdministrator('login', '--demo', 'super-administrator')).toMatchObject({ exitCode: 0 });
    const who = await asAdministrator('whoami', '--json');
    expect(who.json()).toMatchObject({ person: { name: 'Priya Raman' }, roles: ['super-administrator'] });
  });

  it('adds a connector and gets its documents filled in', async () => {
    const added = await asAdministrator('connectors', 'add', '--app', 'AWS production', '--json');
    connectorId = added.json<Connector>().id;
    const setup = (await asAdministrator('connectors', 'setup', connectorId, '--json')).json<Setup>();
    expect(setup.trustPolicy).toContain(setup.externalId);
    expect(setup.trustPolicy).toContain(setup.serviceIdentity.principalArn);
    const terraform = await asAdministrator('connectors', 'setup', connectorId, '--format', 'terraform');
    expect(terraform.stdout).toContain(setup.externalId);
    expect(terraform.stdout).toContain('resource "aws_iam_role"');
  });

  it('gets the policy that changes AWS only when asked for it, as a document of its own, and how it goes again', async () => {
    const setup = (...options: string[]) => asAdministrator('connectors', 'setup', connectorId, ...options);
    const { provisioning } = (await setup('--json')).json<Setup>();
    for (const [format, text, takeAway] of [
      ['terraform', provisioning.terraform, provisioning.takeAway.terraform],
      ['cloudformation', provisioning.cloudFormation, provisioning.takeAway.cloudFormation],
      ['aws-cli', provisioning.awsCli, provisioning.takeAway.awsCli],
    ] as const) {
      expect((await setup('--format', format)).stdout).not.toContain('CreateAccountAssignment');
      expect((await setup('--provisioning', '--format', format)).stdout.trim()).toBe(text.trim());
      expect((await setup('--take-away', '--format', format)).stdout.trim()).toBe(takeAway.trim());
    }
    const steps = (await setup('--provisioning')).stdout;
    for (const { action, lost } of provisioning.actions) expect(steps).toMatch(new RegExp(`${action}: .*${lost}`));
    expect((await setup('--take-away')).stdout).toContain('--no-provisioning');
  });

  it('gets the role with further reading or with the minimum, and further reading as a document of its own', async () => {
    const setup = (...options: string[]) => asAdministrator('connectors', 'setup', connectorId, ...options);
    const { furtherReading, ...minimum } = (await setup('--json')).json<Setup>();
    for (const [format, form] of [
      ['terraform', 'terraform'],
      ['cloudformation', 'cloudFormation'],
      ['aws-cli', 'awsCli'],
    ] as const) {
      const printed = async (...options: string[]) => (await setup('--format', format, ...options)).stdout.trim();
      expect(await printed()).toBe(furtherReading.withRole?.[form].trim());
      expect(await printed('--minimum')).toBe(minimum[form]?.trim());
      expect(await printed('--further-reading')).toBe(furtherReading[form].trim());
      expect(await printed('--further-reading', '--take-away')).toBe(furtherReading.takeAway[form].trim());
    }
    const steps = (await setup('--further-reading')).stdout;
    for (const { action, lost } of furtherReading.actions) expect(steps).toMatch(new RegExp(`${action}: .*${lost}`));
    const takeAway = (await setup('--further-reading', '--take-away')).stdout;
    expect(takeAway).toContain('1. IAM > Roles > Countersign > Permissions > CountersignReadFurther > Remove');
    expect(await setup('--further-reading', '--provisioning')).not.toMatchObject({ exitCode: 0 });
  });

  it('is told that the role comes first, where the documents of other AWS accounts have to name it', async () => {
    const setup = (...options: string[]) => asAdministrator('connectors', 'setup', connectorId, ...options);
    for (const options of [['--members'], ['--members', 'one', '--format', 'terraform']]) {
      const refused = await setup(...options);
      expect(refused.exitCode).toBe(3);
      expect(refused.stderr).toContain(`countersign connectors save ${connectorId} --role-arn ARN`);
    }
    expect(await setup('--members', 'enter')).toMatchObject({ exitCode: 0 });
    expect(await setup('--members', '--provisioning')).not.toMatchObject({ exitCode: 0 });
  });

  it('makes the role, saves, syncs and is connected', async () => {
    const role = await asAdministrator('connectors', 'demo-role', connectorId, '--json');
    const { roleArn } = role.json<{ roleArn: string }>();
    const options = ['--role-arn', roleArn, '--organizations', '--identity-center-region', 'eu-north-1'];
    expect(await asAdministrator('connectors', 'save', connectorId, ...options)).toMatchObject({ exitCode: 0 });
    const synced = await asAdministrator('connectors', 'sync', connectorId, '--wait');
    expect(synced).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(': connected') as string });
    expect(synced.stderr).toContain(`Assumed the role ${roleArn}`);
    const shown = await asAdministrator('connectors', 'show', connectorId, '--json');
    expect(shown.json<Connector>()).toMatchObject({ status: 'connected', gapCount: 0, roleArn });
    const log = await asAdministrator('connectors', 'logs', 'aws production');
    expect(log.stdout).toContain('12 AWS accounts');
  });

  it('gets the role in all AWS accounts, in one, and the way in, each as a document of its own, and how it goes again', async () => {
    const setup = (...options: string[]) =>
      asAdministrator('connectors', 'setup', connectorId, '--members', ...options);
    const { memberAccounts } = (await setup('--json')).json<Setup>();
    const { stackSet, single, assume } = memberAccounts;
    const takeAwayOfAll = { ...stackSet?.takeAway, cloudFormation: stackSet?.takeAway.awsCli };
    for (const [format, form] of [
      ['terraform', 'terraform'],
      ['cloudformation', 'cloudFormation'],
      ['aws-cli', 'awsCli'],
    ] as const) {
      const printed = async (...options: string[]) =>
        (await asAdministrator('connectors', 'setup', connectorId, '--format', format, ...options)).stdout.trim();
      const all = form === 'cloudFormation' ? stackSet?.template : stackSet?.[form];
      expect(await printed('--members')).toBe(all?.trim());
      expect(await printed('--members', 'one')).toBe(single?.[form].trim());
      expect(await printed('--members', 'enter')).toBe(assume[form].trim());
      expect(await printed('--members', '--take-away')).toBe(takeAwayOfAll[form]?.trim());
      expect(await printed('--members', 'one', '--take-away')).toBe(single?.takeAway[form].trim());
      expect(await printed('--members', 'enter', '--take-away')).toBe(assume.takeAway[form].trim());
    }
    const steps = (await setup()).stdout;
    for (const { action, lost } of memberAccounts.actions) expect(steps).toMatch(new RegExp(`${action}: .*${lost}`));
    expect(steps).toContain(memberAccounts.externalId);
    expect(steps).toContain(memberAccounts.organizationId);
    expect(steps).toContain(stackSet?.console.at(-1));
    const byHand = (await setup('one')).stdout.replaceAll(/^ {3}/gm, '');
    for (const policy of [memberAccounts.trustPolicy, memberAccounts.readPolicy]) expect(byHand).toContain(policy);
    expect((await setup('enter', '--take-away')).stdout).toContain('1. countersign connectors save');
  });

  it('names the role in the other AWS accounts, sees it in the test, and takes the name away again', async () => {
    const save = (...options: string[]) => asAdministrator('connectors', 'save', connectorId, ...options, '--json');
    const refused = await save('--member-role', 'no such name!');
    expect(JSON.parse(refused.stderr)).toMatchObject({ code: 'member-role-name-invalid' });
    expect((await save('--member-role', 'audit/Reader')).json<Connector>().memberRoleName).toBe('audit/Reader');
    const shown = await asAdministrator('connectors', 'show', connectorId);
    expect(shown.stdout).toMatch(/Member role +audit\/Reader, in each AWS account but \d{12}/);
    const { memberAccounts } = (await asAdministrator('connectors', 'setup', connectorId, '--json')).json<Setup>();
    expect(memberAccounts.assume.policy).toContain('role/audit/Reader"');
    const tested = await asAdministrator('connectors', 'test', connectorId, '--json');
    expect(tested.stdout).toContain('"members.assume-role"');
    expect((await save('--no-member-role')).json<Connector>().memberRoleName).toBeNull();
    expect((await asAdministrator('connectors', 'show', connectorId)).stdout).toContain('Member role  none');
  });

  it('sees of a sync run what was planned and made, and what it could not read', async () => {
    const runs = async () =>
      (await asAdministrator('connectors', 'runs', connectorId, '--json')).json<{ items: SyncRun[] }>().items;
    // One that was ordered before may still read.
    await expect.poll(async () => (await runs())[0]?.status, { timeout: 60_000, interval: 500 }).toBe('published');
    const items = await runs();
    const [newest] = items;
    const ran = await asAdministrator('connectors', 'run', 'aws production', String(newest?.number), '--json');
    const run = ran.json<RunDetail>();
    expect(run).toMatchObject({ id: newest?.id, status: 'published', changes: { areFirst: items.length === 1 } });
    expect(run.scopes?.reduce((sum, { read }) => sum + read, 0)).toBe(newest?.scopesRead);
    const said = (await asAdministrator('connectors', 'run', connectorId)).stdout;
    expect(said).toContain(`Sync run ${run.number} (${run.id}): published`);
    for (const { operation, planned, actual } of run.calls)
      expect(said).toMatch(new RegExp(`${operation} +${planned} +${actual}\\b`));
    for (const { sentence } of run.plan) expect(said).toContain(sentence);
    const notRead = (await asAdministrator('connectors', 'run', connectorId, '--not-read', '--all', '--json')).json<{
      items: RunGap[];
    }>();
    expect(notRead.items).toHaveLength(run.scopesFailed);
    expect(await asAdministrator('connectors', 'run', connectorId, '999999')).toMatchObject({ exitCode: 2 });
    expect(await asAdministrator('connectors', 'run', connectorId, '--op', 'removed')).toMatchObject({ exitCode: 2 });
  });

  it('sees the 12 AWS accounts of the organization, also page by page', async () => {
    const all = (await asAdministrator('aws-accounts', 'list', '--json')).json<{
      items: AwsAccount[];
      total: number;
    }>();
    expect(all.total).toBe(12);
    const paged = await asAdministrator('aws-accounts', 'list', '--all', '--limit', '5', '--json');
    expect(paged.json()).toMatchObject({ nextCursor: null, total: 12 });
    const ids = (items: AwsAccount[]) => items.map(({ awsAccountId }) => awsAccountId);
    expect(ids(paged.json<{ items: AwsAccount[] }>().items)).toEqual(ids(all.items));
    expect(ids(all.items)).toContain(PROD_PAYMENTS);
  });

  it('learns who can reach prod-payments, by number and by name, with the path', async () => {
    const byNumber = (await asAdministrator('access', 'who-can', PROD_PAYMENTS, '--all', '--json')).json<AccessPage>();
    const priya = byNumber.items.find(({ person }) => person?.name === 'Priya Raman');
    expect(priya?.sentence).toMatch(/^Priya Raman → .*prod-payments$/);
    const byName = (await asAdministrator('access', 'who-can', 'prod-payments', '--all', '--json')).json<AccessPage>();
    expect(byName.items).toEqual(byNumber.items);
    const text = await asAdministrator('access', 'who-can', 'prod-payments', '--all');
    expect(text.stdout).toContain(priya?.sentence);
  });

  it('learns what Priya can reach and why, and agrees with itself', async () => {
    const of = (
      await asAdministrator('access', 'of', 'priya.raman@larkspurpay.example', '--all', '--json')
    ).json<AccessPage>();
    const whys = (
      await asAdministrator('access', 'why', 'Priya Raman', PROD_PAYMENTS, '--all', '--json')
    ).json<AccessPage>();
    const sentences = whys.items.map(({ sentence }) => sentence);
    expect(sentences).not.toEqual([]);
    const reached = of.items.filter(({ entitlement }) => entitlement.awsAccount?.awsAccountId === PROD_PAYMENTS);
    expect(reached.map(({ sentence }) => sentence)).toEqual(expect.arrayContaining(sentences));
  });

  it('knew nothing before the first reading, which is said as such', async () => {
    const before = await asAdministrator('access', 'who-can', PROD_PAYMENTS, '--as-of', '2026-03-01');
    expect(before).toMatchObject({ exitCode: 0 });
    expect(before.stdout).toContain('Nothing was read from AWS at that time');
    expect(before.stdout).not.toContain('Priya');
  });

  it('an employee sees own access only, whatever is asked', async () => {
    await asEmployee('login', '--demo', 'employee');
    const { person } = (await asEmployee('whoami', '--json')).json<{ person: { id: string; name: string } }>();
    const own = (await asEmployee('access', 'of', person.id, '--all', '--json')).json<AccessPage>();
    const whoCan = (await asEmployee('access', 'who-can', PROD_PAYMENTS, '--all', '--json')).json<AccessPage>();
    expect(whoCan.items).not.toEqual([]);
    expect(whoCan).toMatchObject({ total: whoCan.items.length, peopleCount: 1, otherIdentityCount: 0 });
    for (const row of [...own.items, ...whoCan.items]) expect(row.person).toMatchObject({ id: person.id });
    for (const list of ['people', 'identities'])
      expect((await asEmployee(list, 'list', '--json')).json()).toMatchObject({
        total: 1,
        items: [{ name: person.name }],
      });
    const changes = await asEmployee('access', 'changes', '--all', '--json');
    // One reading so far: what it found was there before, so nothing has changed, for anybody.
    expect(changes.json<{ items: unknown[] }>().items).toEqual([]);
    expect(changes.stdout).not.toMatch(/Priya|Kwame|Sofia/);
  });

  it.each([
    [['access', 'of', 'priya.raman@larkspurpay.example']],
    [['access', 'why', 'Priya Raman', PROD_PAYMENTS]],
    [['access', 'who-can', 'BreakGlass']],
  ])('an employee is not told whether it exists: countersign %j', async (args) => {
    const ran = await asEmployee(...args, '--json');
    expect(ran).toMatchObject({ exitCode: 1, stdout: '' });
    expect(JSON.parse(ran.stderr) as Problem).toMatchObject({ status: 404, code: 'not-found' });
  });

  it.each([
    ['connectors', 'list'],
    ['audit', 'list'],
    ['connectors', 'add', '--app', 'Mine'],
  ])('an employee is refused: countersign %s %s', async (...args) => {
    const ran = await asEmployee(...args, '--json');
    expect(ran.exitCode).toBe(1);
    expect(ran.stdout).toBe('');
    expect(JSON.parse(ran.stderr) as Problem).toMatchObject({ status: 403, code: 'permission-missing' });
  });

  it('every change is in the audit log', async () => {
    const log = (await asAdministrator('audit', 'list', '--object', connectorId, '--all', '--json')).json<{
      items: { action: string; actor: { name: string } | null }[];
    }>();
    const actions = log.items.filter(({ actor }) => actor?.name === 'Priya Raman').map(({ action }) => action);
    // "Sync now" while a run is reading changes nothing and is no entry, so it depends on the moment.
    expect(actions).toEqual(expect.arrayContaining(['connector.created', 'connector.changed']));
  });

  it('wrong usage is exit code 2, and after logging out the token opens nothing', async () => {
    expect(await asAdministrator('access', 'who-can')).toMatchObject({ exitCode: 2 });
    expect(await asAdministrator('logout')).toMatchObject({ exitCode: 0 });
    expect(await asAdministrator('whoami')).toMatchObject({ exitCode: 1 });
  });

  it('a server that is gone is exit code 4', async () => {
    await product.stop();
    expect(await asEmployee('whoami')).toMatchObject({ exitCode: 4 });
  });
});
