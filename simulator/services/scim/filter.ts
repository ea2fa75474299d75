import { invalid } from './refusals.ts';

/** What a filter asks for, by attribute: `userName eq "ada"`, or two of them joined by `and`. */
export type Filter = Readonly<Record<string, string>>;

const TERM = String.raw`([\w.]+) +eq +("(?:[^"\\]|\\.)*")`;
const FILTER = new RegExp(`^ *${TERM}(?: +and +${TERM})? *$`, 'i');

/**
 * Reads a filter of one of the supported combinations of attributes, whatever their order. Other attributes, operators
 * and forms are refused, and so is an empty value.
 */
export function readFilter(text: string | undefined, combinations: readonly string[]): Filter | undefined {
  if (text === undefined) return undefined;
  const match = FILTER.exec(text);
  if (!match) throw invalid('A filter must be: <filterAttribute> eq "<filterValue>"');
  const [, first = '', firstValue = '', second, secondValue = ''] = match;
  const filter: Record<string, string> = { [first]: unquoted(firstValue) };
  if (second !== undefined) filter[second] = unquoted(secondValue);
  const combination = (second === undefined ? [first] : [first, second]).sort().join(' and ');
  if (!combinations.includes(combination)) throw invalid(`The filter is not supported: ${combination}`);
  return filter;
}

function unquoted(literal: string): string {
  let value: unknown;
  try {
    value = JSON.parse(literal);
  } catch {
    value = '';
  }
  if (typeof value !== 'string' || value === '') throw invalid('A filter value must be a text.');
  return value;
}
