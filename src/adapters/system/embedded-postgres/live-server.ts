import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from '../process-identity.ts';

const FAST_STOP_MS = 20_000;
const LEFT_BEHIND_MS = 10_000;

/** What PostgreSQL says about itself in postmaster.pid. */
export interface PostmasterFile {
  readonly pid: number;
  readonly text: string;
  readonly isReady: boolean;
}

export async function readPostmasterFile(serverFolder: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(path.join(serverFolder, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const lines = text?.split('\n') ?? [];
  const pid = Number(lines[0]);
  if (text === undefined || !Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, text, isReady: lines[7]?.trim() === 'ready' };
}

/**
 * Clears the way for a start on a folder whose launcher is gone: stops a server that outlived it, waits for what a killed
 * one left, and removes a postmaster.pid whose number PostgreSQL would take for a live server: it belongs to some other
 * program now, or to a dead process that nobody has collected (a container without an init).
 */
export async function clearServerFolder(serverFolder: string): Promise<void> {
  const found = await readPostmasterFile(serverFolder);
  if (!found) return;
  if ((await processIdentity(found.pid)) !== undefined && (await isPostgresOn(found.pid, serverFolder))) {
    return stopPostmaster(found.pid);
  }
  for (let waitedMs = 0; waitedMs < LEFT_BEHIND_MS && (await hasProcessesIn(serverFolder)); waitedMs += 50) {
    await sleep(50);
  }
  if (hasNumberInUse(found.pid)) await rm(path.join(serverFolder, 'postmaster.pid'), { force: true });
}

function hasNumberInUse(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A killed postmaster's backends end by themselves at once; elsewhere than on Linux that has to be believed. */
async function hasProcessesIn(serverFolder: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const folder = await realpath(serverFolder);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => undefined)));
  return folders.includes(folder);
}

/** Fast shutdown (open transactions are rolled back); after 20 s immediate, then killed. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const waitMs = signal === 'SIGINT' ? FAST_STOP_MS : 5_000;
    for (let waitedMs = 0; waitedMs < waitMs; waitedMs += 50) {
      if ((await processIdentity(pid)) === undefined) return;
      await sleep(50);
    }
  }
}

/** PostgreSQL works with its data folder as the current directory; where that can't be asked, the command line tells. */
async function isPostgresOn(pid: number, serverFolder: string): Promise<boolean> {
  const folder = await realpath(serverFolder);
  if (process.platform === 'linux') {
    return (await readlink(`/proc/${pid}/cwd`).catch(() => undefined)) === folder;
  }
  const command = await new Promise<string>((resolve) => {
    execFile('ps', ['-o', 'command=', '-p', String(pid)], (_error, stdout) => resolve(stdout));
  });
  return command.includes('postgres') && (command.includes(folder) || command.includes(serverFolder));
}
