import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import type { Outcome } from './outcome.ts';

/** Writes what came of the run to the file COUNTERSIGN_TEST_OUTCOME names, for the last line of `npm test`. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const file = process.env.COUNTERSIGN_TEST_OUTCOME;
    if (file) writeFileSync(file, JSON.stringify(count(modules, unhandledErrors)));
  }
}

function count(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): Outcome {
  let [passed, failed, skipped] = [0, unhandledErrors.length, 0];
  for (const module of modules) {
    let hasFailedTest = false;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed += 1;
      else if (state === 'skipped') skipped += 1;
      // "pending" after the end: it was not carried out.
      else failed += 1;
      hasFailedTest ||= state === 'failed';
    }
    // A file that did not load, or whose set-up failed, has no failed test to show for it.
    if (module.state() === 'failed' && !hasFailedTest) failed += 1;
  }
  return { passed, failed, skipped };
}
