import { spawn } from 'node:child_process';

export interface Ran {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. Its environment is exactly `env` and PATH: nothing of this machine's AWS set-up leaks in. */
export const runProgram = (program: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ran> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { env: { PATH: process.env.PATH, HOME: '/nonexistent', ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => {
      stdout += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
    });
    child.on('error', (error) => resolve({ exitCode: null, stdout, stderr: error.message }));
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
