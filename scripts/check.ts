import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';

// npm run check: everything that can be known without running the product, each as a process of its own, as many at a
// time as there are cores. Ends with 1 when any fails; the whole must stay under a minute.
interface Check {
  name: string;
  command: [program: string, ...args: string[]];
}
const root = path.resolve(import.meta.dirname, '..');
const node = process.execPath;
// Longest first, so that nothing long is left over at the end.
const checks: Check[] = [
  { name: 'generated files', command: [node, 'scripts/generate.ts', '--check'] },
  { name: 'types', command: ['tsc', '-b', '--pretty', 'false'] },
  { name: 'rings', command: [node, 'scripts/check/rings.ts'] },
  { name: 'unused code', command: ['knip', '--no-progress', '--no-config-hints'] },
  { name: 'house rules', command: [node, 'scripts/check/source-rules.ts'] },
  { name: 'documents', command: [node, 'scripts/check/documents.ts'] },
  { name: 'format and lint', command: ['biome', 'ci', '--colors=off', '--max-diagnostics=20', '--reporter=summary'] },
];

interface Outcome {
  isPassed: boolean;
  output: string;
  seconds: number;
}

function run({ command: [program, ...args] }: Check): Promise<Outcome> {
  const startedAt = performance.now();
  const bin = path.join(root, 'node_modules/.bin');
  const env = {
    ...process.env,
    PATH: `${bin}${path.delimiter}${process.env.PATH}`,
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
  };
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (text: Buffer) => {
    output += text.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve) => {
    const end = (isPassed: boolean) =>
      resolve({ isPassed, output: output.trim(), seconds: (performance.now() - startedAt) / 1000 });
    child.on('error', (error) => {
      output += `${program} does not start: ${error.message}`;
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}

function report(check: Check, { isPassed, output, seconds }: Outcome): void {
  const word = isPassed ? 'ok    ' : 'FAILED';
  const note = isPassed
    ? (output.split('\n').at(-1) ?? '').slice(0, 60)
    : `run: ${check.command.join(' ').replace(node, 'node')}`;
  console.log(`${word} ${check.name.padEnd(16)} ${seconds.toFixed(1).padStart(5)} s  ${note}`);
  const shown = isPassed ? output.split('\n').filter((line) => line.startsWith('warning:')) : output.split('\n');
  for (const line of shown) console.log(`       ${line}`);
}

const startedAt = performance.now();
const waiting = [...checks];
let failed = 0;
async function worker(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const outcome = await run(check);
    report(check, outcome);
    if (!outcome.isPassed) failed += 1;
  }
}
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
console.log(
  `${checks.length - failed} passed, ${failed} failed in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
);
process.exitCode = failed > 0 ? 1 : 0;
