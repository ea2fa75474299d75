import { execFile } from 'node:child_process';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from '../process-identity.ts';

const FAST_STOP_MS = 20_000;

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
 * Clears the way for a start on a folder whose launcher is gone: stops a server that outlived it, and removes a
 * postmaster.pid whose number now belongs to some other program (PostgreSQL would refuse to start). A file of a dead
 * server is left: PostgreSQL itself checks that no process of it still has the shared memory.
 */
export async function clearServerFolder(serverFolder: string): Promise<void> {
  const found = await readPostmasterFile(serverFolder);
  if (!found || (await processIdentity(found.pid)) === undefined) return;
  if (await isPostgresOn(found.pid, serverFolder)) await stopPostmaster(found.pid);
  else await rm(path.join(serverFolder, 'postmaster.pid'), { force: true });
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
