import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WrongUsage } from '../failures.ts';
import { normalUrl } from './connect.ts';
import { readCredentials, saveCredentials } from './credentials-file.ts';

describe('the credentials file', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-cli-'));
    file = path.join(folder, 'deep/er/credentials.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const credential = { token: 'secret', tokenId: 'tok_1', expiresAt: '2026-12-24T00:00:00.000Z', personName: 'Ada' };

  it('is readable by its owner only, also where it replaces one that was not', async () => {
    const credentials = { current: 'http://a', servers: { 'http://a': credential } };
    await saveCredentials(file, credentials);
    await rm(file);
    await writeFile(file, '{"servers":{}}', { mode: 0o644 });
    await saveCredentials(file, credentials);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readCredentials(file)).toEqual(credentials);
    expect(await readdir(path.dirname(file))).toEqual(['credentials.json']);
  });

  it('is nobody signed in where there is no file, and wrong usage where it holds something else', async () => {
    expect(await readCredentials(file)).toEqual({ current: null, servers: {} });
    await saveCredentials(file, { current: null, servers: {} });
    await writeFile(file, 'not json');
    await expect(readCredentials(file)).rejects.toBeInstanceOf(WrongUsage);
  });

  it('knows a server by one spelling of its address', () => {
    expect(normalUrl('HTTP://127.0.0.1:4000/')).toBe('http://127.0.0.1:4000');
    expect(normalUrl('https://Example.com/countersign/')).toBe('https://example.com/countersign');
    expect(() => normalUrl('example.com')).toThrow(WrongUsage);
    expect(() => normalUrl('ftp://example.com')).toThrow(WrongUsage);
  });
});
