#!/usr/bin/env node
// The command line of Countersign, from a clone: runs it on the Node 24 in node_modules, whatever Node started us.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(realpathSync(fileURLToPath(import.meta.url))), '..');
const node = path.join(root, 'node_modules', 'node', 'bin', 'node');
const WRONG_USE = 2;

if (existsSync(node)) {
  const script = path.join(root, 'src', 'entrypoints', 'cli', 'main.ts');
  const child = spawn(node, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`The Node 24 in node_modules does not run here (${error.code}).`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
} else {
  fail(`Countersign is not installed in ${root}: run \`npm start\` or \`npm ci\` there first.`);
}

function fail(message) {
  console.error(message);
  process.exitCode = WRONG_USE;
}
