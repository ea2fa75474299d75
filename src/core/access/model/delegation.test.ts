import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../shared/ids.ts';
import { Refusal } from '../../shared/refusal.ts';
import { periodOf, statusOf } from './delegation.ts';

const now = '2026-11-24T12:00:00.000Z';
const inHours = (hours: number) => new Date(Date.parse(now) + hours * 3_600_000).toISOString();
const code = (from: string | null, until: string): string => {
  try {
    periodOf(from, until, now);
    return 'none';
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
};

describe('the period of a delegation', () => {
  it('begins now where no start is given, also where the clock of the caller is a little behind', () => {
    expect(periodOf(null, inHours(1), now)).toEqual({ fromAt: now, untilAt: inHours(1) });
    expect(periodOf(inHours(-0.01), inHours(1), now).fromAt).toBe(now);
  });

  it('never begins in the past, ends after it begins, and lasts 90 days at most', () => {
    expect(code(inHours(-1), inHours(1))).toBe('starts-in-the-past');
    expect(code(null, now)).toBe('ends-before-start');
    expect(code(inHours(2), inHours(1))).toBe('ends-before-start');
    expect(code(null, inHours(90 * 24))).toBe('none');
    expect(code(null, inHours(90 * 24 + 0.001))).toBe('delegation-too-long');
    expect(code(inHours(366 * 24), inHours(367 * 24))).toBe('starts-too-late');
  });

  it('holds from its start until before its end, and no longer than until it is ended', () => {
    const of = {
      personId: 'per_a' as PersonId,
      delegateId: 'per_b' as PersonId,
      fromAt: inHours(1),
      untilAt: inHours(3),
    };
    const at = (hours: number, endedAt: string | null = null) => statusOf({ ...of, endedAt }, inHours(hours));
    expect([0, 1, 2, 3].map((hours) => at(hours))).toEqual(['upcoming', 'in-force', 'in-force', 'over']);
    expect(at(2, inHours(2))).toBe('over');
    expect(at(1, inHours(0))).toBe('over');
  });
});
