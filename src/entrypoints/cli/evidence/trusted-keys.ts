import { readFile } from 'node:fs/promises';
import { WrongUsage } from '../failures.ts';
import { readPublicKeys } from './signing-keys.ts';

/** The public keys in these files, PEM. Throws WrongUsage for a file that cannot be read or holds none. */
export const readTrustedKeys = async (files: readonly string[]): Promise<string[]> => {
  const keys: string[] = [];
  for (const file of files) keys.push(...(await keysIn(file)));
  return keys;
};

const keysIn = async (file: string): Promise<string[]> => {
  try {
    return readPublicKeys(await readFile(file, 'utf8'));
  } catch (error) {
    throw new WrongUsage(
      `${file} holds no Ed25519 public keys: ${(error as Error).message}.`,
      'It is a PEM file, or what /.well-known/countersign-keys.json answers.',
    );
  }
};
