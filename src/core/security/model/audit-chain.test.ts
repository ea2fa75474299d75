import { expect, it } from 'vitest';
import { checkpointText, emptyHead, entryText, linkedText, linksAfter } from './audit-chain.ts';

const entry = {
  id: 42,
  at: '2026-11-24T09:00:00.000123Z',
  actorKind: 'person',
  actorPersonId: 'per_1',
  action: 'policy.changed',
  objectKind: 'policy',
  objectId: 'pol_1',
  requestId: null,
  detail: '{"name": {"to": "“B”", "from": "A"}}',
} as const;

// Logs that were sealed stay sealed: these texts may never change (docs/audit-format.md).
it('the text of an entry is the same for ever', () => {
  expect(entryText(entry)).toBe(
    '{"id":42,"at":"2026-11-24T09:00:00.000123Z","actor":{"kind":"person","id":"per_1"},"action":"policy.changed",' +
      '"object":{"kind":"policy","id":"pol_1"},"requestId":null,"detail":{"name": {"to": "“B”", "from": "A"}}}',
  );
  expect(JSON.parse(entryText({ ...entry, objectId: 'a"}\n\\' })).object.id).toBe('a"}\n\\');
});

it('what a checkpoint signs is the same for ever', () => {
  const checkpoint = { count: 3, head: 'ab'.repeat(32), at: '2026-11-24T09:00:00.000Z', keyId: 'key_1' };
  expect(checkpointText(checkpoint)).toBe(
    `countersign-audit-checkpoint-1\n3\n${'ab'.repeat(32)}\n2026-11-24T09:00:00.000Z\nkey_1\n`,
  );
});

it('each hash is over the one before it and the entry, and places count up', () => {
  const hashed: string[] = [];
  const sha256 = (text: string) => `h${hashed.push(text)}`;
  expect(linksAfter({ count: 7, hash: 'h0' }, [entry, { ...entry, id: 41 }], sha256)).toEqual([
    { position: 8, entryId: 42, hash: 'h1' },
    { position: 9, entryId: 41, hash: 'h2' },
  ]);
  expect(hashed).toEqual([linkedText('h0', entryText(entry)), linkedText('h1', entryText({ ...entry, id: 41 }))]);
  expect(linksAfter(emptyHead, [], sha256)).toEqual([]);
});
