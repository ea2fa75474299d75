import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { packZip } from '../../src/adapters/evidence/pack-zip.ts';
import { readStrictZip } from '../../src/entrypoints/cli/evidence/strict-zip.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { newKey, sampleData, samplePack } from './sample-pack.ts';

const run = promisify(execFile);
const page = await readFile(new URL('../../docs/evidence-format.md', import.meta.url), 'utf8');
/** The recipe as an auditor copies it: every block of bash of the page, in order. */
const recipe = [...page.matchAll(/```bash\n([\s\S]*?)```/g)].map(([, block]) => block).join('');
const key = newKey('key_sample');

/** Runs it as written. Resolves with what it printed, or rejects as a shell with `set -e` ends. */
const byHand = async (pack: Uint8Array, trusted: string): Promise<string> => {
  const folder = await temporaryFolder('recipe');
  const [packFile, keyFile] = [path.join(folder.path, 'PACK.zip'), path.join(folder.path, 'trusted.pem')];
  await writeFile(packFile, pack);
  await writeFile(keyFile, trusted);
  const env = { PATH: process.env.PATH, PACK: packFile, KEY: keyFile, LC_ALL: 'C.UTF-8' };
  try {
    return (await run('bash', ['-e', '-c', recipe], { cwd: folder.path, env })).stdout;
  } finally {
    await folder.remove();
  }
};

it('the recipe with openssl and sha256sum, run as written, verifies a pack', async () => {
  const data = sampleData();
  expect((await byHand(await samplePack(key, data), key.publicKeyPem)).split('\n')).toEqual([
    'Signature Verified Successfully',
    ...[
      'campaign.json',
      'completeness.json',
      'decisions.chain',
      'decisions.csv',
      'decisions.json',
      'events.chain',
      'events.json',
      'keys.json',
      'population.chain',
      'population.csv',
      'population.json',
      'reassignments.csv',
      'reassignments.json',
      'remediation.csv',
      'remediation.json',
      'reviewers.csv',
      'reviewers.json',
    ].map((name) => `${name}: OK`),
    'population: OK, 4 rows',
    'decisions: OK, 4 rows',
    'events: OK, 5 rows',
    '',
  ]);
});

it('by hand, too, a pack of another signer and a changed file are refused, and a file too many is shown', async () => {
  const pack = await samplePack(key);
  await expect(byHand(pack, newKey('key_other').publicKeyPem)).rejects.toThrow();
  const { entries } = readStrictZip(pack);
  const altered = entries.map((entry) =>
    entry.name === 'decisions.json'
      ? {
          name: entry.name,
          content: Buffer.from(Buffer.from(entry.content).toString().replace('"revoke"', '"certify"')),
        }
      : entry,
  );
  await expect(byHand(await packZip(altered), key.publicKeyPem)).rejects.toMatchObject({
    stdout: expect.stringContaining('decisions.json: FAILED'),
  });
  const added = await packZip([...entries, { name: 'approval.txt', content: Buffer.from('yes') }]);
  expect(await byHand(added, key.publicKeyPem)).toContain('\napproval.txt\n');
});
