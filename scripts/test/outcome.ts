export interface Outcome {
  readonly passed: number;
  /** Failed tests, and test files or runs that could not be carried out. */
  readonly failed: number;
  readonly skipped: number;
}

/** The last line of `npm test`. */
export function summaryLine({ passed, failed, skipped }: Outcome): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A run in which nothing ran has not shown anything. */
export function exitCode({ passed, failed }: Outcome): number {
  return failed === 0 && passed > 0 ? 0 : 1;
}
