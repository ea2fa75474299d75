import { describe, expect, it } from 'vitest';
import { holdReason, isHeld, type Removed } from './sync-guard.ts';

const usual = { sharePercent: 20, minimum: 10 };
const none: Removed = { current: 1000, removed: 0 };
const held = (removed: number, current: number, limits = usual) => [
  isHeld({ identities: { current, removed }, grants: none }, limits),
  isHeld({ identities: none, grants: { current, removed } }, limits),
];

describe('a sync is held', () => {
  it('when more than the share vanishes, of identities or of grants', () => {
    expect(held(20, 100)).toEqual([false, false]);
    expect(held(21, 100)).toEqual([true, true]);
  });

  it('never for less than the minimum, whatever the share', () => {
    expect(held(9, 9)).toEqual([false, false]);
    expect(held(10, 10)).toEqual([true, true]);
    expect(held(2, 2, { sharePercent: 20, minimum: 1 })).toEqual([true, true]);
  });

  it('never with a share of 100 %: nothing is more than all', () => {
    expect(held(500, 500, { sharePercent: 100, minimum: 1 })).toEqual([false, false]);
  });

  it('by a share below one per cent too', () => {
    expect(held(51, 10_000, { sharePercent: 0.5, minimum: 10 })).toEqual([true, true]);
    expect(held(50, 10_000, { sharePercent: 0.5, minimum: 10 })).toEqual([false, false]);
  });
});

it('the reason names what goes over the limit, how much of how many, and the limit', () => {
  const { message } = holdReason(
    { identities: { current: 1204, removed: 412 }, grants: { current: 9120, removed: 15 } },
    usual,
  );
  expect(message).toBe(
    'The last sync would remove 412 of 1,204 identities (34.2 %), more than the limit of 20 %: nothing of it was published.',
  );
});
