import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Checklist } from '../../src/contract/connector-setup.ts';
import type { Connector } from '../../src/contract/connectors.ts';
import { type Product, startProduct } from '../support/product.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { countersign } from './countersign.ts';

let folder: TemporaryFolder;
let product: Product;
let run: ReturnType<typeof countersign>;
let id: string;
let endpoint: string;
let token: string;
const at = (name: string) => path.join(folder.path, name);

beforeAll(async () => {
  folder = await temporaryFolder('cli-scim');
  await writeFile(at('key'), randomBytes(32).toString('hex'), { mode: 0o600 });
  product = await startProduct({
    world: 'demo',
    throttling: false,
    env: { COUNTERSIGN_SECRET_KEY_FILE: at('key') },
  });
  const answer = await fetch(`${product.simulatorUrl}/_simulator/scim`, { method: 'POST' });
  const made = (await answer.json()) as { path: string; token: string };
  endpoint = `${product.simulatorUrl}${made.path}`;
  token = made.token;
  await writeFile(at('token'), `${token}\n`, { mode: 0o600 });
  run = countersign(product.url, at('config.json'));
  await run('login', '--demo', 'super-administrator');
  ({ id } = (await run('connectors', 'add', '--app', 'AWS production', '--json')).json<Connector>());
  const { roleArn } = (await run('connectors', 'demo-role', id, '--json')).json<{ roleArn: string }>();
  const options = ['--role-arn', roleArn, '--organizations', '--identity-center-region', 'eu-north-1'];
  expect(await run('connectors', 'save', id, ...options)).toMatchObject({ exitCode: 0 });
}, 120_000);
afterAll(async () => {
  await product?.stop();
  await folder?.remove();
});

const scimCheck = (ran: Awaited<ReturnType<typeof run>>) =>
  ran.json<Checklist>().checks.find((check) => check.id === 'scim.token')?.outcome;

it('the token of a file is tested before it is saved, kept then, and printed by no command', async () => {
  const given = ['--scim-endpoint', endpoint, '--scim-token-file', at('token')];
  expect(scimCheck(await run('connectors', 'test', id, ...given, '--json'))).toBe('pass');
  expect((await run('connectors', 'show', id)).stdout).not.toContain('SCIM');

  const saved = await run('connectors', 'save', id, ...given, '--scim-token-expires', inDays(200));
  expect(saved).toMatchObject({ exitCode: 0 });
  const shown = await run('connectors', 'show', id);
  expect(shown.stdout).toMatch(/SCIM {9}http\S+, token kept since \S+ \S+ UTC, AWS takes it until /);
  expect(shown.stdout).toContain(`until ${inDays(200)} 00:00 UTC`);
  const json = await run('connectors', 'show', id, '--json');
  for (const { stdout, stderr } of [saved, shown, json]) expect(stdout + stderr).not.toContain(token);
  expect(scimCheck(await run('connectors', 'test', id, '--json'))).toBe('pass');
});

it('a token can come by standard input as well, and is never taken as an argument', async () => {
  const piped = await run('connectors', 'save', id, '--scim-token-file', '-');
  expect(piped).toMatchObject({ exitCode: 2, stdout: '' });
  expect(piped.stderr).toContain('No access token was given.');
  const withInput = countersign(product.url, at('config.json'), 'not-the-token\n');
  const wrong = await withInput('connectors', 'test', id, '--scim-token-file', '-', '--json');
  expect([wrong.exitCode, scimCheck(wrong)]).toEqual([3, 'fail']);
  expect(await run('connectors', 'save', id, '--scim-token', token)).toMatchObject({ exitCode: 2 });
  const { stdout } = await run('connectors', 'save', '--help');
  expect(stdout.replace(/\s+/g, ' ')).toContain('never an argument, since those stand in the list of processes');
});

it('what cannot be meant is refused before the server is asked, and the rest by the server with its mend', async () => {
  const usage = [
    ['--scim-token-expires', inDays(10)],
    ['--scim-endpoint', 'none', '--scim-token-file', at('token')],
    ['--no-identity-center', '--scim-endpoint', endpoint],
    ['--scim-token-file', at('nowhere')],
    ['--scim-token-file', at('token'), '--scim-token-expires', 'soon'],
  ];
  for (const options of usage)
    expect(await run('connectors', 'save', id, ...options)).toMatchObject({ exitCode: 2, stdout: '' });
  const other = await run('connectors', 'save', id, '--scim-endpoint', endpoint.replace(/.(?=\/scim)/, 'x'));
  expect(other).toMatchObject({ exitCode: 1, stdout: '' });
  expect(other.stderr).toContain('scim-token-missing');
});

it('is turned off by itself or with Identity Center; the token stays, and serves again', async () => {
  const off = await run('connectors', 'save', id, '--scim-endpoint', 'none');
  expect(off.stdout).toContain('SCIM         off; http');
  expect(scimCheck(await run('connectors', 'test', id, '--json'))).not.toBe('pass');
  expect((await run('connectors', 'save', id, '--scim-endpoint', endpoint, '--json')).json()).toMatchObject({
    scimEnabled: true,
  });
  const without = await run('connectors', 'save', id, '--no-identity-center', '--json');
  expect(without.json()).toMatchObject({ scimEnabled: false, scimToken: { savedAt: expect.any(String) } });
});

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
