import { readFile } from 'node:fs/promises';

/** Resident memory of a process in MB, now (VmRSS) or the most it ever had (VmHWM); Linux only. */
export async function memoryMb(pid: number | undefined, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024);
}
