import { expect, it } from 'vitest';
import { retryDelaySeconds } from './retry-delay.ts';

it('waits twice as long each time, an hour at most', () => {
  expect([1, 2, 3, 4, 8, 9, 40].map(retryDelaySeconds)).toEqual([15, 30, 60, 120, 1920, 3600, 3600]);
});

it('tries for three days and then gives up', () => {
  let seconds = 0;
  let attempt = 1;
  for (let delay = retryDelaySeconds(attempt); delay !== null; delay = retryDelaySeconds(attempt)) {
    seconds += delay;
    attempt += 1;
  }
  expect(seconds / 86_400).toBeGreaterThan(2.9);
  expect(seconds / 86_400).toBeLessThan(5);
});
