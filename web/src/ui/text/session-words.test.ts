import { expect, it } from 'vitest';
import { sessionWords } from './session-words.ts';

it.each([
  ['PT8H', '8 h'],
  ['PT1H30M', '1 h 30 min'],
  ['PT45M', '45 min'],
  ['P1D', 'P1D'],
])('the session length %s reads “%s”', (duration, words) => {
  expect(sessionWords(duration)).toBe(words);
});
