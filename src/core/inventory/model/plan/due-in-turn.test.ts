import { describe, expect, it } from 'vitest';
import { type DetailHistory, dueInTurn } from './due-in-turn.ts';

const hourMs = 3600_000;
const kind = 'permission-set-details';
const history = (intervalMs: number, ages: Record<string, number>): DetailHistory => ({
  intervalMs,
  agesMs: { [kind]: ages, 'organizational-units': {}, 'aws-account-tags': {}, 'iam-role-settings': {} },
  missed: [],
});
const ids = (count: number) => Array.from({ length: count }, (_, n) => `ps-${String(n).padStart(4, '0')}`);
const allAt = (all: string[], ageMs: number) => Object.fromEntries(all.map((id) => [id, ageMs]));

describe('what is due', () => {
  it('is everything when nothing was read before', () => {
    const all = ids(40);
    expect(dueInTurn(all, kind, undefined)).toEqual(all);
    expect(dueInTurn(all, kind, history(hourMs, {}))).toEqual(all);
  });

  it('begins with what was never read whole, goes on with the oldest, and is five at least', () => {
    const all = ids(20);
    const read = all.filter((id) => id !== 'ps-0007');
    const ages = { ...allAt(read, hourMs), 'ps-0003': 3 * hourMs, 'ps-0009': 2 * hourMs };
    expect(dueInTurn(all, kind, history(hourMs / 4, ages))).toEqual([
      'ps-0007',
      'ps-0003',
      'ps-0009',
      'ps-0000',
      'ps-0001',
    ]);
  });

  it('is everything that was never read, however much that is', () => {
    const all = ids(100);
    expect(dueInTurn(all, kind, history(hourMs, allAt(all.slice(60), 0)))).toEqual(all.slice(0, 60));
  });

  it('is everything where a connector comes once a day', () => {
    const all = ids(100);
    expect(dueInTurn(all, kind, history(24 * hourMs, allAt(all, 23 * hourMs)))).toHaveLength(100);
  });

  it.each([0.25, 1, 6, 12])('is never older than a day, run after run, every %s hours', (hours) => {
    const all = ids(1550);
    const intervalMs = hours * hourMs;
    const readAt = new Map(all.map((id) => [id, 0]));
    let most = 0;
    for (let nowMs = intervalMs; nowMs < 4 * 24 * hourMs; nowMs += intervalMs) {
      const ages = Object.fromEntries([...readAt].map(([id, at]) => [id, nowMs - at]));
      for (const age of Object.values(ages)) expect(age).toBeLessThanOrEqual(24 * hourMs);
      const due = dueInTurn(all, kind, history(intervalMs, ages));
      if (nowMs > 24 * hourMs) most = Math.max(most, due.length);
      for (const id of due) readAt.set(id, nowMs);
    }
    // The turn of a run, not everything at once.
    expect(most).toBeLessThanOrEqual(Math.max(5, Math.ceil((1550 * hours) / 24)) * 2);
  });
});
