import { describe, expect, it } from 'vitest';
import { daysBefore, periodQuery, periodWords } from './period.ts';

const local = (...parts: [number, number, number]) => new Date(parts[0], parts[1] - 1, parts[2]).toISOString();

describe('a period', () => {
  it('takes both of its days whole, in the viewer’s zone, also over the end of a month', () => {
    expect(periodQuery({ from: '2026-11-24', until: '2026-11-30' })).toEqual({
      from: local(2026, 11, 24),
      until: local(2026, 12, 1),
    });
    expect(periodQuery({ from: '2026-11-24', until: undefined })).toEqual({ from: local(2026, 11, 24) });
  });
  it('that the address garbles narrows nothing', () => {
    expect(periodQuery({ from: 'yesterday', until: '2026' })).toEqual({});
    expect(periodWords({ from: 'yesterday', until: undefined })).toBeUndefined();
  });
  it('reads as one would say it', () => {
    expect(periodWords({ from: '2026-11-03', until: '2026-11-05' })).toBe('3 Nov 2026 to 5 Nov 2026');
    expect(periodWords({ from: '2026-11-03', until: '2026-11-03' })).toBe('3 Nov 2026');
    expect(periodWords({ from: '2026-11-03', until: undefined })).toBe('since 3 Nov 2026');
    expect(periodWords({ from: undefined, until: '2026-11-03' })).toBe('until 3 Nov 2026');
    expect(periodWords({ from: undefined, until: undefined })).toBeUndefined();
  });
  it('that begins some days ago begins on that day', () => {
    expect(daysBefore(6, new Date(2026, 10, 3, 1))).toBe('2026-10-28');
  });
});
