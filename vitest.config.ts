import { defineConfig } from 'vitest/config';

/** Starts one PostgreSQL for the whole run, whichever of these projects take part. */
const withDatabase = ['test/support/global-database.ts'];

// Groups run one after another: what measures or drives whole processes must not share two cores with everything else.
const together = { maxWorkers: 2, sequence: { groupOrder: 0 } };
const alone = (groupOrder: number) => ({ maxWorkers: 1, fileParallelism: false, sequence: { groupOrder } });
const patience = (ms: number) => ({ testTimeout: ms, hookTimeout: ms });

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts'], ...together } },
      { test: { name: 'simulator', include: ['simulator/**/*.test.ts'], ...patience(20_000), ...together } },
      { test: { name: 'web', include: ['web/src/**/*.test.ts'], ...together } },
      { test: { name: 'architecture', include: ['test/architecture*.test.ts'], ...patience(60_000), ...together } },
      database('database', 'test/database/**/*.test.ts'),
      database('http', 'test/http/**/*.test.ts'),
      { test: { name: 'evidence', include: ['test/evidence/**/*.test.ts'], ...patience(60_000), ...together } },
      database('contract', 'test/contract/**/*.test.ts'),
      processes('cli', 'test/cli/**/*.test.ts', 1),
      processes('failpoints', 'test/failpoints/**/*.test.ts', 1),
      processes('browser', 'test/e2e/**/*.test.ts', 2),
      { test: { name: 'start', include: ['test/start/**/*.test.ts'], ...patience(180_000), ...alone(3) } },
    ],
  },
});

function database(name: string, include: string) {
  return { test: { name, include: [include], globalSetup: withDatabase, ...patience(30_000), ...together } };
}

function processes(name: string, include: string, groupOrder: number) {
  return { test: { name, include: [include], globalSetup: withDatabase, ...patience(120_000), ...alone(groupOrder) } };
}
