import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';

/** One random password per database role, kept in a file only its owner can read. */
export interface DatabasePasswords {
  readonly superuser: string;
  readonly owner: string;
  readonly app: string;
}

/** Reads the passwords; undefined when the file is missing or damaged, and new ones have to be set. */
export async function readPasswords(file: string): Promise<DatabasePasswords | undefined> {
  try {
    const value = JSON.parse(await readFile(file, 'utf8')) as Partial<DatabasePasswords>;
    if (!value.superuser || !value.owner || !value.app) return undefined;
    return { superuser: value.superuser, owner: value.owner, app: value.app };
  } catch {
    return undefined;
  }
}

export function makePasswords(): DatabasePasswords {
  return { superuser: makePassword(), owner: makePassword(), app: makePassword() };
}

/** Keeps the passwords in `file` (mode 0600). */
export async function savePasswords(file: string, passwords: DatabasePasswords): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, JSON.stringify(passwords), { mode: 0o600, flush: true });
  await rename(draft, file);
}

function makePassword(): string {
  return randomBytes(24).toString('base64url');
}
