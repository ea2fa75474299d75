import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Secrets } from '../../core/shared/ports.ts';

/** Encrypts what is stored (SEC-4): AES-256-GCM with the installation's key. */
export interface SecretBox {
  /** `purpose` is bound to the result: a secret copied to another row does not open there. */
  seal(secret: Uint8Array, purpose: string): Uint8Array;
  /** Throws when the key, the purpose or a single bit is not what it was. */
  open(sealed: Uint8Array, purpose: string): Uint8Array;
}

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

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

/** Layout: version, nonce, tag, ciphertext. The nonce is new each time: with few secrets a key, 96 random bits suffice. */
export const secretBox = (key: Uint8Array): SecretBox => ({
  seal(secret, purpose) {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed]);
  },
  open(sealed, purpose) {
    if (sealed[0] !== version) throw new Error('This secret was sealed by another version.');
    const bytes = Buffer.from(sealed);
    const tagAt = 1 + nonceBytes;
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, tagAt), { authTagLength: tagBytes })
      .setAAD(Buffer.from(purpose))
      .setAuthTag(bytes.subarray(tagAt, tagAt + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(tagAt + tagBytes)), decipher.final()]);
  },
});
