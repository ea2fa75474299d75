import { readFile } from 'node:fs/promises';
import { WrongUsage } from '../failures.ts';
import { readPublicKeys } from './signing-keys.ts';
import { isVerified, verdictMend, verdictText } from './verdict-text.ts';
import { type Verdict, verifyPack } from './verify-pack.ts';

export interface Verified {
  verdict: Verdict;
  isVerified: boolean;
  text: string;
  /** What to do next, where it is not verified. */
  mend: string;
}

/** Verifies a pack against the keys in these files. Throws WrongUsage for a file that cannot be read as what it should be. */
export const verifyFile = async (file: string, keyFiles: readonly string[]): Promise<Verified> => {
  const trusted: string[] = [];
  for (const keyFile of keyFiles) trusted.push(...(await keysIn(keyFile)));
  const verdict = verifyPack(await contentOf(file), trusted);
  const hasKeys = trusted.length > 0;
  return {
    verdict,
    isVerified: isVerified(verdict),
    text: verdictText(verdict, hasKeys),
    mend: verdictMend(verdict, hasKeys),
  };
};

const contentOf = async (file: string): Promise<Uint8Array> => {
  try {
    return await readFile(file);
  } catch (error) {
    throw new WrongUsage(`${file} cannot be read: ${(error as Error).message}.`, 'Name the file of a pack.');
  }
};

const keysIn = async (file: string): Promise<string[]> => {
  const text = Buffer.from(await contentOf(file)).toString('utf8');
  try {
    return readPublicKeys(text);
  } catch (error) {
    throw new WrongUsage(
      `${file} holds no Ed25519 public keys: ${(error as Error).message}.`,
      'It is a PEM file, or what /.well-known/countersign-keys.json answers.',
    );
  }
};
