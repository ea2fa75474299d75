import path from 'node:path';
import { runProgram } from '../run-program.ts';

const folder = path.resolve(import.meta.dirname, '../../../.build/moto');
const versions = 'import moto, moto.server, boto3; print(moto.__version__, boto3.__version__)';

export type Moto = { python: string; version: string } | { reason: string };

async function versionFor(python: string): Promise<string | undefined> {
  const { exitCode, stdout } = await runProgram(python, ['-c', versions]);
  return exitCode === 0 ? stdout.trim() : undefined;
}
const named = (python: string, text: string): Moto => {
  const [moto, boto3] = text.split(' ');
  return { python, version: `moto ${moto} (boto3 ${boto3})` };
};

/** A Python that has moto's server and boto3: the machine's, or one of our own below .build, made by pip the first time. */
export async function findMoto(): Promise<Moto> {
  const own = path.join(folder, 'bin/python');
  for (const python of ['python3', own]) {
    const version = await versionFor(python);
    if (version) return named(python, version);
  }
  console.log('moto is not here: installing it with pip (once, below .build) …');
  const steps: [string, string[]][] = [
    ['python3', ['-m', 'venv', folder]],
    [own, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'moto[server]', 'boto3']],
  ];
  for (const [program, args] of steps) {
    const { exitCode, stderr } = await runProgram(program, args);
    if (exitCode !== 0)
      return { reason: `${program} ${args.slice(0, 3).join(' ')} failed: ${stderr.trim().split('\n').at(-1) ?? ''}` };
  }
  const version = await versionFor(own);
  return version ? named(own, version) : { reason: 'pip installed moto, but it does not import' };
}
