import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { asOfInstant, sinceInstant, spanMinutes, wholeNumber } from './option-values.ts';

describe('values of options', () => {
  it('as of a date is the end of that day in UTC, so that the day is included', () => {
    expect(asOfInstant('2026-03-01')).toBe('2026-03-01T23:59:59.999Z');
    expect(asOfInstant('2026-03-01T09:30:00+01:00')).toBe('2026-03-01T08:30:00.000Z');
  });

  it('since a date is the start of that day; a span counts back from now', () => {
    expect(sinceInstant('2026-03-01')).toBe('2026-03-01T00:00:00.000Z');
    const since = Date.parse(sinceInstant('36h'));
    const span = Date.now() - since;
    expect(span).toBeGreaterThanOrEqual(36 * 3_600_000);
    expect(span).toBeLessThan(36 * 3_600_000 + 5_000);
  });

  it('spans are whole minutes', () => {
    expect(['45m', '2h', '1h30m', '1d', '1d2h3m'].map(spanMinutes)).toEqual([45, 120, 90, 1440, 1563]);
  });

  it.each(['', '2', 'h', '0m', '2 h', '1m1h', '-1h', '1.5h', '2w'])('refuses %j as a span', (text) => {
    expect(() => spanMinutes(text)).toThrow(InvalidArgumentError);
  });

  it.each(['yesterday', '2026-13-01', '3', '', '1w'])('refuses %j as a moment', (text) => {
    expect(() => asOfInstant(text)).toThrow(InvalidArgumentError);
    expect(() => sinceInstant(text)).toThrow(InvalidArgumentError);
  });

  it.each(['0', '-1', '1.5', 'x', ''])('refuses %j as a count', (text) => {
    expect(() => wholeNumber(text)).toThrow(InvalidArgumentError);
  });
});
