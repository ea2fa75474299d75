import { type ChildProcessByStdio, spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/entrypoints/cli/main.ts', import.meta.url));

export interface Ran {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  /** Standard output as JSON. */
  json<T = Record<string, unknown>>(): T;
}

/** The command line as a process of its own, of one server and one credentials file; with nothing, or this, to read. */
export const countersign =
  (url: string, credentialsFile: string, standardInput?: string) =>
  (...args: string[]): Promise<Ran> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [main, ...args], {
        cwd: path.dirname(credentialsFile),
        env: { COUNTERSIGN_URL: url, COUNTERSIGN_CONFIG: credentialsFile },
        stdio: [standardInput === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      }) as ChildProcessByStdio<Writable | null, Readable, Readable>;
      child.stdin?.end(standardInput);
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (data: Buffer) => {
        stdout += data.toString();
      });
      child.stderr.on('data', (data: Buffer) => {
        stderr += data.toString();
      });
      child.on('error', reject);
      child.on('close', (exitCode) => {
        resolve({
          exitCode,
          stdout,
          stderr,
          json: <T>() => {
            try {
              return JSON.parse(stdout) as T;
            } catch {
              throw new Error(`countersign ${args.join(' ')} printed no JSON (exit ${exitCode}):\n${stdout}${stderr}`);
            }
          },
        });
      });
    });
