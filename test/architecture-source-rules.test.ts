import { describe, expect, it } from 'vitest';
import { fullFolders } from '../scripts/check/rules/full-folders.ts';
import { judgeFile } from '../scripts/check/source-rules.ts';

const core = 'src/core/access/thing.ts';

describe('core is deterministic', () => {
  it.each(['new Date()', 'new Date', 'Date()', 'Date.now()', 'Math.random()'])('refuses %s in core', (code) => {
    expect(judgeFile(core, `export const x = () => ${code};\n`)).toHaveLength(1);
  });

  it.each(["new Date('2026-11-24T00:00:00Z')", "'Date.now()'", '1 // Date.now()', 'Date.UTC(2026, 1)'])(
    'lets %s be',
    (code) => {
      expect(judgeFile(core, `export const x = ${code}\n`)).toEqual([]);
    },
  );

  it('leaves adapters and tests alone', () => {
    expect(judgeFile('src/adapters/system/clock.ts', 'export const x = Date.now();\n')).toEqual([]);
    expect(judgeFile('src/core/access/thing.test.ts', 'export const x = Date.now();\n')).toEqual([]);
  });
});

describe('the environment has one reader', () => {
  it.each([
    'export const x = process.env.PORT;',
    "export const x = process['env'];",
    'export const x = globalThis.process.env;',
    'const { env } = process;\nexport const x = env;',
    "import { env } from 'node:process';\nexport const x = env;",
  ])('refuses %s', (code) => {
    expect(judgeFile('src/adapters/aws/thing.ts', code)).toHaveLength(1);
  });

  it('lets config.ts and the command line read it', () => {
    expect(judgeFile('src/config.ts', 'export const x = process.env;\n')).toEqual([]);
    expect(judgeFile('src/entrypoints/cli/environment.ts', 'export const x = process.env;\n')).toEqual([]);
  });
});

describe('sizes', () => {
  const lines = (count: number) => 'export {};\n'.repeat(count);

  it('refuses a file of 301 lines and a test of 501', () => {
    expect(judgeFile('simulator/thing.ts', lines(300))).toEqual([]);
    expect(judgeFile('simulator/thing.ts', lines(301))).toHaveLength(1);
    expect(judgeFile('simulator/thing.test.ts', lines(500))).toEqual([]);
    expect(judgeFile('simulator/thing.test.ts', lines(501))).toHaveLength(1);
  });

  it('warns of a folder of 13 files', () => {
    const files = Array.from({ length: 13 }, (_, index) => `src/core/access/file-${index}.ts`);
    expect(fullFolders(files.slice(1))).toEqual([]);
    expect(fullFolders(files)).toHaveLength(1);
  });
});
