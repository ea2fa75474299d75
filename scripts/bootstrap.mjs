#!/usr/bin/env node
// What `npm start` and `npm test` run first. Plain JavaScript for Node 20.19 with nothing installed: installs what is
// missing, then hands over to the Node 24 that came with it.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from './bootstrap/fault.mjs';
import { handOver } from './bootstrap/hand-over.mjs';
import { ensureInstalled } from './bootstrap/install.mjs';

const OLDEST_NODE = [20, 19];
const SCRIPTS = { start: 'scripts/start.ts', test: 'scripts/test.ts' };
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

async function main() {
  const [name, ...rest] = process.argv.slice(2);
  const script = SCRIPTS[name];
  if (!script) throw new Fault('Use: node scripts/bootstrap.mjs start|test [-- options]');
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new Fault(`Countersign needs Node ${OLDEST_NODE.join('.')} or newer; this is Node ${process.versions.node}.`);
  }
  await ensureInstalled(root);
  await handOver(root, path.join(root, script), rest[0] === '--' ? rest.slice(1) : rest);
}

// A terminal that went away must not turn an orderly end into a crash.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

main().catch((error) => {
  console.error(error instanceof Fault ? error.message : error);
  process.exitCode = 1;
});
