import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildVerifier } from '../../scripts/build-verifier.ts';
import { checkLog } from '../../src/entrypoints/cli/audit/check-log.ts';
import { linesOf } from '../../src/entrypoints/cli/audit/lines.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { sampleLog } from './sample-audit-log.ts';
import { newKey } from './sample-pack.ts';

const golden = (name: string): URL => new URL(`./golden/${name}`, import.meta.url);
const cli = fileURLToPath(new URL('../../src/entrypoints/cli/main.ts', import.meta.url));
const key = newKey('key_sample');
const log = Buffer.from(await sampleLog(key));
/** `pieceBytes`: as the network might cut it. */
const check = (bytes: Uint8Array, pieceBytes = 7, trusted = [key.publicKeyPem]) => {
  const pieces = async function* () {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  };
  return checkLog(linesOf(pieces()), { checkpoints: [], keys: [], trusted });
};
const findingsOf = async (text: string) =>
  (await check(Buffer.from(text))).findings.map(({ row, message }) => `${row ?? 'log'}: ${message}`);

describe('a log', () => {
  it('is intact however it is cut into pieces, line separators of Unicode included', async () => {
    for (const pieceBytes of [1, 2, 3, 1000, log.length])
      expect(await check(log, pieceBytes)).toMatchObject({
        isIntact: true,
        signer: 'trusted',
        sealed: 4,
        waiting: 1,
        checkpoint: { count: 3 },
      });
    expect(await check(log, 7, [])).toMatchObject({ isIntact: true, signer: 'unknown' });
  });

  it('with any byte changed in what was signed is not intact', async () => {
    const from = log.indexOf('{"n":1,');
    const until = log.indexOf('{"n":4,') - 1;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: from, max: until }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const altered = Uint8Array.from(log);
        altered[at] = (altered[at] as number) ^ flip;
        return !(await check(altered, 100)).isIntact;
      }),
      { numRuns: 1000 },
    );
  });

  it('that was cut off anywhere is told from a whole one', async () => {
    const lines = log.toString().split('\n').slice(0, -1);
    for (let left = 0; left < lines.length; left += 1)
      expect(
        await findingsOf(
          lines
            .slice(0, left)
            .map((line) => `${line}\n`)
            .join(''),
        ),
      ).toContain('log: it has no last line: it was cut off on its way');
    const text = log.toString();
    expect(await findingsOf(`${text}{"n":5}\n`)).toEqual(['log: something was added behind its last line']);
    expect(await findingsOf(text.replace('"waiting":1', '"waiting":2'))).toEqual([
      'log: its last line counts 4 sealed rows and 2 waiting, and there are 4 and 1',
    ]);
    expect(await findingsOf('PK')).toContain('log: it is no export of an audit log that this version knows');
  });

  it('with lines out of place says of each where', async () => {
    const [header, one, two, three, checkpoint, four, ...rest] = log.toString().split('\n');
    const said = (...lines: (string | undefined)[]) => findingsOf([...lines, ...rest].join('\n'));
    expect(await said(header, one, three, two, checkpoint, four)).toEqual([
      '2: is missing',
      '2: stands in another place than it was sealed in',
      '3: is missing',
    ]);
    expect(await said(header, one, two, three, four, checkpoint)).toEqual([
      '4: is followed by a checkpoint that is for 3 rows',
    ]);
    expect(await said(header, one, two, three, checkpoint)).toContain(
      'log: its last line counts 4 sealed rows and 1 waiting, and there are 3 and 1',
    );
  });
});

