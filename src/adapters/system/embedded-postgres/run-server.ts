import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseUser } from './database-user.ts';
import { EmbeddedPostgresError } from './error.ts';
import { readPostmasterFile, stopPostmaster } from './live-server.ts';

/**
 * The shell keeps PostgreSQL's life tied to ours: when its standard input closes — on purpose, or because we were
 * killed — a watcher asks PostgreSQL for a fast shutdown, and after 20 s for an immediate one. The watcher is a process of
 * its own, so that killing the shell has the same effect. When PostgreSQL ends first, the shell ends with its code.
 */
const KEEPER = `
exec 3<&0
"$@" </dev/null 3<&- &
postgres=$!
(
  read -r _ <&3
  kill -INT $postgres 2>/dev/null || exit
  n=0
  while kill -0 $postgres 2>/dev/null && [ $n -lt 200 ]; do sleep 0.1; n=$((n+1)); done
  kill -QUIT $postgres 2>/dev/null
) >/dev/null 2>&1 &
watcher=$!
wait $postgres
code=$?
kill $watcher 2>/dev/null
exit $code
`;

export interface ServerToRun {
  readonly postgres: string;
  readonly user: DatabaseUser | undefined;
  readonly serverFolder: string;
  readonly logFile: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
}

export interface RunningServer {
  /** The postmaster. */
  readonly pid: number;
  /** Settles when PostgreSQL has ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts PostgreSQL and waits until it takes connections, recovery after a crash included. */
export async function runServer(server: ServerToRun): Promise<RunningServer> {
  const before = await readPostmasterFile(server.serverFolder);
  const logFrom = statSync(server.logFile, { throwIfNoEntry: false })?.size ?? 0;
  const log = openSync(server.logFile, 'a', 0o600);
  const settings = Object.entries(server.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [server.postgres, '-D', server.serverFolder, '-p', String(server.port), ...settings];
  const child = spawn('/bin/sh', ['-c', KEEPER, 'countersign-postgres', ...command], {
    ...server.user,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    // A session of its own: Ctrl-C in the terminal must not reach the database before its clients have ended.
    detached: true,
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  const ended = once(child, 'exit').then(() => {
    child.stdin?.destroy();
  });
  child.stdin?.on('error', () => undefined);
  const pid = await waitUntilReady(server, child, before?.text);
  if (pid === undefined) throw startError(server, logFrom);
  return { pid, ended, stop: () => stopServer(child, ended, pid) };
}

async function waitUntilReady(server: ServerToRun, child: ChildProcess, before?: string): Promise<number | undefined> {
  while (child.exitCode === null && child.signalCode === null) {
    const now = await readPostmasterFile(server.serverFolder);
    if (now?.isReady && now.text !== before) return now.pid;
    await sleep(15);
  }
  return undefined;
}

/** The keeper may have been killed: then its watcher is stopping PostgreSQL, and we see to it that it ends. */
async function stopServer(child: ChildProcess, ended: Promise<void>, pid: number): Promise<void> {
  child.stdin?.destroy();
  const isEnded = await Promise.race([ended.then(() => true), sleep(25_000, false, { ref: false })]);
  if (!isEnded || child.signalCode !== null) await stopPostmaster(pid);
}

function startError(server: ServerToRun, logFrom: number): EmbeddedPostgresError {
  const said = readFileSync(server.logFile).subarray(logFrom).toString();
  if (/could not bind|Address already in use/.test(said)) {
    return new EmbeddedPostgresError('port-taken', `Port ${server.port}, chosen for the database, is taken.`);
  }
  const reason =
    said.split('\n').findLast((line) => /(FATAL|PANIC|ERROR):/.test(line)) ?? said.trim().split('\n').at(-1);
  return new EmbeddedPostgresError(
    'start-failed',
    `The embedded PostgreSQL did not start: ${reason?.replace(/^.*?(?=(FATAL|PANIC|ERROR):)/, '') ?? 'no reason given'} (log: ${server.logFile})`,
  );
}
