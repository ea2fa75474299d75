import { spawn } from 'node:child_process';
import { Fault } from '../../bootstrap/fault.mjs';
import { root } from '../root.ts';
import type { Shutdown } from '../shutdown.ts';

export interface OneCommand {
  /** For the error line: "Migrating the database". */
  readonly title: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** Runs a script of the clone to its end and returns what it printed. Throws a Fault with its last lines. */
export async function runOnce(command: OneCommand, shutdown: Shutdown): Promise<string> {
  shutdown.signal.throwIfAborted();
  const child = spawn(process.execPath, command.args, {
    cwd: root,
    env: command.environment,
    // Held open: with COUNTERSIGN_EXIT_WITH_STDIN the command ends when we are killed.
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const end = () => child.kill('SIGTERM');
  shutdown.signal.addEventListener('abort', end);
  let output = '';
  let errors = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data;
  });
  child.stderr.on('data', (data: Buffer) => {
    errors += data;
  });
  child.stdin.on('error', () => undefined);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).finally(() => shutdown.signal.removeEventListener('abort', end));
  shutdown.signal.throwIfAborted();
  if (code !== 0) {
    const last = `${output}\n${errors}`.trim().split('\n').slice(-15).join('\n');
    throw new Fault(`${command.title} failed:\n${last}`);
  }
  return output;
}