describe('as a program of its own', () => {
  let folder: TemporaryFolder;
  const at = (name: string) => path.join(folder.path, name);
  beforeAll(async () => {
    folder = await temporaryFolder('verifier');
    await buildVerifier(at('countersign-verify.mjs'));
    for (const name of ['audit-1.jsonl', 'audit-1-kept.json', 'audit-1-trusted.pem'])
      await writeFile(at(name), await readFile(golden(name)));
    await writeFile(at('other.pem'), key.publicKeyPem);
    const text = await readFile(golden('audit-1.jsonl'), 'utf8');
    await writeFile(at('altered.jsonl'), text.replace('role/r', 'role/x'));
    await writeFile(at('cut.jsonl'), text.split('\n').slice(0, 2).join('\n'));
  });
  afterAll(() => folder?.remove());
  const run = (program: string, args: string[]) =>
    new Promise<{ exitCode: number; stdout: string }>((resolve) =>
      // No environment at all: neither a server nor a configuration is needed.
      execFile(process.execPath, [program, ...args], { cwd: folder.path, env: {} }, (error, stdout) =>
        resolve({ exitCode: error ? Number(error.code) : 0, stdout }),
      ),
    );

  const cases: [args: string[], exitCode: number, says: string][] = [
    [['audit-1.jsonl', '--key', 'audit-1-trusted.pem'], 0, 'VERIFIED: the first 3 entries are what was signed'],
    [['audit-1.jsonl', '--checkpoint', 'audit-1-kept.json'], 0, 'The 2 after them are in no checkpoint yet.'],
    [['audit-1.jsonl'], 3, 'signer unknown'],
    [['audit-1.jsonl', '--key', 'other.pem'], 3, 'signed by none of the keys that you trust'],
    [['audit-1.jsonl', '--key', 'other.pem', '--checkpoint', 'audit-1-kept.json'], 3, 'signed by none of the keys'],
    [
      ['altered.jsonl', '--key', 'audit-1-trusted.pem'],
      3,
      '  row 2 was changed or moved: it is not what was sealed here',
    ],
    [['cut.jsonl', '--checkpoint', 'audit-1-kept.json'], 3, '  row 2 and all after it are cut off'],
    [['audit-1.jsonl', '--checkpoint', 'other.pem'], 2, ''],
  ];
  it.each(cases)('%j exits %i and says so, in the bundle as in the command line', async (args, exitCode, says) => {
    const bundled = await run('countersign-verify.mjs', args);
    const whole = await run(cli, ['audit', 'verify', ...args]);
    expect(bundled.stdout).toContain(says);
    expect([bundled.exitCode, whole.exitCode]).toEqual([exitCode, exitCode]);
    expect(whole.stdout).toBe(bundled.stdout);
  });
});

describe('by hand', () => {
  /** The recipe as an auditor copies it: every block of bash of the page, in order. */
  const recipe = async () => {
    const page = await readFile(new URL('../../docs/audit-format.md', import.meta.url), 'utf8');
    return [...page.matchAll(/```bash\n([\s\S]*?)```/g)].map(([, block]) => block).join('');
  };
  const byHand = async (text: string, trusted: string): Promise<string> => {
    const folder = await temporaryFolder('recipe');
    const [LOG, KEY] = [path.join(folder.path, 'log.jsonl'), path.join(folder.path, 'key.pem')];
    await writeFile(LOG, text);
    await writeFile(KEY, trusted);
    const env = { PATH: process.env.PATH, LOG, KEY, LC_ALL: 'C.UTF-8' };
    const script = await recipe();
    return new Promise<string>((resolve, reject) =>
      execFile('bash', ['-e', '-c', script], { cwd: folder.path, env }, (error, stdout) =>
        error ? reject(error) : resolve(stdout),
      ),
    ).finally(() => folder.remove());
  };
  it('the recipe with openssl and sha256sum, run as written, verifies a log', async () => {
    expect(await byHand(log.toString(), key.publicKeyPem)).toBe('Signature Verified Successfully\nOK, 3 rows\n');
  });
  it('a changed row is shown, and another signer is refused', async () => {
    expect(await byHand(log.toString().replace('role/r', 'role/x'), key.publicKeyPem)).toContain('row 2: NOT OK');
    await expect(byHand(log.toString(), newKey('key_other').publicKeyPem)).rejects.toThrow();
  });
});
