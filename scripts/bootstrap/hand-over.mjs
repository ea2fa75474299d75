import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from './fault.mjs';
import { node24 } from './install.mjs';

const PARENT_CHECK_MS = 1000;

/**
 * Runs a script on the Node 24 of node_modules with our terminal, passes signals on, and ends with its exit code. The
 * script notices by the closed channel when we are killed; we notice when npm, which started us, is.
 */
export async function handOver(root, script, args) {
  const bin = path.join(root, 'node_modules', '.bin');
  const child = spawn(node24(root), [script, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      // Compiled modules are kept: each of the five processes of a start then loads in half the time.
      NODE_COMPILE_CACHE: path.join(root, '.build', 'compile-cache'),
      ...process.env,
      PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  endWithNpm(() => child.kill('SIGTERM'));
  const { code, signal } = await new Promise((resolve, reject) => {
    child.on('error', (error) =>
      reject(new Fault(`The Node 24 that npm installed does not run here (${error.code}). ${MUSL}`)),
    );
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
  process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' || signal === 'SIGHUP' ? 130 : 1));
}

/** npm runs a script through a shell, which may stay in between and outlives npm: both are watched. */
function endWithNpm(end) {
  if (!process.env.npm_lifecycle_event) return;
  const before = npmAndShell();
  setInterval(() => {
    if (npmAndShell() !== before) end();
  }, PARENT_CHECK_MS).unref();
}

function npmAndShell() {
  const parent = process.ppid;
  try {
    const isShell = /^(sh|dash|bash|ash|busybox)$/.test(readFileSync(`/proc/${parent}/comm`, 'utf8').trim());
    if (!isShell) return String(parent);
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    return `${parent} of ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
  } catch {
    return String(parent);
  }
}

const MUSL = 'On Alpine (musl), use a system with glibc.';
