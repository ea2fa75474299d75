import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export interface FoundProcess {
  readonly pid: number;
  readonly command: string;
}

/** Live processes that carry `mark` (a folder no other run uses) in their command line or environment. */
export async function processesWith(mark: string): Promise<FoundProcess[]> {
  if (process.platform !== 'linux') return processesFromPs(mark);
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      if (!command.includes(mark) && !environment.includes(mark)) return undefined;
      return { pid, command: command.replaceAll('\0', ' ').trim() };
    }),
  );
  return found.filter((each) => each !== undefined);
}

function processesFromPs(mark: string): Promise<FoundProcess[]> {
  return new Promise((resolve) => {
    execFile('ps', ['-axEww', '-o', 'pid=,command='], { maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) => {
      const lines = stdout.split('\n').filter((line) => line.includes(mark));
      const found = lines.map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim() }));
      resolve(found.filter((each) => each.pid > 0 && each.pid !== process.pid));
    });
  });
}

/** Waits until nothing is left of a run; returns what still is when the time is over. */
export async function processesLeft(mark: string, withinMs: number): Promise<FoundProcess[]> {
  for (let waitedMs = 0; ; waitedMs += 100) {
    const left = await processesWith(mark);
    if (left.length === 0 || waitedMs >= withinMs) return left;
    await sleep(100);
  }
}
