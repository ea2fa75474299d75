import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { processIdentity } from './process-identity.ts';

/** Who holds a lock: a process, told from a later one of the same number by its identity, and a note for people. */
export interface LockHolder {
  readonly pid: number;
  readonly identity: string;
  readonly note: string;
}

export interface ProcessLock {
  release(): void;
}

export type LockAttempt = { readonly lock: ProcessLock } | { readonly heldBy: LockHolder };

/**
 * Takes the lock file for this process, or says who holds it. A holder that was killed loses it at once: the file names
 * the process by number and start time. The file appears whole (hard link of a finished file), never half-written.
 */
export async function takeProcessLock(file: string, note = ''): Promise<LockAttempt> {
  const identity = (await processIdentity(process.pid)) ?? '';
  const mine = JSON.stringify({ pid: process.pid, identity, note } satisfies LockHolder);
  for (;;) {
    if (createWhole(file, mine)) return { lock: { release: () => removeIfSame(file, mine) } };
    const found = readIfThere(file);
    if (found === undefined) continue;
    const holder = parseHolder(found);
    if (holder && (await processIdentity(holder.pid)) === holder.identity) return { heldBy: holder };
    removeIfSame(file, found);
  }
}

function createWhole(file: string, content: string): boolean {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves the file aside before looking: of two processes that saw the same dead holder, only one may clear it. */
function removeIfSame(file: string, content: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = readIfThere(aside);
  if (moved !== undefined && moved !== content) createWhole(file, moved);
  rmSync(aside, { force: true });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function parseHolder(content: string): LockHolder | undefined {
  try {
    const value = JSON.parse(content) as Partial<LockHolder>;
    if (typeof value.pid !== 'number' || typeof value.identity !== 'string') return undefined;
    return { pid: value.pid, identity: value.identity, note: value.note ?? '' };
  } catch {
    return undefined;
  }
}
