import { readFile } from 'node:fs/promises';
import { WrongUsage } from '../failures.ts';
import { readTrustedKeys } from './trusted-keys.ts';
import { isVerified, verdictMend, verdictText } from './verdict-text.ts';
import { type Verdict, verifyPack } from './verify-pack.ts';

export interface Verified<V> {
  verdict: V;
  isVerified: boolean;
  text: string;
  /** What to do next, where it is not verified. */
  mend: string;
}

/** Verifies a pack against the keys in these files. Throws WrongUsage for a file that cannot be read as what it should be. */
export const verifyFile = async (file: string, keyFiles: readonly string[]): Promise<Verified<Verdict>> => {
  const trusted = await readTrustedKeys(keyFiles);
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
