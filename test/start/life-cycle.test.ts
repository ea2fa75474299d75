import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { findFreePort } from '../../src/adapters/system/embedded-postgres/free-port.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { processesLeft, processesWith } from './processes.ts';
import { npmStart, type PartName, type RunningStart } from './running-start.ts';

// One data folder for the whole file, as a person would have: what one test leaves is what the next one starts from.
let folder: TemporaryFolder;
let port: number;
let running: RunningStart[] = [];

beforeAll(async () => {
  folder = await temporaryFolder('start');
  // As root, PostgreSQL runs as another user, who has to come this far.
  chmodSync(folder.path, 0o711);
  port = await findFreePort();
});
afterEach(async () => {
  for (const { npm } of running) if (npm.exitCode === null && npm.signalCode === null) npm.kill('SIGTERM');
  running = [];
  for (const { pid } of await processesLeft(folder.path, 10_000)) process.kill(pid, 'SIGKILL');
});
afterAll(() => folder.remove());

function start(...args: string[]): RunningStart {
  const started = npmStart({ dataRoot: folder.path, port, args });
  running.push(started);
  return started;
}

async function isUsable(): Promise<boolean> {
  const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
  const page = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
  return ready?.status === 200 && page?.status === 200 && (await page.text()).includes('<html');
}

async function untilUsable(): Promise<void> {
  for (let waitedMs = 0; !(await isUsable()); waitedMs += 100) {
    if (waitedMs > 30_000) throw new Error('The page did not come back.');
    await sleep(100);
  }
}

const secretKey = () => readFileSync(path.join(folder.path, 'demo', 'secret-key'), 'utf8');

test('npm start gives a usable page, and Ctrl-C ends every process', async () => {
  const started = start();
  await started.untilReady();
  expect(await isUsable()).toBe(true);
  for (const name of ['server', 'worker', 'simulated AWS', 'database'] as const) await started.part(name);
  started.ctrlC();
  expect(await started.exited).toBe(0);
  expect(await processesLeft(folder.path, 1000)).toEqual([]);
});

test('a warm start is usable within 10 seconds, on the data of the last one', async () => {
  const before = secretKey();
  const started = start();
  const tookMs = await started.untilReady();
  console.log(`warm npm start: ${Math.round(tookMs)} ms`);
  expect(tookMs).toBeLessThan(10_000);
  expect(secretKey()).toBe(before);

  const second = npmStart({ dataRoot: folder.path, port: await findFreePort() });
  const reset = npmStart({ dataRoot: folder.path, port: await findFreePort(), args: ['--reset'] });
  running.push(second, reset);
  for (const refused of [second, reset]) {
    expect(await refused.exited).toBe(1);
    expect(refused.output()).toContain(`Countersign is already running with this data: http://127.0.0.1:${port}`);
  }
  expect(await isUsable()).toBe(true);
});

test('each part that is killed is started again, and the page works again', async () => {
  const started = start();
  await started.untilReady();
  for (const name of ['server', 'worker', 'simulated AWS', 'database'] satisfies PartName[]) {
    const killed = await started.part(name);
    process.kill(killed.pid, 'SIGKILL');
    await started.untilSaid(`The ${name} ended unexpectedly`);
    await untilUsable();
    await expect.poll(async () => (await started.part(name)).pid, { timeout: 20_000 }).not.toBe(killed.pid);
  }
  started.npm.kill('SIGTERM');
  await started.exited;
  expect(await processesLeft(folder.path, 1000)).toEqual([]);
});

test.for(['npm', 'bootstrap', 'start'] as const)(
  'kill -9 of %s itself leaves no process, and the next start recovers',
  async (name) => {
    const started = start();
    await started.untilReady();
    const pid = name === 'npm' ? (started.npm.pid as number) : (await started.part(name)).pid;
    process.kill(pid, 'SIGKILL');
    expect(await processesLeft(folder.path, 20_000)).toEqual([]);
  },
);

test('kill -9 of everything at once is recovered by the next start', async () => {
  const started = start();
  await started.untilReady();
  for (const { pid } of await processesWith(folder.path)) process.kill(pid, 'SIGKILL');
  expect(await processesLeft(folder.path, 5000)).toEqual([]);
  const next = start();
  await next.untilReady();
  expect(await isUsable()).toBe(true);
});

test('a taken port is said in one line that names another, and nothing is started', async () => {
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  try {
    const started = start();
    expect(await started.exited).toBe(1);
    const lines = started.output().split('\n');
    expect(lines).toContain(`Port ${port} is already in use. Choose another: PORT=${port + 1} npm start`);
    expect(await processesLeft(folder.path, 1000)).toEqual([]);
  } finally {
    other.close();
  }
});

test('--reset begins anew, and leaves the data of --empty alone', async () => {
  const before = secretKey();
  const empty = start('--empty');
  await empty.untilReady();
  expect(empty.output()).toMatch(/http:\/\/127\.0\.0\.1:\d+\/\S*first-run\S*/);
  await expect(empty.part('simulated AWS')).rejects.toThrow('No simulated AWS is running.');
  empty.ctrlC();
  await empty.exited;
  const started = start('--reset');
  await started.untilReady();
  expect(secretKey()).not.toBe(before);
  expect(existsSync(path.join(folder.path, 'empty', 'database', 'passwords.json'))).toBe(true);
});
