import { randomBytes } from 'node:crypto';
import type { Id, Ids } from '../../core/shared/ids.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** 26 characters of 5 random bits each (130 bits): not guessable, and safe in addresses and file names. */
export const randomIds: Ids = {
  next: <Prefix extends string>(prefix: Prefix) =>
    `${prefix}_${Array.from(randomBytes(26), (byte) => alphabet[byte & 31]).join('')}` as Id<Prefix>,
};
