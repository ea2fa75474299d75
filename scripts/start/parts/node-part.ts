import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../../bootstrap/fault.mjs';
import { root } from '../root.ts';
import type { Shutdown } from '../shutdown.ts';
import type { Part, Run } from './keep-running.ts';

export interface NodePart {
  readonly name: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Asked every 50 ms until true. */
  isReady(): Promise<boolean>;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;
const LOG_LIMIT_BYTES = 20 * 1024 * 1024;

/**
 * A Node process of the clone as a part. It writes its log file itself, and holds the other end of a pipe of ours as
 * standard input: when we are killed that closes, and the process ends by itself (COUNTERSIGN_EXIT_WITH_STDIN).
 */
export function nodePart(what: NodePart, shutdown: Shutdown): Part {
  return {
    name: what.name,
    start: async () => {
      shutdown.signal.throwIfAborted();
      const logFrom = shortenLog(what.logFile);
      const run = spawnRun(what);
      await Promise.race([waitUntilReady(what, shutdown), run.ended.then((how) => failed(what, how, logFrom))]).catch(
        async (error: unknown) => {
          await run.stop();
          throw error;
        },
      );
      return run;
    },
  };
}

function spawnRun(what: NodePart): Run {
  const log = openSync(what.logFile, 'a', 0o600);
  const child = spawn(process.execPath, what.args, {
    cwd: root,
    env: what.environment,
    stdio: ['pipe', log, log],
    // A group of its own: Ctrl-C reaches only us, and we end the parts in order.
    detached: true,
  });
  closeSync(log);
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`));
  });
  return { ended, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  child.stdin?.end();
  const isEnded = await Promise.race([ended.then(() => true), sleep(STOP_WITHIN_MS, false, { ref: false })]);
  if (!isEnded) child.kill('SIGKILL');
  await ended;
}

async function waitUntilReady(what: NodePart, shutdown: Shutdown): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await what.isReady())) {
    shutdown.signal.throwIfAborted();
    if (performance.now() > deadline) throw new Fault(`The ${what.name} is not ready after 60 s. Log: ${what.logFile}`);
    await sleep(50);
  }
}

function failed(what: NodePart, how: string, logFrom: number): never {
  const said = readFileSync(what.logFile).subarray(logFrom).toString().trim().split('\n').slice(-10).join('\n');
  throw new Fault(`The ${what.name} did not start (${how}). Log: ${what.logFile}\n${said}`);
}

function shortenLog(logFile: string): number {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= LOG_LIMIT_BYTES) return size;
  renameSync(logFile, `${logFile}.1`);
  return 0;
}
