import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { auditActions } from './audit-actions.ts';

const source = fileURLToPath(new URL('../../../../src/', import.meta.url));
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] as string);

/** Actions stand in the code as literals after `action:`; two families are put together from an event's or an end's name. */
const actionsIn = (text: string): string[] => [
  ...text
    .split('\n')
    .filter((line) => /action: |auditLease\(/.test(line))
    .flatMap((line) => all(line, /'([a-z-]+\.[a-z-]+)'/g)),
  ...(text.includes('recordStep(') ? all(text, /event: '([a-z-]+)'/g).map((event) => `campaign.${event}`) : []),
  ...all(text, /const end = \{ reason: '([a-z-]+)'/g).map((reason) => `lease.${reason}`),
];

test('the filter of the audit log offers every action that the product records, and no other', () => {
  const recorded = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => actionsIn(readFileSync(source + name, 'utf8')));
  expect(auditActions.map(({ value }) => value).sort()).toEqual([...new Set(recorded)].sort());
});
