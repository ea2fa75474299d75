import { describe, expect, it } from 'vitest';
import type { ReviewerProgress } from '../../../api/types.ts';
import { byNeed, standingOf, sumOf } from './totals.ts';

const reviewer = (name: string, change: Partial<ReviewerProgress>): ReviewerProgress => ({
  reviewer: { id: `per_${name}`, name },
  items: 10,
  decided: 0,
  submitted: 0,
  certified: 0,
  revoked: 0,
  bySilence: 0,
  medianSeconds: null,
  ...change,
});

describe('totals of a campaign', () => {
  it('every item is in exactly one of certified, revoked, silence, draft and undecided', () => {
    const total = sumOf([
      reviewer('a', { decided: 6, submitted: 4, certified: 3, revoked: 1, bySilence: 2 }),
      reviewer('b', { decided: 10, submitted: 10, certified: 9, revoked: 1 }),
    ]);
    expect(total.certified + total.revoked + total.bySilence + total.drafts + total.undecided).toBe(total.items);
    expect(total).toMatchObject({ drafts: 2, undecided: 2 });
  });

  it('a median under five seconds is flagged even when all is submitted', () => {
    expect(standingOf(reviewer('a', { decided: 10, submitted: 10, medianSeconds: 2 }))).toBe('look-closer');
    expect(standingOf(reviewer('a', { decided: 10, submitted: 10, medianSeconds: 5 }))).toBe('done');
  });

  it('whom silence decided for is not called done', () => {
    expect(standingOf(reviewer('a', { decided: 4, submitted: 4, bySilence: 6 }))).toBe('silent');
  });

  it('lists the hasty first, then who is furthest behind', () => {
    const list = [
      reviewer('done', { decided: 10, submitted: 10 }),
      reviewer('half', { decided: 5, submitted: 5 }),
      reviewer('none', {}),
      reviewer('hasty', { decided: 10, submitted: 10, medianSeconds: 1 }),
    ];
    expect(list.sort(byNeed).map(({ reviewer: { name } }) => name)).toEqual(['hasty', 'none', 'half', 'done']);
  });
});
