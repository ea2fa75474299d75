import { expect, it } from 'vitest';
import { sealWords } from './seal-words.ts';

const checkpoint = { count: 1230, head: 'ab', at: '2026-11-24T12:03:59.000Z', keyId: 'key_1', signature: '' };

it('says how far the log is sealed, and when it was signed, in UTC for everybody', () => {
  const seal = { sealed: 1234, waiting: 0, checkpoint, isAsSigned: true };
  expect(sealWords(seal, new Date('2026-11-24T23:59:00Z'))).toEqual({
    sealed: 'up to #1,234',
    waiting: null,
    checkpoint: '12:03 UTC',
  });
  expect(sealWords(seal, new Date('2026-11-25T00:01:00Z')).checkpoint).toBe('24 Nov 2026 12:03 UTC');
});

it('does not call sealed or signed what is not', () => {
  expect(sealWords({ sealed: 0, waiting: 1200, checkpoint: null, isAsSigned: true })).toEqual({
    sealed: 'nothing yet',
    waiting: '1,200',
    checkpoint: 'none signed yet',
  });
});
