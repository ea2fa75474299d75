import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../support/product.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { countersign } from './countersign.ts';

// One story, told in order: the worker seals and signs, an auditor keeps a checkpoint, the database's owner rewrites the log.
describe('the audit log by command line, against the real processes', () => {
  let folder: TemporaryFolder;
  let product: Product;
  let owner: pg.Client;
  let asAuditor: ReturnType<typeof countersign>;
  let audit: (...args: string[]) => ReturnType<ReturnType<typeof countersign>>;
  const at = (name: string) => path.join(folder.path, name);

  beforeAll(async () => {
    folder = await temporaryFolder('audit-cli');
    await writeFile(at('key'), '07'.repeat(32));
    product = await startProduct({ world: 'small', env: { COUNTERSIGN_SECRET_KEY_FILE: at('key') } });
    owner = new pg.Client(product.ownerUrl);
    await owner.connect();
    asAuditor = countersign(product.url, at('auditor.json'));
    await asAuditor('login', '--demo', 'auditor');
    audit = (...args) => asAuditor('audit', ...args);
  });
  afterAll(async () => {
    await owner?.end();
    await product?.stop();
    await folder?.remove();
  });

  it('the worker seals the log and signs a checkpoint by itself, and says so in its log', async () => {
    await expect
      .poll(async () => (await audit('checkpoint', '--json')).json<{ checkpoint: unknown }>().checkpoint, {
        timeout: 30_000,
      })
      .not.toBeNull();
    const kept = await audit('checkpoint', '--out', at('kept.json'));
    expect(kept).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+ entries sealed, \d+ waiting\nCheckpoint of/),
    });
    const { checkpoint } = JSON.parse(await readFile(at('kept.json'), 'utf8'));
    const line = product.worker.output.find((each) => each.includes('auditCheckpoint')) ?? '{}';
    await writeFile(at('worker.log'), `${product.worker.output.join('\n')}\n`);
    expect(JSON.parse(line).auditCheckpoint).toEqual(checkpoint);
  });

  it('it is verified by who kept the checkpoint with the keys, or the keys; without either the signer is unknown', async () => {
    expect(await audit('verify', '--checkpoint', at('kept.json'))).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/VERIFIED: the first \d+ entries are what was signed, by a key that you trust\./),
    });
    const keys = await fetch(`${product.url}/.well-known/countersign-keys.json`);
    await writeFile(at('keys.json'), await keys.text());
    expect(await audit('verify', '--keys', at('keys.json'))).toMatchObject({ exitCode: 0 });
    expect(await audit('verify', '--keys', at('keys.json'), '--checkpoint', at('worker.log'))).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Compared with the checkpoint that you kept'),
    });
    const unknown = await audit('verify');
    expect(unknown).toMatchObject({
      exitCode: 3,
      stdout: expect.stringContaining('NOT VERIFIED: its rows follow each other, signer unknown'),
    });
    expect(unknown.stderr).toContain('--checkpoint FILE');
  });

  it('an export is verified without the server, and never overwrites a file', async () => {
    expect(await audit('export', '--out', at('log.jsonl'))).toMatchObject({ exitCode: 0 });
    expect(await audit('export', '--out', at('log.jsonl'))).toMatchObject({ exitCode: 2 });
    expect((await audit('export')).stdout.split('\n')[1]).toBe(
      (await readFile(at('log.jsonl'), 'utf8')).split('\n')[1],
    );
    const nowhere = countersign('http://127.0.0.1:9', at('nobody.json'));
    const verified = await nowhere('audit', 'verify', at('log.jsonl'), '--checkpoint', at('kept.json'), '--json');
    expect(verified).toMatchObject({ exitCode: 0 });
    expect(verified.json()).toMatchObject({ isIntact: true, signer: 'trusted', kept: 1 });
    expect(await audit('export', '--action', 'role.granted', '--out', at('extract.jsonl'))).toMatchObject({
      exitCode: 0,
    });
    expect(await nowhere('audit', 'verify', at('extract.jsonl'), '--keys', at('keys.json'))).toMatchObject({
      exitCode: 3,
      stdout: expect.stringContaining('it is an extract'),
    });
    expect(await nowhere('audit', 'verify', at('nothing.jsonl'))).toMatchObject({ exitCode: 2 });
    // Its own keys prove nothing, however it is handed over.
    const itself = await nowhere('audit', 'verify', at('log.jsonl'), '--checkpoint', at('log.jsonl'));
    expect(itself).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('signer unknown') });
    expect(await nowhere('audit', 'verify', at('log.jsonl'), '--checkpoint', at('key'))).toMatchObject({ exitCode: 2 });
    expect(await nowhere('audit', 'verify')).toMatchObject({ exitCode: 4 });
  });

  it('entries are narrowed by who, what kind of thing, and when', async () => {
    const listed = async (...args: string[]) =>
      (await audit('list', '--all', '--json', ...args)).json<{ items: { action: string }[] }>().items;
    const { person } = (await asAuditor('whoami', '--json')).json<{ person: { name: string } }>();
    expect((await listed('--actor', person.name)).map(({ action }) => action)).toContain('api-token.created');
    expect(await listed('--actor', 'system', '--kind', 'person', '--since', '1h')).not.toEqual([]);
    expect(await listed('--actor', 'system', '--until', '2026-01-01')).toEqual([]);
  });

  it('a row that the database’s owner changed is named, and the product signs no further', async () => {
    await owner.query(`update audit_entry set action = 'role.taken' where id = 3`);
    expect(await audit('verify', '--checkpoint', at('kept.json'))).toMatchObject({
      exitCode: 3,
      stdout: expect.stringMatching(
        /NOT VERIFIED: this is not the log that was sealed\.\n {2}row \d+ was changed or moved/,
      ),
    });
    await owner.query('update audit_checkpoint set head = sha256($$forged$$)');
    expect(await audit('checkpoint')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('The log is not what its checkpoint signed.'),
    });
    await expect
      .poll(() => product.worker.output.some((line) => line.includes('The audit log is not what was signed')), {
        timeout: 20_000,
      })
      .toBe(true);
  });
});
