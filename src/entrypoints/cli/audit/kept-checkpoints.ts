import { readFile } from 'node:fs/promises';
import { isPackKey, type PackKey, readPublicKeys } from '../evidence/signing-keys.ts';
import { readStrictZip } from '../evidence/strict-zip.ts';
import { WrongUsage } from '../failures.ts';
import { type Checkpoint, isCheckpoint } from './checkpoints.ts';

/** What the reader kept from before: checkpoints, and the keys that stand beside them. */
export interface Kept {
  checkpoints: Checkpoint[];
  /** Known by their ids. */
  keys: PackKey[];
  /** PEM. */
  trusted: string[];
}

/**
 * Reads files that hold checkpoints: what `audit checkpoint --out` wrote, with the keys of that time, which are trusted as
 * kept; lines of the worker's log; evidence packs; exports. Keys of packs and exports are known and not trusted: anybody
 * could have put them there. Throws WrongUsage for a file without a checkpoint.
 */
export const readKept = async (files: readonly string[]): Promise<Kept> => {
  const kept: Kept = { checkpoints: [], keys: [], trusted: [] };
  for (const file of files) {
    const bytes = await contentOf(file);
    const isPack = bytes.subarray(0, 2).toString('latin1') === 'PK';
    const objects = isPack ? objectsOfPack(bytes) : objectsIn(bytes.toString('utf8'));
    const checkpoints = objects.flatMap(({ checkpoint, auditCheckpoint }) =>
      [checkpoint, auditCheckpoint].filter(isCheckpoint),
    );
    if (checkpoints.length === 0)
      throw new WrongUsage(
        `${file} holds no checkpoint of an audit log.`,
        'It is what `countersign audit checkpoint --out` wrote, lines of the worker’s log, or an evidence pack.',
      );
    kept.checkpoints.push(...checkpoints);
    for (const each of objects) {
      const keys = Array.isArray(each.keys) ? each.keys.filter(isPackKey) : [];
      kept.keys.push(...keys);
      if (isCheckpoint(each.checkpoint))
        kept.trusted.push(...keys.flatMap(({ publicKeyPem }) => keyIn(file, publicKeyPem)));
    }
  }
  return kept;
};

const contentOf = async (file: string): Promise<Buffer> => {
  try {
    return await readFile(file);
  } catch (error) {
    throw new WrongUsage(`${file} cannot be read: ${(error as Error).message}.`, 'Name a file that holds checkpoints.');
  }
};

const keyIn = (file: string, pem: string): string[] => {
  try {
    return readPublicKeys(pem);
  } catch (error) {
    throw new WrongUsage(
      `${file} holds a key that is none: ${(error as Error).message}.`,
      'Keep checkpoints as they are.',
    );
  }
};

type Holder = { checkpoint?: unknown; auditCheckpoint?: unknown; keys?: unknown };

const objectsOfPack = (bytes: Buffer): Holder[] =>
  readStrictZip(bytes)
    .entries.filter(({ name }) => name === 'manifest.json' || name === 'keys.json')
    .flatMap(({ content }) => objectsIn(Buffer.from(content).toString('utf8')));

/** The JSON of the whole text, or of each line that is JSON. */
const objectsIn = (text: string): Holder[] => {
  const whole = parsed(text);
  return whole ? [whole] : text.split('\n').flatMap((line) => parsed(line) ?? []);
};
const parsed = (text: string): Holder | null => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
};
