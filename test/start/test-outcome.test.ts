import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Shutdown } from '../../scripts/start/shutdown.ts';
import { exitCode, summaryLine } from '../../scripts/test/outcome.ts';
import { runVitest } from '../../scripts/test/run-vitest.ts';

const root = path.join(import.meta.dirname, '..', '..');
let folder: string;

// Inside the clone, where a test file finds Vitest.
beforeEach(() => {
  mkdirSync(path.join(root, '.build'), { recursive: true });
  folder = mkdtempSync(path.join(root, '.build', 'outcome-'));
  writeFileSync(path.join(folder, 'vitest.config.ts'), 'export default {};');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function outcomeOf(...files: string[]) {
  files.forEach((text, index) => {
    writeFileSync(path.join(folder, `${index}.test.ts`), `import { test, expect, beforeAll } from 'vitest';\n${text}`);
  });
  return runVitest(
    ['--root', folder, '--config', path.join(folder, 'vitest.config.ts'), '--silent'],
    new Shutdown(),
    'ignore',
  );
}

test('passed, failed and skipped tests are counted', async () => {
  const outcome = await outcomeOf(
    "test('a', () => {}); test('b', () => { expect(1).toBe(2); }); test.skip('c', () => {});",
  );
  expect(outcome).toEqual({ passed: 1, failed: 1, skipped: 1 });
  expect(summaryLine(outcome)).toBe('1 passed, 1 failed, 1 skipped');
  expect(exitCode(outcome)).toBe(1);
});

test('a file that can not be loaded counts as failed', async () => {
  const outcome = await outcomeOf("test('a', () => {});", "import './missing.ts'; test('b', () => {});");
  expect(outcome).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test('a set-up that fails counts as failed', async () => {
  const outcome = await outcomeOf("beforeAll(() => { throw new Error('no'); }); test('a', () => {});");
  expect(outcome.failed).toBeGreaterThan(0);
  expect(exitCode(outcome)).toBe(1);
});

test('an error outside every test counts as failed', async () => {
  const text =
    "test('a', async () => { void Promise.reject(new Error('lost')); await new Promise((r) => setTimeout(r, 50)); });";
  expect(exitCode(await outcomeOf(text))).toBe(1);
});

test('a run without a test fails', async () => {
  const outcome = await outcomeOf();
  expect(outcome.passed).toBe(0);
  expect(exitCode(outcome)).toBe(1);
});

test('a run in which all passed is the only one that succeeds', async () => {
  const outcome = await outcomeOf("test('a', () => {});");
  expect(summaryLine(outcome)).toBe('1 passed, 0 failed');
  expect(exitCode(outcome)).toBe(0);
});
