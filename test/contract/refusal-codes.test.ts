import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { errorCodesIn } from '../../scripts/check/error-codes.ts';
import { refusalCodes as ofAccess } from '../../src/core/access/refusals.ts';
import { refusalCodes as ofConnectors } from '../../src/core/connectors/refusals.ts';
import { refusalCodes as ofDirectory } from '../../src/core/directory/refusals.ts';
import { refusalCodes as ofInventory } from '../../src/core/inventory/refusals.ts';
import { refusalCodes as ofNotifications } from '../../src/core/notifications/refusals.ts';
import { refusalCodes as ofReviews } from '../../src/core/reviews/refusals.ts';
import { refusalCodes as ofSecurity } from '../../src/core/security/refusals.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const codesBelow = (folder: string): string[] =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => errorCodesIn(name, readFileSync(`${root}${folder}/${name}`, 'utf8')).map(({ code }) => code));

/** Not refusals: why a run or a change failed, explained by hand in docs/errors.md. */
const runFailures = { 'targeted-run-failed': true, 'not-writable': true };
const syncFailures = {
  'database-busy': true,
  'sync-bug': true,
  'sync-held': true,
  'hold-lost': true,
  'incremental-run-failed': true,
};

test.each([
  ['src/core/security', ofSecurity],
  ['src/core/connectors', ofConnectors],
  ['src/core/directory', ofDirectory],
  ['src/core/notifications', ofNotifications],
  ['src/core/inventory', { ...ofInventory, ...syncFailures }],
  ['src/core/reviews', ofReviews],
  // What access shares with the features left of it is explained there.
  ['src/core/access', { ...ofSecurity, ...ofConnectors, ...ofAccess, ...runFailures }],
])('every code that %s refuses with is in its table', (folder, table) => {
  const used = codesBelow(folder);
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((code) => !(code in table))).toEqual([]);
});

test('a code of these tables is used somewhere, with one meaning', () => {
  const used = new Set(codesBelow('src'));
  for (const code of [...Object.keys(ofSecurity), ...Object.keys(ofConnectors)]) expect(used, code).toContain(code);
  expect(Object.keys(ofSecurity).filter((code) => code in ofConnectors)).toEqual([]);
});
