import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { memoryMb } from '../memory.ts';

const main = fileURLToPath(new URL('../../simulator/main.ts', import.meta.url));

export interface SimulatorProcess {
  readonly url: string;
  /** From spawn to the line that says it is ready. */
  readonly startSeconds: number;
  /** The most memory it was ever given, in MB; Linux only. */
  peakMb(): Promise<number>;
  stop(): Promise<void>;
}

/** The simulator as a process of its own, without rate limits. Ends with this process, whatever becomes of it. */
export async function startSimulatorProcess(world: string): Promise<SimulatorProcess> {
  const startedAt = performance.now();
  const args = [...process.execArgv, main, '--world', world, '--no-throttling', '--exit-with-stdin'];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const url = await readyUrl(child);
  const startSeconds = (performance.now() - startedAt) / 1000;
  return {
    url,
    startSeconds,
    peakMb: () => memoryMb(child.pid, 'VmHWM'),
    stop: async () => {
      child.stdin?.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').once('data', (line: string) => resolve(/http:\S+/.exec(line)?.[0] ?? ''));
    child.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)));
  });
}
