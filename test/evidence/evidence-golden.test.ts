import { execFile } from 'node:child_process';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildVerifier } from '../../scripts/build-verifier.ts';
import { readPublicKeys } from '../../src/entrypoints/cli/evidence/signing-keys.ts';
import { verifyPack } from '../../src/entrypoints/cli/evidence/verify-pack.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { newKey, samplePack } from './sample-pack.ts';

const golden = (name: string): URL => new URL(`./golden/${name}`, import.meta.url);
const cli = fileURLToPath(new URL('../../src/entrypoints/cli/main.ts', import.meta.url));

const checkpoint = { count: 1234, head: 'ab'.repeat(32), keyId: 'key_golden2' };
it.each([
  ['pack-1.zip', 'trusted-1.pem', null],
  ['pack-1.zip', 'keys-1.json', null],
  ['pack-2.zip', 'trusted-2.pem', checkpoint],
  ['pack-2.zip', 'keys-2.json', checkpoint],
])('the golden %s verifies for ever, against %s', async (pack, keyFile, auditCheckpoint) => {
  const verdict = verifyPack(await readFile(golden(pack)), readPublicKeys(await readFile(golden(keyFile), 'utf8')));
  expect(verdict).toMatchObject({
    isIntact: true,
    signer: 'trusted',
    keyId: 'key_golden2',
    campaign: { id: 'cmp_sample', name: 'Q4 access review' },
    rows: { population: 4, decisions: 4, events: 5 },
    auditCheckpoint,
    findings: [],
  });
});

interface Ran {
  exitCode: number;
  stdout: string;
  stderr: string;
}
const run = (program: string, args: string[], cwd: string): Promise<Ran> =>
  new Promise((resolve) =>
    // No environment at all: neither a server nor a configuration is needed.
    execFile(process.execPath, [program, ...args], { cwd, env: {} }, (error, stdout, stderr) =>
      resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr }),
    ),
  );

describe('as a program of its own', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder('verifier');
    await buildVerifier(path.join(folder.path, 'countersign-verify.mjs'));
    await copyFile(golden('pack-1.zip'), path.join(folder.path, 'pack.zip'));
    await copyFile(golden('trusted-1.pem'), path.join(folder.path, 'trusted.pem'));
    await copyFile(golden('keys-1.json'), path.join(folder.path, 'keys.json'));
    await writeFile(path.join(folder.path, 'other.pem'), newKey('key_other').publicKeyPem);
    await writeFile(path.join(folder.path, 'forged.zip'), await samplePack(newKey('key_golden2')));
    const altered = await readFile(golden('pack-1.zip'));
    const at = altered.indexOf('"decision":"revoke"');
    altered.write('"decision":"REVOKE"', at);
    await writeFile(path.join(folder.path, 'altered.zip'), altered);
  });
  afterAll(() => folder?.remove());

  it('the verifier is one file, that needs nothing beside it', async () => {
    const names = await readdir(folder.path);
    expect(names.filter((name) => name.endsWith('.mjs'))).toEqual(['countersign-verify.mjs']);
    const text = await readFile(path.join(folder.path, 'countersign-verify.mjs'), 'utf8');
    const imports = [...text.matchAll(/^import .* from ["'](.*)["'];$/gm)].map(([, from]) => from);
    expect(imports.filter((from) => !from?.startsWith('node:'))).toEqual([]);
  });

  const cases: [args: string[], exitCode: number, says: string][] = [
    [['pack.zip', '--key', 'trusted.pem'], 0, 'VERIFIED: intact, and signed by a key that you trust.'],
    [['pack.zip', '--keys', 'keys.json'], 0, 'VERIFIED: intact, and signed by a key that you trust.'],
    [['pack.zip', '--key', 'other.pem', '--key', 'trusted.pem'], 0, 'VERIFIED: intact'],
    [['pack.zip'], 3, 'NOT VERIFIED: intact, signer unknown.'],
    [['pack.zip', '--key', 'other.pem'], 3, 'NOT VERIFIED: intact, but signed by none of the keys that you trust'],
    [['forged.zip', '--key', 'trusted.pem'], 3, 'NOT VERIFIED: intact, but signed by none of the keys that you trust'],
    [['altered.zip', '--key', 'trusted.pem'], 3, '  decisions.json, row 2: this row was changed'],
    [['trusted.pem'], 3, 'This is no evidence pack.'],
  ];
  it.each(cases)('%j exits %i and says so, in the bundle as in the command line', async (args, exitCode, says) => {
    const bundled = await run('countersign-verify.mjs', args, folder.path);
    const whole = await run(cli, ['evidence', 'verify', ...args], folder.path);
    expect(bundled.stdout).toContain(says);
    expect([bundled.exitCode, whole.exitCode]).toEqual([exitCode, exitCode]);
    expect(whole.stdout).toBe(bundled.stdout);
  });
  it('says as JSON what a program needs', async () => {
    const { stdout } = await run(
      'countersign-verify.mjs',
      ['altered.zip', '--key', 'trusted.pem', '--json'],
      folder.path,
    );
    expect(JSON.parse(stdout)).toMatchObject({
      isIntact: false,
      findings: [{ file: 'decisions.json', row: 2, message: 'this row was changed' }, expect.anything()],
    });
  });
  it.each([[['nowhere.zip']], [['pack.zip', '--key', 'pack.zip']], [[]]])(
    '%j is wrong usage, not a verdict',
    async (args) => {
      const ran = await run('countersign-verify.mjs', args, folder.path);
      expect([ran.exitCode, ran.stdout]).toEqual([2, '']);
      expect(ran.stderr).not.toContain('    at ');
    },
  );
});
