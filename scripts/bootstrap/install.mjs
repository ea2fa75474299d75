import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from './fault.mjs';
import { isInstalledAsLocked, lockHash } from './lock-file.mjs';
import { npmCi } from './npm-ci.mjs';
import { showProgress } from './progress.mjs';

/** Where npm puts the Node 24 that runs everything. */
export const node24 = (root) => path.join(root, 'node_modules', 'node', 'bin', 'node');
const stampFile = (root) => path.join(root, 'node_modules', '.countersign-installed');

/** Runs `npm ci` when node_modules is missing or is not what package-lock.json asks for. */
export async function ensureInstalled(root) {
  if (isInstalled(root)) return;
  await whileInstallingAlone(root, async () => {
    if (isInstalled(root)) return;
    await showProgress('Installing packages (npm ci, once, about a minute)', () => npmCi(root));
    if (!existsSync(node24(root))) throw new Fault(SCRIPTS_OFF);
    writeStamp(root);
  });
}

/** The stamp is the quick answer; an install someone made by hand is recognised by npm's own record of it. */
export function isInstalled(root) {
  if (!existsSync(node24(root))) return false;
  if (readIfThere(stampFile(root)) === stampFor(root)) return true;
  if (!isInstalledAsLocked(root)) return false;
  writeStamp(root);
  return true;
}

function writeStamp(root) {
  try {
    writeFileSync(stampFile(root), stampFor(root));
  } catch {
    // A node_modules we may not write to only costs the longer look next time.
  }
}

function stampFor(root) {
  return createHash('sha256')
    .update(`${lockHash(root)} ${process.platform} ${process.arch}`)
    .digest('hex');
}

/** Two commands started together on a fresh clone must not install into one folder. */
async function whileInstallingAlone(root, work) {
  const lock = path.join(root, '.build', 'installing');
  mkdirSync(path.dirname(lock), { recursive: true });
  let hasSaidSo = false;
  while (!takeLock(lock)) {
    if (!hasSaidSo) console.log('Another command is installing packages: waiting for it.');
    hasSaidSo = true;
    await sleep(500);
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw new Fault(`Can't write to ${path.dirname(lock)}: ${error.code}.`);
    const holder = Number(readIfThere(lock));
    if (!holder || !isRunning(holder)) rmSync(lock, { force: true });
    return false;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

const SCRIPTS_OFF =
  "Node 24 did not arrive: npm's install scripts are switched off here. Allow them for the package `node` " +
  '(npm config set ignore-scripts false; npm 11: npm approve-scripts node), remove node_modules and run this again.';
