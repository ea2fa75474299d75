import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../start/root.ts';
import type { Shutdown } from '../start/shutdown.ts';
import type { Outcome } from './outcome.ts';

const REPORTERS = ['--reporter=default', `--reporter=${path.join(import.meta.dirname, 'count-reporter.ts')}`];

/** Runs every project of vitest.config.ts once and says what came of it; a run that broke off counts as a failure. */
export async function runVitest(
  args: readonly string[],
  shutdown: Shutdown,
  output: 'inherit' | 'ignore' = 'inherit',
): Promise<Outcome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-outcome-'));
  const file = path.join(folder, 'outcome.json');
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', ...REPORTERS, ...args], {
    cwd: root,
    env: { ...process.env, COUNTERSIGN_TEST_OUTCOME: file },
    stdio: ['ignore', output, output],
  });
  await shutdown.add({ name: 'test run', isSilent: true, end: async () => void child.kill('SIGTERM') });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  const outcome = readOutcome(file);
  rmSync(folder, { recursive: true, force: true });
  if (!outcome) return { passed: 0, failed: 1, skipped: 0 };
  // Vitest has reasons of its own to fail, such as a missing file named on the command line.
  return code !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
}

function readOutcome(file: string): Outcome | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Outcome;
  } catch {
    return undefined;
  }
}
