import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Campaign, ReviewItem } from '../../src/contract/campaigns.ts';
import type { Connector } from '../../src/contract/connectors.ts';
import type { Problem } from '../../src/contract/shared.ts';
import { type Product, startProduct } from '../support/product.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { countersign } from './countersign.ts';

/** The file and the pattern as the feature's own page prints them. */
const page = readFileSync(new URL('../../src/core/directory/federation/README.md', import.meta.url), 'utf8');
const csv = /```csv\n(.*?)```/s.exec(page)?.[1] ?? '';
const pattern = /```\n(\^aws.*?)\n```/s.exec(page)?.[1] ?? '';
const roles = ['super-administrator', 'campaign-administrator', 'manager', 'employee'] as const;

// What is named on the command line by people who hold nothing of it.
describe('names by command line, against the real processes', () => {
  let folder: TemporaryFolder;
  let product: Product;
  let as: Record<(typeof roles)[number], ReturnType<typeof countersign>>;

  beforeAll(async () => {
    folder = await temporaryFolder('names');
    product = await startProduct({ world: 'demo', throttling: false });
    as = Object.fromEntries(
      roles.map((each) => [each, countersign(product.url, path.join(folder.path, `${each}.json`))]),
    ) as typeof as;
    for (const each of roles) expect(await as[each]('login', '--demo', each)).toMatchObject({ exitCode: 0 });
    const priya = as['super-administrator'];
    const { id } = (await priya('connectors', 'add', '--app', 'AWS production', '--json')).json<Connector>();
    const { roleArn } = (await priya('connectors', 'demo-role', id, '--json')).json<{ roleArn: string }>();
    const options = ['--role-arn', roleArn, '--organizations', '--identity-center-region', 'eu-north-1'];
    await priya('connectors', 'save', id, ...options);
    expect(await priya('connectors', 'sync', id, '--wait')).toMatchObject({ exitCode: 0 });
  }, 120_000);
  afterAll(async () => {
    await product?.stop();
    await folder?.remove();
  });

  it('a Campaign Administrator names an AWS account and a reviewer they hold nothing with', async () => {
    const ingrid = as['campaign-administrator'];
    expect((await ingrid('aws-accounts', 'list')).stdout).not.toContain('prod-payments');
    expect((await ingrid('people', 'list')).stdout).not.toContain('Kobayashi');
    const wish = ['--name', 'Payments', '--due', '2099-01-31', '--aws-account', 'Prod-Payments'];
    const added = await ingrid(
      'campaigns',
      'add',
      ...wish,
      '--fallback',
      'hana.kobayashi@larkspurpay.example',
      '--json',
    );
    expect(added.json<Campaign>()).toMatchObject({
      scope: { awsAccountIds: ['730482915066'] },
      fallbackReviewer: { name: 'Hana Kobayashi' },
    });
    expect(await ingrid('campaigns', 'start', 'Payments')).toMatchObject({ exitCode: 0 });
  });

  it('half a name is refused, with what is near it', async () => {
    const ingrid = as['campaign-administrator'];
    const wish = ['--name', 'Other', '--due', '2099-01-31', '--aws-account'];
    const account = await ingrid('campaigns', 'add', ...wish, 'prod');
    expect(account).toMatchObject({ exitCode: 2, stdout: '' });
    expect(account.stderr).toContain('730482915066  prod-payments');
    const person = await ingrid('campaigns', 'add', ...wish, 'prod-payments', '--fallback', 'Hana');
    expect(person).toMatchObject({ exitCode: 2, stdout: '' });
    expect(person.stderr).toContain('Hana Kobayashi  hana.kobayashi@larkspurpay.example');
  });

  it('a reviewer gives an item to a colleague whose page they may not open; others find nobody', async () => {
    const [item] = (await as.manager('reviews', 'list', '--json')).json<{ items: ReviewItem[] }>().items;
    if (!item) throw new Error('Nothing waits for the manager.');
    expect((await as.manager('people', 'list')).stdout).not.toContain('Kobayashi');
    const given = await as.manager('reviews', 'reassign', item.id, '--to', 'Hana Kobayashi', '--reason', 'Hana knows');
    expect(given.stdout).toContain('Hana Kobayashi');
    const stranger = await as.employee('reviews', 'reassign', item.id, '--to', 'Hana Kobayashi', '--reason', 'Mine?');
    expect(stranger).toMatchObject({ exitCode: 2, stdout: '' });
    expect(stranger.stderr).toContain('Nobody you may see');
  });

  it('the catalog says through whom a federated role is held, or where to ask; to request it is refused', async () => {
    const priya = as['super-administrator'];
    const { items } = (await priya('identity-providers', 'trusts', '--json')).json<{
      items: { id: string; kind: string }[];
    }>();
    const trust = items.find(({ kind }) => kind === 'saml-provider')?.id ?? '';
    const file = path.join(folder.path, 'groups.csv');
    await writeFile(file, csv);
    await priya('identity-providers', 'add', '--name', 'Okta', '--trust', trust);
    await priya('identity-providers', 'upload', 'Okta', file);
    await priya('identity-providers', 'add-rule', 'Okta', '--pattern', pattern);
    const group = (role: string) => `aws#larkspur-mgmt#${role}#481203377190`;

    const list = await as.employee('catalog', 'list', '--kind', 'assume-role');
    expect(list.stdout).toMatch(
      /OktaReadOnly in larkspur-management +ent_\d+ +held already, through aws#\S+ of Okta since/,
    );
    expect(list.stdout).toContain(`no: Membership of ${group('OktaAdmin')} in Okta gives this; ask for it there.`);
    const wish = ['OktaAdmin', 'larkspur-management'];
    const check = await as.employee('request', ...wish, '--check');
    expect(check).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('ask for it there') });
    const asked = await as.employee('request', ...wish, '--for', '1h', '--reason', 'To try it', '--json');
    expect(asked.exitCode).toBe(1);
    expect(JSON.parse(asked.stderr) as Problem).toMatchObject({ status: 409, code: 'granted-by-identity-provider' });
    expect((await as.employee('requests', 'list', '--json')).json()).toMatchObject({ total: 0 });
  });
});
