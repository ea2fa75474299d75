import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallApi, signedIn } from '../../../bench/signed-in.ts';
import { type Product, startProduct } from '../../support/product.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.ts';

// One story, told in order: the key is rotated while server and worker run, and they are told the new one afterwards.
describe('the secret key, rotated under a running server and worker', () => {
  const [oldKey, newKey] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
  let folder: TemporaryFolder;
  let product: Product;
  let call: CallApi;
  let connectorPath: string;
  const at = (name: string) => path.join(folder.path, name);
  const rotate = (...args: string[]) => product.run(['rotate-secret-key', ...args]);
  const ready = async () => (await fetch(`${product.url}/readyz`)).json() as Promise<Record<string, string | null>>;
  const tokenCheck = async () => {
    const { scimToken, ...settings } = await call('GET', connectorPath);
    const { items = [], checks = items } = await call('POST', `${connectorPath}/test`, settings);
    return checks.find((check: { id: string }) => check.id === 'scim.token');
  };

  beforeAll(async () => {
    folder = await temporaryFolder('rotation');
    await writeFile(at('old'), oldKey, { mode: 0o600 });
    await writeFile(at('new'), newKey, { mode: 0o600 });
    product = await startProduct({ throttling: false, env: { COUNTERSIGN_SECRET_KEY_FILE: at('old') } });
    call = await signedIn(product.url);
    const { person } = await call('GET', '/api/v1/session');
    const connector = await call('POST', '/api/v1/connectors', {
      application: { newName: 'AWS' },
      ownerIds: [person.id],
    });
    connectorPath = `/api/v1/connectors/${connector.id}`;
    const { roleArn } = await call('POST', `/api/v1/demo/connectors/${connector.id}/role`);
    const scim = await fetch(`${product.simulatorUrl}/_simulator/scim`, { method: 'POST' });
    const { path: tenant, token } = (await scim.json()) as { path: string; token: string };
    await call('PATCH', connectorPath, {
      roleArn,
      organizationsEnabled: true,
      identityCenterEnabled: true,
      identityCenterRegion: 'eu-north-1',
      scimEnabled: true,
      scimEndpoint: product.simulatorUrl + tenant,
      scimToken: token,
    });
  });
  afterAll(async () => {
    await product?.stop();
    await folder?.remove();
  });

  it('is refused without a new file, with the present one, and with what is no key, and nothing is quoted', async () => {
    await writeFile(at('broken'), `${newKey}00`);
    for (const [args, words] of [
      [[], '--new-key-file FILE'],
      [['--new-key-file', at('old')], 'holds the key that is in use already'],
      [['--new-key-file', at('broken')], 'must hold 32 bytes in hex'],
    ] as const) {
      const { exitCode, output } = await rotate(...args);
      expect(exitCode).toBe(1);
      expect(output.join('\n')).toContain(words);
      expect(output.join('\n')).not.toContain(newKey);
    }
    expect(await ready()).toMatchObject({ status: 'ready', impaired: null });
  });

  it('says how many secrets it encrypted anew and what comes next, and leaves both files alone', async () => {
    // The first checkpoint makes the signing key.
    await expect
      .poll(async () => (await call('GET', '/api/v1/audit-seal')).checkpoint, { timeout: 30_000, interval: 300 })
      .not.toBeNull();
    const { exitCode, output } = await rotate('--new-key-file', at('new'));
    const said = output.join('\n');
    expect({ exitCode, said }).toMatchObject({ exitCode: 0 });
    for (const words of ['1 in signing_key', '1 in connector_secret', `COUNTERSIGN_SECRET_KEY_FILE to ${at('new')}`])
      expect(said).toContain(words);
    expect([await readFile(at('old'), 'utf8'), await readFile(at('new'), 'utf8')]).toEqual([oldKey, newKey]);
  });

  it('is told by the processes that still have the old one, which go on with all that needs no secret', async () => {
    expect(await tokenCheck()).toMatchObject({
      outcome: 'fail',
      mend: expect.stringContaining('COUNTERSIGN_SECRET_KEY_FILE'),
    });
    await expect
      .poll(async () => (await ready()).impaired, { timeout: 45_000, interval: 1_000 })
      .toContain('cannot be opened with the key file of this process');
    const told = () => product.worker.output.some((line) => line.includes('stored secrets cannot be opened'));
    await expect.poll(told, { timeout: 75_000, interval: 1_000 }).toBe(true);
    await call('POST', `${connectorPath}/sync`);
    await expect
      .poll(async () => (await call('GET', connectorPath)).status, { timeout: 60_000, interval: 300 })
      .toBe('connected');
    expect([product.server.child.exitCode, product.worker.child.exitCode]).toEqual([null, null]);
  }, 180_000);

  it('opens everything in processes with the new file, and a second run finds nothing left', async () => {
    await Promise.all([product.stopServer(), product.stopWorker()]);
    await product.startServer({ COUNTERSIGN_SECRET_KEY_FILE: at('new') });
    await product.startWorker({ COUNTERSIGN_SECRET_KEY_FILE: at('new') });
    expect(await tokenCheck()).toMatchObject({ outcome: 'pass' });
    expect(await ready()).toMatchObject({ status: 'ready', impaired: null });
    const { exitCode, output } = await rotate('--new-key-file', at('new'));
    expect(exitCode).toBe(0);
    expect(output.join('\n')).toMatch(/0 in signing_key, 0 in connector_secret.*; 2 were so before/);
    expect(product.server.output.join('\n')).not.toContain('stored secrets cannot be opened');
  });
});
