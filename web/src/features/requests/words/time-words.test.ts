import { describe, expect, it } from 'vitest';
import { leftWords, shareLeft, usualWords } from './time-words.ts';

const now = new Date('2026-11-24T14:12:00Z');

describe('what is left', () => {
  it.each([
    ['2026-11-24T16:04:00Z', '1 h 52 min'],
    ['2026-11-24T14:35:30Z', '23 min'],
    ['2026-11-24T14:12:40Z', '40 s'],
    ['2026-11-27T16:20:00Z', '3 days 2 h'],
    ['2026-11-25T14:12:00Z', '1 day'],
    ['2026-11-24T13:00:00Z', '0 s'],
  ])('until %s is %s', (until, words) => {
    expect(leftWords(until, now)).toBe(words);
  });

  it('as a share is whole before the start and nothing after the end', () => {
    expect(shareLeft('2026-11-24T15:00:00Z', '2026-11-24T16:00:00Z', now)).toBe(1);
    expect(shareLeft('2026-11-24T13:12:00Z', '2026-11-24T15:12:00Z', now)).toBe(0.5);
    expect(shareLeft('2026-11-24T12:00:00Z', '2026-11-24T13:00:00Z', now)).toBe(0);
  });
});

it.each([
  [0.4, 'less than a minute'],
  [11, '11 min'],
  [95, '1 h 30 min'],
  [1440, '1 day'],
  [4000, '3 days'],
])('%d minutes usually are said as %s', (minutes, words) => {
  expect(usualWords(minutes)).toBe(words);
});
