import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { auditKinds } from './audit-kinds.ts';

const source = fileURLToPath(new URL('../../../../src/', import.meta.url));

test('the filter of the audit log offers every kind of thing that the product tells of, and no other', () => {
  const told = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => [...readFileSync(source + name, 'utf8').matchAll(/objectKind(?:: | = )'([a-z-]+)'/g)])
    .map((match) => match[1]);
  expect(auditKinds.map(({ value }) => value)).toEqual([...new Set(told)].sort());
});
