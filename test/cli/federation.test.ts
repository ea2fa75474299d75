import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessPage } from '../../src/contract/access.ts';
import type { Connector } from '../../src/contract/connectors.ts';
import type { IdentityProvider } from '../../src/contract/federation.ts';
import type { Problem } from '../../src/contract/shared.ts';
import { type Product, startProduct } from '../support/product.ts';
import { countersign } from './countersign.ts';

/** The file and the pattern as the feature's own page prints them. */
const page = readFileSync(new URL('../../src/core/directory/federation/README.md', import.meta.url), 'utf8');
const csv = /```csv\n(.*?)```/s.exec(page)?.[1] ?? '';
const pattern = /```\n(\^aws.*?)\n```/s.exec(page)?.[1] ?? '';
const OKTA = 'arn:aws:iam::481203377190:saml-provider/Okta';
type Items = { items: Record<string, unknown>[]; total: number; nextCursor: string | null };

// Every subcommand, told in order: each step stands on the one before it.
describe('federated people by command line, against the real processes', () => {
  let folder: string;
  let product: Product;
  let run: ReturnType<typeof countersign>;
  const idps = (...args: string[]) => run('identity-providers', ...args);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-federation-'));
    await writeFile(path.join(folder, 'groups.csv'), csv);
    await writeFile(path.join(folder, 'faulty.csv'), 'group,email\neveryone,nobody\n');
    product = await startProduct({ world: 'demo', throttling: false });
    run = countersign(product.url, path.join(folder, 'administrator.json'));
    await run('login', '--demo', 'super-administrator');
    const { id } = (await run('connectors', 'add', '--app', 'AWS production', '--json')).json<Connector>();
    const { roleArn } = (await run('connectors', 'demo-role', id, '--json')).json<{ roleArn: string }>();
    await run('connectors', 'save', id, '--role-arn', roleArn, '--organizations');
    expect(await run('connectors', 'sync', id, '--wait')).toMatchObject({ exitCode: 0 });
  });
  afterAll(async () => {
    await product?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const whoCan = async () =>
    (await run('access', 'who-can', 'OktaAdmin', '--all', '--json'))
      .json<AccessPage>()
      .items.map(({ person }) => person?.name ?? null);

  it('nobody is in it yet, and the next command is named', async () => {
    expect(await idps('list')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('None yet') as string });
    expect((await idps('list', '--json')).json()).toEqual({ items: [], nextCursor: null, total: 0 });
  });

  it('the providers that roles trust are offered, and one of them is added by its ARN', async () => {
    const { items } = (await idps('trusts', '--json')).json<Items>();
    const okta = items.find(({ arn }) => arn === OKTA);
    expect((await idps('trusts')).stdout).toMatch(/saml-provider +larkspur-management +2 +arn:/);
    const unknown = await idps('add', '--name', 'Corporate Okta', '--trust', OKTA.replace('Okta', 'Other'));
    expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(OKTA) as string });
    const added = (await idps('add', '--name', 'Corporate Okta', '--trust', OKTA, '--json')).json<IdentityProvider>();
    expect(added).toMatchObject({ name: 'Corporate Okta', groupCount: 0, trusts: [{ id: okta?.id, arn: OKTA }] });
    expect((await idps('list')).stdout).toContain(added.id);
  });

  it('groups come by file: the name in any case will do, and addresses that are nobody’s are named', async () => {
    const uploaded = await idps('upload', 'corporate okta', 'groups.csv');
    expect(uploaded.stdout).toContain('5 groups, 8 memberships: 8 added, 0 removed');
    expect(uploaded.stdout).toContain('contractor@partner.example');
    const again = await idps('upload', 'Corporate Okta', 'groups.csv', '--json');
    expect(again.json()).toMatchObject({ groups: 5, added: 0, removed: 0 });
    const faulty = await idps('upload', 'Corporate Okta', 'faulty.csv', '--json');
    expect(JSON.parse(faulty.stderr) as Problem).toMatchObject({ status: 400, code: 'csv-invalid' });
    expect(await idps('upload', 'Corporate Okta', 'none.csv')).toMatchObject({ exitCode: 2 });
    const other = await idps('upload', 'Okta', 'groups.csv');
    expect(other).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Corporate Okta') as string });
  });

  it('groups are listed page by page and searched', async () => {
    const paged = (await idps('groups', 'Corporate Okta', '--limit', '2', '--json')).json<Items>();
    expect(paged).toMatchObject({ total: 5, items: [{}, {}] });
    const next = await idps('groups', 'Corporate Okta', '--limit', '2', '--cursor', paged.nextCursor ?? '', '--json');
    const all = (await idps('groups', 'Corporate Okta', '--all', '--limit', '2', '--json')).json<Items>();
    expect(all.items.slice(0, 4)).toEqual([...paged.items, ...next.json<Items>().items]);
    const found = await idps('groups', 'Corporate Okta', '--search', 'OktaAdmin');
    expect(found.stdout).toMatch(/aws#larkspur-mgmt#OktaAdmin#481203377190 +2 +not mapped/);
  });

  it('a rule is shown before it is added: what AWS’s trust refuses is said, and nothing is given', async () => {
    const preview = await idps('add-rule', 'Corporate Okta', '--pattern', pattern, '--check');
    expect(preview.stdout).toMatch(/OktaAdmin +larkspur-management +2 +confirmed/);
    expect(preview.stdout).toMatch(/AuditReader .* trust-refuses +The trust policy of the role does not let/);
    expect(preview.stdout).toMatch(/OktaBilling .* role-unknown/);
    expect((await idps('rules', 'Corporate Okta')).stdout).toContain('No rule yet');
    expect(await whoCan()).toEqual([null]);
  });

  it('a pattern that would not do, and half a pair, are refused', async () => {
    const faulty = await idps('add-rule', 'Corporate Okta', '--pattern', 'aws(', '--json');
    expect(faulty).toMatchObject({ exitCode: 1, stdout: '' });
    expect(JSON.parse(faulty.stderr) as Problem).toMatchObject({ status: 400 });
    expect(await idps('add-rule', 'Corporate Okta', '--group', 'everyone')).toMatchObject({ exitCode: 2 });
    const both = await idps('add-rule', 'Corporate Okta', '--pattern', pattern, '--role', 'OktaAdmin');
    expect(both).toMatchObject({ exitCode: 2 });
  });

  it('with the pattern the members hold the role, and a pair by names adds to it', async () => {
    expect((await idps('add-rule', 'Corporate Okta', '--pattern', pattern)).stdout).toContain('2 confirmed');
    expect(await whoCan()).toEqual(['Kwame Boateng', null, 'Priya Raman']);
    const pair = await idps('add-rule', 'Corporate Okta', '--group', 'Everyone', '--role', 'OktaAdmin', '--json');
    expect(pair.json()).toMatchObject({ kind: 'pair', group: 'everyone', role: 'OktaAdmin', confirmed: 1 });
    expect(await whoCan()).toEqual(['Kwame Boateng', null, 'Priya Raman', 'Tomás Herrera']);
    const groups = (await idps('groups', 'Corporate Okta')).stdout;
    expect(groups).toMatch(/everyone +1 +OktaAdmin in larkspur-management/);
  });

  it('a name that is not there is wrong usage, with what is', async () => {
    const group = await idps('add-rule', 'Corporate Okta', '--group', 'evrybody', '--role', 'OktaAdmin');
    expect(group).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/igr_\w+ {2}everyone/) as string });
    const role = await idps('add-rule', 'Corporate Okta', '--group', 'everyone', '--role', 'Okta');
    expect(role).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/ent_\d+ .*role\/OktaAdmin/) as string });
    expect(await idps('remove-rule', 'everyone')).toMatchObject({ exitCode: 2 });
  });

  it('without its rules nobody is seen to hold the role any more', async () => {
    const { items } = (await idps('rules', 'Corporate Okta', '--json')).json<Items>();
    expect(items).toHaveLength(2);
    for (const { id } of items) expect(await idps('remove-rule', String(id))).toMatchObject({ exitCode: 0 });
    expect(await whoCan()).toEqual([null]);
    const gone = await idps('remove-rule', String(items[0]?.id), '--json');
    expect(JSON.parse(gone.stderr) as Problem).toMatchObject({ status: 404, code: 'federation-rule-not-found' });
  });

  it.each([
    ['list'],
    ['trusts'],
    ['add', '--name', 'Mine'],
    ['groups', 'idp_none'],
    ['rules', 'idp_none'],
    ['remove-rule', 'frl_none'],
  ])('an employee is refused: countersign identity-providers %s', async (...args) => {
    const asEmployee = countersign(product.url, path.join(folder, 'employee.json'));
    await asEmployee('login', '--demo', 'employee');
    const ran = await asEmployee('identity-providers', ...args, '--json');
    expect(ran).toMatchObject({ exitCode: 1, stdout: '' });
    expect(JSON.parse(ran.stderr) as Problem).toMatchObject({ status: 403, code: 'permission-missing' });
  });
});
