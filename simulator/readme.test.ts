import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RATES } from './limits/token-buckets.ts';
import { SERVICES } from './services/services.ts';
import { OPERATIONS, prepareCases } from './testing/operations/operation-cases.ts';
import { readmeCells } from './testing/operations/readme-row.ts';
import { CREDENTIALS } from './worlds/credentials.ts';
import { WORLDS } from './worlds/worlds.ts';

const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8');

it('the README’s table lists exactly the operations that are simulated', () => {
  const listed = [...readme.matchAll(/^\| `(\w+):(\w+)` \|/gm)].map(([, service, name]) => `${service}:${name}`);
  const simulated = SERVICES.flatMap((service) => service.operations.map(({ name }) => `${service.id}:${name}`));
  expect(listed.sort()).toEqual(simulated.sort());
});

const rows = new Map(
  [...readme.matchAll(/^\| `(\w+:\w+)` \| (.*) \|$/gm)].map(([, key = '', cells = '']) => [key, cells.split(' | ')]),
);

it.each(OPERATIONS)('the README tells of $key what the code and its tests say', (operation) => {
  const cells = readmeCells(operation, prepareCases()(operation.key));
  expect(
    rows
      .get(operation.key)
      ?.slice(0, -1)
      .map((cell) => cell.trim()),
  ).toEqual(cells);
});

it('the README tells the rate of SCIM', () => {
  const families = [...rows].filter(([key]) => key.startsWith('scim:')).map(([, cells]) => cells[2]);
  expect(new Set(families)).toEqual(new Set([RATES.scim?.family]));
});

it('every test that the README names is there', () => {
  const named = [...readme.matchAll(/`([\w/-]+\.test\.ts)`/g)].map(([, file = '']) => file);
  expect(named.filter((file) => file.includes('/') && !existsSync(new URL(file, import.meta.url)))).toEqual([]);
  expect(named.length).toBeGreaterThan(15);
});

it('the README tells every world and credential', () => {
  for (const name of Object.keys(WORLDS)) expect(readme).toContain(`\`${name}\``);
  for (const credentials of Object.values(CREDENTIALS)) {
    for (const value of Object.values(credentials)) expect(readme).toContain(`\`${value}\``);
  }
});
