import path from 'node:path';
import { DeleteUserCommand, IdentitystoreClient, ListUsersCommand } from '@aws-sdk/client-identitystore';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Connector } from '../../src/contract/connectors.ts';
import { demoAdministrator, type Product, startProduct } from '../support/product.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { countersign } from './countersign.ts';

let folder: TemporaryFolder;
let product: Product;
let run: ReturnType<typeof countersign>;
let id: string;
beforeAll(async () => {
  folder = await temporaryFolder('held');
  product = await startProduct({ world: 'demo', throttling: false });
  run = countersign(product.url, path.join(folder.path, 'config.json'));
  await run('login', '--demo', 'super-administrator');
  ({ id } = (await run('connectors', 'add', '--app', 'AWS production', '--json')).json<Connector>());
  const { roleArn } = (await run('connectors', 'demo-role', id, '--json')).json<{ roleArn: string }>();
  const options = ['--role-arn', roleArn, '--organizations', '--identity-center-region', 'eu-north-1'];
  await run('connectors', 'save', id, ...options);
  expect(await run('connectors', 'sync', id, '--wait')).toMatchObject({ exitCode: 0 });
}, 120_000);
afterAll(async () => {
  await product?.stop();
  await folder?.remove();
});

/** Three people leave the directory. */
async function deleteUsers(): Promise<void> {
  const { identityCenters } = await (await fetch(`${product.simulatorUrl}/_simulator/state`)).json();
  const { identityStoreId: IdentityStoreId } = identityCenters[0];
  const client = new IdentitystoreClient({
    endpoint: product.simulatorUrl,
    region: 'eu-north-1',
    credentials: demoAdministrator,
  });
  const { Users = [] } = await client.send(new ListUsersCommand({ IdentityStoreId, MaxResults: 3 }));
  for (const { UserId } of Users) await client.send(new DeleteUserCommand({ IdentityStoreId, UserId }));
}

it('a sync that would remove more than the limit is shown, keeps another from starting, and is published when confirmed', async () => {
  const saved = await run('connectors', 'save', id, '--hold-share', '0.5', '--hold-minimum', '2');
  expect(saved.stdout).toContain('Holds        a sync that removes more than 0.5 %, from 2 on');
  await deleteUsers();
  const held = await run('connectors', 'sync', id, '--wait');
  expect(held).toMatchObject({ exitCode: 3 });
  expect(held.stderr).toContain(`countersign connectors held ${id} shows what would vanish.`);
  const shown = await run('connectors', 'held', id);
  expect(shown.stdout).toMatch(/It would remove 3 of \d+ identities\./);
  expect(shown.stdout).toContain('identity-center-user');
  const users = (await run('connectors', 'held', id, '--kind', 'identity-center-user', '--json')).json<{
    total: number;
  }>();
  expect(users.total).toBe(3);
  const refused = await run('connectors', 'sync', id);
  expect(refused).toMatchObject({ exitCode: 1 });
  expect(refused.stderr).toContain('connector-held');

  expect((await run('connectors', 'confirm', id)).stdout).toContain(': syncing');
  await expect
    .poll(async () => (await run('connectors', 'show', id, '--json')).json<Connector>().status, { timeout: 20_000 })
    .toBe('connected');
  const again = await run('connectors', 'confirm', id);
  expect(again).toMatchObject({ exitCode: 2 });
  expect(again.stderr).toContain('No sync of AWS production waits to be looked at.');
});

it('times of day are given with their time zone, and refused with what is wrong', async () => {
  const saved = await run('connectors', 'save', id, '--cron', '30 6 * * 1-5', '--time-zone', 'Europe/Berlin');
  expect(saved.stdout).toContain('Syncs        Monday to Friday at 06:30 Europe/Berlin');
  const wrong = await run('connectors', 'save', id, '--cron', '30 6 * *', '--time-zone', 'Europe/Berlin');
  expect(wrong).toMatchObject({ exitCode: 1 });
  expect(wrong.stderr).toContain('A schedule has five fields');
  expect(await run('connectors', 'save', id, '--cron', '0 6 * * *', '--interval', '30')).toMatchObject({ exitCode: 2 });
  const back = await run('connectors', 'save', id, '--interval', '30');
  expect(back.stdout).toContain('Syncs        every 30 minutes');
});
