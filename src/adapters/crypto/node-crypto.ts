import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Id, Ids } from '../../core/shared/ids.ts';
import type { Crypto } from '../../core/shared/ports.ts';

/** Without i, l, o and u: ids and External IDs get read aloud and typed. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const base32 = (length: number): string =>
  Array.from(randomBytes(length), (byte) => alphabet.charAt(byte & 31)).join('');

/**
 * OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 60 ms. Argon2id is the package's default (its
 * `Algorithm` is a const enum, which type stripping can not use).
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const nodeCrypto: Crypto = {
  // 160 bits (CON-4 asks for 128), from the characters STS takes: [\w+=,.@:/-]{2,1224}.
  externalId: () => `cs-${base32(32)}`,
  token: () => randomBytes(32).toString('base64url'),
  sha256: (text) => createHash('sha256').update(text, 'utf8').digest(),
  hashPassword: (password) => hash(password, cost),
  verifyPassword: (passwordHash, password) => verify(passwordHash, password),
};

/** 120 random bits: unique without asking anybody. */
export const randomIds: Ids = {
  next: <Prefix extends string>(prefix: Prefix) => `${prefix}_${base32(24)}` as Id<Prefix>,
};
