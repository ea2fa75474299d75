import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Imports, readImports } from '../scripts/check/read-imports.ts';

const root = path.resolve(import.meta.dirname, '..');
const rules = path.join(root, '.dependency-cruiser.mjs');

/** A file that imports what it may not, and the rule that must say so. */
const forbidden: [file: string, imports: string, rule: string][] = [
  ['src/core/access/calls-aws.ts', '@aws-sdk/client-iam', 'core-is-pure'],
  ['src/core/access/reads-disk.ts', 'node:fs', 'core-is-pure'],
  ['src/core/access/knows-database.ts', '../../adapters/postgres/target.ts', 'core-is-pure'],
  ['src/core/access/knows-contract.ts', '../../contract/target.ts', 'core-is-pure'],
  ['src/core/inventory/knows-access.ts', '../access/target.ts', 'core-inventory-knows-nothing-to-its-right'],
  ['src/core/shared/knows-security.ts', '../security/target.ts', 'core-shared-knows-nothing-to-its-right'],
  ['src/core/access/model/knows-ports.ts', '../ports.ts', 'core-model-is-stricter'],
  ['src/core/access/model/knows-other-verb.ts', '../../inventory/target.ts', 'core-model-is-stricter'],
  ['src/core/brand-new/thing.ts', '../shared/target.ts', 'core-features-are-ordered'],
  ['src/contract/uses-fastify.ts', 'fastify', 'contract-needs-only-zod'],
  ['src/contract/knows-core.ts', '../core/shared/target.ts', 'contract-needs-only-zod'],
  ['src/adapters/aws/knows-postgres.ts', '../postgres/target.ts', 'adapters-know-core-only'],
  ['src/adapters/brand-new/knows-contract.ts', '../../contract/target.ts', 'adapters-know-core-only'],
  ['src/adapters/postgres/calls-aws.ts', '@aws-sdk/client-iam', 'client-of-aws-only'],
  ['src/entrypoints/http/knows-postgres.ts', '../../adapters/postgres/target.ts', 'entry-points-are-handed-adapters'],
  ['src/entrypoints/worker/knows-http.ts', '../http/target.ts', 'entry-points-are-handed-adapters'],
  ['src/entrypoints/http/asks-database.ts', 'pg', 'client-of-postgres-queue-system-only'],
  ['src/entrypoints/cli/knows-core.ts', '../../core/shared/target.ts', 'cli-is-a-client'],
  ['src/entrypoints/http/knows-compose.ts', '../../compose/knows-main.ts', 'compose-is-the-top'],
  ['src/compose/knows-main.ts', '../main.ts', 'nobody-imports-main'],
  ['src/core/access/knows-simulator.ts', '../../../simulator/target.ts', 'src-stands-alone'],
  ['web/src/features/people/knows-core.ts', '../../../../src/core/shared/target.ts', 'web-is-a-client'],
  ['web/src/features/people/knows-roles.ts', '../roles/target.ts', 'web-features-are-apart'],
  ['web/src/ui/knows-feature.ts', '../features/roles/target.ts', 'web-ui-knows-no-feature'],
  ['simulator/knows-product.ts', '../src/core/shared/target.ts', 'simulator-stands-alone'],
  ['src/entrypoints/http/runs-vitest.ts', 'vitest', 'no-development-package-at-run-time'],
  ['src/core/access/lost.ts', './nowhere.ts', 'no-unresolved'],
];
const targets = [
  'src/core/shared',
  'src/core/security',
  'src/core/inventory',
  'src/core/access',
  'src/contract',
  'src/adapters/postgres',
  'src/entrypoints/http',
  'web/src/features/roles',
  'simulator',
];

describe('the rings', () => {
  let folder: string;
  let judged: Imports;
  const write = (file: string, text: string): void => {
    const place = path.join(folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
  };

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'countersign-rings-'));
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    cpSync(path.join(root, 'package.json'), path.join(folder, 'package.json'));
    for (const target of targets) write(`${target}/target.ts`, 'export const target = 1;\n');
    write('src/core/access/ports.ts', 'export const target = 1;\n');
    write('src/main.ts', 'export const target = 1;\n');
    for (const [file, imported] of forbidden) write(file, `import * as it from '${imported}';\nexport const x = it;\n`);
    write('src/core/access/type-only.ts', "import type { Server } from 'node:http';\nexport type X = Server;\n");
    write('src/core/access/one.ts', "import { two } from './two.ts';\nexport const one = () => two;\n");
    write('src/core/access/two.ts', "import { one } from './one.ts';\nexport const two = () => one;\n");
    write(
      'src/core/access/model/allowed.ts',
      "import { target } from '../../shared/target.ts';\nexport const x = target;\n",
    );
    write(
      'src/core/access/free.test.ts',
      "import { target } from '../../adapters/postgres/target.ts';\nexport const x = target;\n",
    );
    judged = await readImports(folder, rules);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const rulesAgainst = (file: string): string[] =>
    judged.result.summary.violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);

  it.each(forbidden)('refuse %s importing %s', (file, _imported, rule) => {
    expect(rulesAgainst(file)).toContain(rule);
  });

  it('refuse an import that is only a type', () => {
    expect(rulesAgainst('src/core/access/type-only.ts')).toContain('core-is-pure');
  });

  it('refuse a cycle', () => {
    expect([...rulesAgainst('src/core/access/one.ts'), ...rulesAgainst('src/core/access/two.ts')]).toContain(
      'no-cycles',
    );
  });

  it('let a model import core/shared, and a test import anything', () => {
    expect(rulesAgainst('src/core/access/model/allowed.ts')).toEqual([]);
    expect(rulesAgainst('src/core/access/free.test.ts')).toEqual([]);
  });
});

describe('the tool that guards the rings', () => {
  it('reads every file of the repository and resolves their imports', async () => {
    const { read, unread, result } = await readImports(root, rules);
    expect(unread).toEqual([]);
    expect(read.length).toBeGreaterThan(60);
    expect(result.summary.totalDependenciesCruised).toBeGreaterThan(100);
  }, 60_000);
});
