import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { WrongUsage } from '../failures.ts';

export interface Credential {
  token: string;
  tokenId: string;
  expiresAt: string;
  personName: string;
}
/** One credential per address: a token is never sent to a server that did not issue it. */
export interface Credentials {
  /** The server signed in to last; used where neither --url nor COUNTERSIGN_URL names one. */
  current: string | null;
  servers: Record<string, Credential>;
}

export async function readCredentials(file: string): Promise<Credentials> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new WrongUsage(`${file} cannot be read (${error.code}).`, 'Set COUNTERSIGN_CONFIG to a file of your own.');
  });
  if (text === null) return { current: null, servers: {} };
  try {
    const { current, servers } = JSON.parse(text) as Partial<Credentials>;
    if (typeof servers !== 'object' || servers === null) throw new Error('no servers');
    return { current: current ?? null, servers };
  } catch {
    throw new WrongUsage(`${file} does not hold Countersign's credentials.`, 'Remove it and run `countersign login`.');
  }
}

/** Written beside and renamed, so that a crash leaves the old file; readable by its owner only. */
export async function saveCredentials(file: string, credentials: Credentials): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.new`;
  await writeFile(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  // The mode above counts only for a file that was not there.
  await chmod(draft, 0o600);
  await rename(draft, file);
}
