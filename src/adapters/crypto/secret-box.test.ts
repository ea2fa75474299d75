import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSecretKey, secretBox } from './secret-box.ts';

const secret = Buffer.from('what is stored');

describe('a sealed secret', () => {
  const box = secretBox(Buffer.alloc(32, 1));
  it('opens with the same key and purpose, and is never sealed the same way twice', () => {
    const sealed = box.seal(secret, 'a');
    expect(Buffer.from(box.open(sealed, 'a'))).toEqual(secret);
    expect(Buffer.from(sealed).includes(secret)).toBe(false);
    expect(Buffer.from(box.seal(secret, 'a')).equals(Buffer.from(sealed))).toBe(false);
  });
  it('opens with no other key, for no other purpose, and with no bit changed', () => {
    const sealed = box.seal(secret, 'a');
    expect(() => secretBox(Buffer.alloc(32, 2)).open(sealed, 'a')).toThrow();
    expect(() => box.open(sealed, 'b')).toThrow();
    for (let at = 0; at < sealed.length; at += 1) {
      const altered = Uint8Array.from(sealed);
      altered[at] = (altered[at] as number) ^ 1;
      expect(() => box.open(altered, 'a'), `byte ${at}`).toThrow();
    }
    expect(() => box.open(sealed.subarray(0, 20), 'a')).toThrow();
  });
});

describe('the key file', () => {
  let folder: string;
  const file = (text: string): string => {
    const name = path.join(folder, 'key');
    writeFileSync(name, text);
    return name;
  };
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'countersign-key-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  it('holds 32 bytes in hex, with or without a line end', () => {
    expect(readSecretKey(file(`${'ab'.repeat(32)}\n`))).toEqual(Buffer.alloc(32, 0xab));
  });
  it.each(['', 'ab', 'zz'.repeat(32), 'ab'.repeat(33)])('with %j in it is refused, and not quoted', (text) => {
    const name = file(text);
    expect(() => readSecretKey(name)).toThrow(`The key file ${name} must hold 32 bytes in hex`);
  });
});
