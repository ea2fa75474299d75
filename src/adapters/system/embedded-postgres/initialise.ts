import { spawn } from 'node:child_process';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PostgresBinaries } from './binaries.ts';
import type { DatabaseUser } from './database-user.ts';
import { EmbeddedPostgresError } from './error.ts';
import type { DatabasePasswords } from './passwords.ts';

export const SUPERUSER = 'countersign_superuser';
export const OWNER = 'countersign_owner';
export const APP = 'countersign_app';
export const DATABASE = 'countersign';

export interface Initialisation {
  readonly binaries: PostgresBinaries;
  readonly user: DatabaseUser | undefined;
  readonly serverFolder: string;
  readonly passwords: DatabasePasswords;
  readonly durable: boolean;
}

/** Nobody but a client on this machine that knows a password gets in; there is no socket. */
const HOST_RULES = 'host all all 127.0.0.1/32 scram-sha-256\n';
// "reject" only until HOST_RULES replaces it: nothing listens while the cluster is being made.
const INITDB = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '-A', 'reject'];

/**
 * Makes the database cluster with its two roles (SEC-3), database and pg_trgm. Everything happens in `….new`, renamed at
 * the end: an initialisation cut short is redone at the next start. No server listens meanwhile.
 */
export async function initialiseCluster(init: Initialisation): Promise<void> {
  const draft = `${init.serverFolder}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  if (init.user) await chown(draft, init.user.uid, init.user.gid);
  const options = [
    ...INITDB,
    '-U',
    SUPERUSER,
    '-D',
    draft,
    '--no-instructions',
    ...(init.durable ? [] : ['--no-sync']),
  ];
  await run(init, init.binaries.initdb, [...options, '-c', 'dynamic_shared_memory_type=mmap'], '');
  await writeHostRules(draft, init.user);
  const drafted = { ...init, serverFolder: draft };
  await setPasswords(drafted, 'create');
  await runSql(drafted, 'postgres', [
    `create database ${DATABASE} owner ${OWNER}`,
    `revoke all on database ${DATABASE} from public`,
    `grant connect, temporary on database ${DATABASE} to ${APP}`,
  ]);
  await runSql(drafted, DATABASE, ['create extension if not exists pg_trgm']);
  await rename(draft, init.serverFolder);
}

/** Gives the three roles their passwords, on a cluster that is not running. `create` makes the two product roles first. */
export async function setPasswords(init: Initialisation, verb: 'create' | 'alter'): Promise<void> {
  await runSql(init, 'postgres', [
    `alter role ${SUPERUSER} password '${init.passwords.superuser}'`,
    `${verb} role ${OWNER} login password '${init.passwords.owner}'`,
    `${verb} role ${APP} login password '${init.passwords.app}'`,
  ]);
}

/** The PostgreSQL major a data folder was made by; undefined when there is no cluster in it. */
export async function clusterMajor(serverFolder: string): Promise<number | undefined> {
  const text = await readFile(path.join(serverFolder, 'PG_VERSION'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Number.parseInt(text, 10);
}

async function writeHostRules(serverFolder: string, user: DatabaseUser | undefined): Promise<void> {
  const file = path.join(serverFolder, 'pg_hba.conf');
  await writeFile(file, HOST_RULES);
  await chmod(file, 0o600);
  if (user) await chown(file, user.uid, user.gid);
}

/** Single-user mode takes one statement a line, on standard input: passwords are never on a command line. */
async function runSql(init: Initialisation, database: string, statements: string[]): Promise<void> {
  const settings = ['exit_on_error=on', 'dynamic_shared_memory_type=mmap', ...(init.durable ? [] : ['fsync=off'])];
  const options = settings.flatMap((setting) => ['-c', setting]);
  const args = ['--single', '-D', init.serverFolder, ...options, database];
  await run(init, init.binaries.postgres, args, `${statements.join('\n')}\n`);
}

function run(init: Initialisation, program: string, args: string[], input: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // PATH: initdb asks a shell to run `postgres`. The rest of our environment is no business of the server's.
    const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
    const child = spawn(program, args, {
      ...init.user,
      cwd: '/',
      env,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (data: Buffer) => {
      output += data.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(initialiseError(output, init.passwords))));
    child.stdin.end(input);
  });
}

function initialiseError(output: string, passwords: DatabasePasswords): EmbeddedPostgresError {
  const lines = output.split('\n').filter((line) => /(error|fatal|panic|hint):/i.test(line));
  let reason = (lines.length > 0 ? lines : output.trim().split('\n').slice(-2)).join(' ').trim();
  for (const secret of Object.values(passwords)) reason = reason.replaceAll(secret, '…');
  return new EmbeddedPostgresError('initialise-failed', `The embedded PostgreSQL could not make its data: ${reason}`);
}
