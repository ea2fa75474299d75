import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SealingKey } from '../../core/security/secrets/ports.ts';
import type { Secrets } from '../../core/shared/ports.ts';

/**
 * Encrypts what is stored (SEC-4): AES-256-GCM with the installation's key. The purpose is bound to the result: a secret
 * copied to another row does not open there, and nor does one of which a single bit is not what it was.
 */
export type SecretBox = SealingKey;

/** Before keys had marks; still read. */
const unmarked = 1;
const marked = 2;
const fingerprintBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;

/** 32 bits of a digest of 256 random ones: tells the keys of an installation apart, and nothing about them. */
const fingerprintOf = (key: Uint8Array): Buffer =>
  createHash('sha256').update('countersign-key-fingerprint-1\n').update(key).digest().subarray(0, fingerprintBytes);

/** Reads the key file: 32 random bytes in hex, as `openssl rand -hex 32` writes them. Throws when it holds anything else. */
export const readSecretKey = (file: string): Uint8Array => {
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw new Error(`The key file ${file} must hold 32 bytes in hex (openssl rand -hex 32), and nothing else.`);
  return Buffer.from(text, 'hex');
};

/** The same for text, as columns and settings keep it. */
export const secretsIn = (box: SecretBox): Secrets => ({
  seal: (text, purpose) => Buffer.from(box.seal(Buffer.from(text, 'utf8'), purpose)).toString('base64'),
  open: (sealed, purpose) => Buffer.from(box.open(Buffer.from(sealed, 'base64'), purpose)).toString('utf8'),
});

/**
 * Layout: version, fingerprint of the key (not in version 1), nonce, tag, ciphertext. The nonce is new each time: with few
 * secrets a key, 96 random bits suffice. See docs/decisions/0022.
 */
export const secretBox = (key: Uint8Array): SecretBox => {
  const fingerprint = fingerprintOf(key);
  const mark = Buffer.concat([Buffer.of(marked), fingerprint]);
  const isMarked = (sealed: Uint8Array): boolean => mark.equals(Buffer.from(sealed).subarray(0, mark.length));
  const nonceAt = (sealed: Uint8Array): number => {
    if (sealed[0] === unmarked) return 1;
    if (isMarked(sealed)) return mark.length;
    if (sealed[0] !== marked) throw new Error('This secret was sealed by another version of Countersign.');
    const other = Buffer.from(sealed).subarray(1, mark.length).toString('hex');
    throw new Error(
      `This secret was sealed with the key ${other}, and the key file of this process has ${fingerprint.toString('hex')}. Start it with the other file (COUNTERSIGN_SECRET_KEY_FILE), or rotate the key again.`,
    );
  };
  return {
    fingerprint: fingerprint.toString('hex'),
    isMarked,
    seal(secret, purpose) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Buffer.concat([mark, nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed);
      const from = nonceAt(bytes);
      const tagAt = from + nonceBytes;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(from, tagAt), { authTagLength: tagBytes })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(tagAt, tagAt + tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(tagAt + tagBytes)), decipher.final()]);
    },
  };
};
