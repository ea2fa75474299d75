import { expect, it } from 'vitest';
import { detailWords } from './detail-words.ts';

it('a change reads from what to what, with “nothing” for what was not there', () => {
  expect(detailWords({ roleArn: { from: null, to: 'arn:aws:iam::1:role/r' }, isPaused: true })).toBe(
    'role arn: nothing → arn:aws:iam::1:role/r, is paused: on',
  );
});
