import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../bootstrap/fault.mjs';
import { showProgress } from '../bootstrap/progress.mjs';
import { root } from '../start/root.ts';
import { findChromium } from './find-chromium.ts';

/**
 * The Chromium for the browser tests, installed where there is none: the system's package as root on Debian or Ubuntu,
 * else Playwright's own download. Throws a Fault when neither works: browser tests are never skipped in silence.
 */
export async function ensureChromium(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  const found = await findChromium();
  if (found) return await mustRun(found);
  if (named) throw new Fault(`CHROMIUM_PATH=${named} is not a program.`);
  const reasons: string[] = [];
  for (const way of [installPackage, downloadPlaywrights]) {
    const reason = await way();
    const installed = await findChromium();
    if (installed) return await mustRun(installed);
    if (reason) reasons.push(reason);
  }
  throw new Fault(
    `The browser tests need Chromium, and it can't be installed here (${reasons.join('; ')}). ` +
      'Install it (apt-get install chromium) or set CHROMIUM_PATH.',
  );
}

async function installPackage(): Promise<string> {
  if (process.getuid?.() !== 0) return 'not root, so no system package';
  if (!existsSync('/usr/bin/apt-get')) return 'no apt-get';
  // Another apt may be at work on a fresh machine.
  const wait = ['-o', 'DPkg::Lock::Timeout=120'];
  const updated = await run('Fetching package lists (apt-get update)', 'apt-get', [...wait, 'update']);
  const install = [...wait, 'install', '-y', '--no-install-recommends', 'chromium'];
  const installed = await run('Installing Chromium (apt-get install)', 'apt-get', install);
  return installed ?? updated ?? 'apt-get installed no chromium on the PATH';
}

async function downloadPlaywrights(): Promise<string> {
  const cli = path.join(root, 'node_modules', 'playwright-core', 'cli.js');
  const choices = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') ? ['--with-deps'] : [];
  const args = [cli, 'install', '--no-shell', ...choices, 'chromium'];
  const failed = await run("Downloading Playwright's Chromium", process.execPath, args);
  return failed ?? 'the download holds no program';
}

/** A Chromium that lacks libraries is found out here, not in the middle of the tests. */
async function mustRun(program: string): Promise<string> {
  const failed = await run(undefined, program, ['--version']);
  if (failed) throw new Fault(`Chromium (${program}) does not run here: ${failed}`);
  return program;
}

/** Undefined when it worked, else a line of what it said. */
async function run(title: string | undefined, program: string, args: string[]): Promise<string | undefined> {
  const work = () =>
    new Promise<string | undefined>((resolve) => {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (data: Buffer) => {
          said = `${said}${data}`.slice(-4000);
        });
      }
      child.on('error', (error) => resolve(error.message));
      child.on('close', (code) => resolve(code === 0 ? undefined : reasonIn(said, code)));
    });
  return title ? await showProgress(title, work) : await work();
}

function reasonIn(said: string, code: number | null): string {
  const lines = said.trim().split('\n');
  const reason = lines.find((line) => /error|failed|E:/i.test(line)) ?? lines.at(-1);
  return reason?.trim() || `exit code ${code}`;
}
