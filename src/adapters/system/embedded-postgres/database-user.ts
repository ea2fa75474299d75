import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { EmbeddedPostgresError } from './error.ts';

/** The system user PostgreSQL runs as when we are root; PostgreSQL refuses to run as root itself. */
export interface DatabaseUser {
  readonly uid: number;
  readonly gid: number;
}

const NOBODY: DatabaseUser = { uid: 65534, gid: 65534 };

/**
 * Undefined for an ordinary user: PostgreSQL then runs as that user. As root: the owner of the existing data, else a
 * `postgres` user of the system, else nobody. No user is ever created.
 */
export async function chooseDatabaseUser(existingData: string): Promise<DatabaseUser | undefined> {
  const owner = await stat(existingData).catch(() => undefined);
  const uid = process.getuid?.() ?? 0;
  if (uid !== 0) {
    if (owner && owner.uid !== uid) {
      throw new EmbeddedPostgresError(
        'other-owner',
        `The database in ${existingData} belongs to another user (uid ${owner.uid}): start as that user or as root, or choose another folder.`,
      );
    }
    return undefined;
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (await systemPostgresUser()) ?? NOBODY;
}

async function systemPostgresUser(): Promise<DatabaseUser | undefined> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if ((name === 'postgres' || name === '_postgres') && Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

/** Whether that user can really enter a folder: asked of the system, since modes alone miss ACLs and mounts. */
export function canEnter(folder: string, user: DatabaseUser | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-c', 'cd -- "$0"', folder], { ...user, cwd: '/', env: {} }, (error) => resolve(!error));
  });
}
