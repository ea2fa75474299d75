import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readlink, realpath, symlink } from 'node:fs/promises';
import path from 'node:path';
import { canEnter, chooseDatabaseUser, type DatabaseUser } from './database-user.ts';
import { EmbeddedPostgresError } from './error.ts';

/** Where things of one embedded database lie. */
export interface DatabasePlace {
  readonly user: DatabaseUser | undefined;
  /** PGDATA. */
  readonly serverFolder: string;
  /** Where a copy of the programs goes when the database user can't run them in place. */
  readonly copyFolder: string;
  readonly passwordFile: string;
  readonly logFile: string;
  readonly lockFile: string;
}

/** For root only: what the database user could not reach where it is (a clone under /root). */
const PLACE_FOR_ROOT = '/var/lib/countersign';

/**
 * Decides where the server's files lie. Normally in `dataFolder/server`. As root, when the unprivileged database user
 * can't reach that folder, in a folder of its own under /var/lib/countersign, with `dataFolder/server` a link to it.
 */
export async function prepareDatabasePlace(dataFolder: string): Promise<DatabasePlace> {
  await mkdir(dataFolder, { recursive: true });
  const folder = await realpath(dataFolder);
  const link = path.join(folder, 'server');
  const linked = await readlink(link).catch(() => undefined);
  const user = await chooseDatabaseUser(linked ?? link);
  if (user) await chmod(folder, 0o711);
  const moved = linked ?? ((await needsMoving(folder, link, user)) ? await moveForRoot(folder, link) : undefined);
  if (moved && user) await makeEnterable(path.dirname(moved), user);
  return {
    user,
    serverFolder: moved ?? link,
    copyFolder: user ? PLACE_FOR_ROOT : folder,
    passwordFile: path.join(folder, 'passwords.json'),
    logFile: path.join(folder, 'postgres.log'),
    lockFile: path.join(moved ? path.dirname(moved) : folder, 'launcher.lock'),
  };
}

/** Where an existing database lies, changing nothing; undefined when there is none. */
export async function findDatabasePlace(
  dataFolder: string,
): Promise<{ serverFolder: string; lockFile: string; isElsewhere: boolean } | undefined> {
  const folder = await realpath(dataFolder).catch(() => undefined);
  if (folder === undefined) return undefined;
  const linked = await readlink(path.join(folder, 'server')).catch(() => undefined);
  const serverFolder = linked ?? path.join(folder, 'server');
  return {
    serverFolder,
    lockFile: path.join(path.dirname(serverFolder), 'launcher.lock'),
    isElsewhere: linked !== undefined,
  };
}

async function needsMoving(folder: string, link: string, user: DatabaseUser | undefined): Promise<boolean> {
  if (!user || (await canEnter(folder, user))) return false;
  if (await lstat(link).catch(() => undefined)) {
    throw new EmbeddedPostgresError(
      'unreachable',
      `The database user (uid ${user.uid}) can no longer enter ${folder}: move the folder back, or let others pass through the folders above it (chmod o+x).`,
    );
  }
  return true;
}

async function moveForRoot(folder: string, link: string): Promise<string> {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const target = path.join(PLACE_FOR_ROOT, name, 'server');
  await symlink(target, link);
  return target;
}

async function makeEnterable(folder: string, user: DatabaseUser): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  for (const each of [PLACE_FOR_ROOT, folder]) await chmod(each, 0o711).catch(() => undefined);
  if (await canEnter(folder, user)) return;
  throw new EmbeddedPostgresError('unreachable', `The database user (uid ${user.uid}) can't enter ${folder}.`);
}
