import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInstalled } from '../../scripts/bootstrap/install.mjs';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const root = path.join(import.meta.dirname, '..', '..');
let folder: TemporaryFolder;

// A clone in small: the real bootstrap, one package in the lock, a script that prints its arguments, and an npm that
// writes down how it was called and then does what the test says.
beforeEach(async () => {
  folder = await temporaryFolder('bootstrap');
  cpSync(path.join(root, 'scripts', 'bootstrap'), path.join(folder.path, 'scripts', 'bootstrap'), { recursive: true });
  cpSync(path.join(root, 'scripts', 'bootstrap.mjs'), path.join(folder.path, 'scripts', 'bootstrap.mjs'));
  write('scripts/start.ts', 'console.log("started", process.version, ...process.argv.slice(2)); process.exit(3);');
  writeLock('1.0.0');
});
afterEach(() => folder.remove());

function write(name: string, text: string): void {
  const file = path.join(folder.path, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o755 });
}

function writeLock(version: string): void {
  const packages = {
    '': { name: 'small' },
    'node_modules/a': { version },
    'node_modules/elsewhere': { version: '1.0.0', optional: true },
  };
  write('package-lock.json', JSON.stringify({ packages }));
}

/** What a finished `npm ci` leaves behind. */
function install(version: string): void {
  mkdirSync(path.join(folder.path, 'node_modules', 'node', 'bin'), { recursive: true });
  rmSync(path.join(folder.path, 'node_modules', 'node', 'bin', 'node'), { force: true });
  symlinkSync(process.execPath, path.join(folder.path, 'node_modules', 'node', 'bin', 'node'));
  write('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { version } } }));
}

function writeNpm(then: string): void {
  write('bin/npm', `#!/bin/sh\necho "$@" >> "${folder.path}/npm-calls"\n${then}\n`);
}

const npmCalls = () => {
  const file = path.join(folder.path, 'npm-calls');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
};

function bootstrap(...args: string[]): Promise<{ code: number | null; output: string }> {
  const { npm_execpath: _npm, npm_lifecycle_event: _event, ...environment } = process.env;
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs', ...args], {
    cwd: folder.path,
    env: { ...environment, PATH: `${path.join(folder.path, 'bin')}:/usr/bin:/bin` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      output += data;
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

test('an install that matches the lock is not repeated, whoever made it', async () => {
  writeNpm('exit 1');
  install('1.0.0');
  const run = await bootstrap('start', '--', '--empty');
  expect(run.output).toBe(`started ${process.version} --empty\n`);
  expect(run.code).toBe(3);
  expect(npmCalls()).toEqual([]);
});

test('packages are installed once when they are missing', async () => {
  install('1.0.0');
  cpSync(path.join(folder.path, 'node_modules'), path.join(folder.path, 'installed'), { recursive: true });
  rmSync(path.join(folder.path, 'node_modules'), { recursive: true });
  writeNpm(`cp -R "${folder.path}/installed" "${folder.path}/node_modules"`);
  for (let run = 1; run <= 2; run++) expect((await bootstrap('start')).output).toContain('started');
  expect(npmCalls()).toHaveLength(1);
  expect(npmCalls()[0]).toMatch(/^ci --include=dev/);
});

test('a changed lock is installed again', () => {
  install('1.0.0');
  expect(isInstalled(folder.path)).toBe(true);
  writeLock('1.0.1');
  expect(isInstalled(folder.path)).toBe(false);
  install('1.0.1');
  expect(isInstalled(folder.path)).toBe(true);
});

test('a node_modules without Node 24 is not an install', () => {
  install('1.0.0');
  expect(isInstalled(folder.path)).toBe(true);
  rmSync(path.join(folder.path, 'node_modules', 'node'), { recursive: true });
  expect(isInstalled(folder.path)).toBe(false);
});

test('install scripts that are switched off are explained in one line', async () => {
  writeNpm(`mkdir -p "${folder.path}/node_modules"`);
  const run = await bootstrap('start');
  expect(run.code).toBe(1);
  expect(run.output.trim().split('\n').at(-1)).toMatch(
    /^Node 24 did not arrive: npm's install scripts are switched off/,
  );
});

test('a registry that can not be reached is said in one line', async () => {
  writeNpm('echo "npm error code ENOTFOUND" >&2; echo "npm error syscall getaddrinfo" >&2; exit 1');
  const run = await bootstrap('start');
  expect(run.code).toBe(1);
  expect(run.output.trim().split('\n').at(-1)).toMatch(/^The npm registry can't be reached \(ENOTFOUND\)/);
});

test('a command that is not start or test is refused', async () => {
  expect(await bootstrap('stop')).toEqual({
    code: 1,
    output: 'Use: node scripts/bootstrap.mjs start|test [-- options]\n',
  });
});
