import { describe, expect, it } from 'vitest';
import { printable } from './printable.ts';
import { tableOf } from './table.ts';

const columns = [
  { name: 'Name', of: (row: { name: string; path: string }) => row.name },
  { name: 'Path', of: (row: { name: string; path: string }) => row.path },
];
const long = 'Priya Raman → member of Platform → AdministratorAccess on prod-payments';

describe('a table', () => {
  it('keeps every row on one line where there is no terminal', () => {
    const lines = tableOf(columns, [{ name: 'Priya', path: long }], undefined).split('\n');
    expect(lines).toEqual(['NAME   PATH', `Priya  ${long}`]);
  });

  it('wraps the last column within the width of the terminal and loses no word', () => {
    const lines = tableOf(columns, [{ name: 'Priya', path: long }], 50).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(50);
    expect(lines.slice(1).join(' ').replace(/\s+/g, ' ')).toBe(`Priya ${long}`);
  });

  it('lines up names of wide letters without cutting them', () => {
    const lines = tableOf(columns, [{ name: '日本語の名前', path: 'x' }], undefined).split('\n');
    expect(lines[1]).toBe('日本語の名前  x');
  });

  it('shows a dash for what is not known', () => {
    expect(tableOf([{ name: 'Id', of: () => null }], [{}], undefined)).toBe('ID\n–');
  });

  it('does not let a name from AWS command the terminal', () => {
    const attack = '\u001b]0;owned\u0007\u001b[2Jname\u202e';
    const text = tableOf(columns, [{ name: attack, path: 'a\rb\nc' }], undefined);
    for (const command of ['\u001b', '\u0007', '\r', '\u202e']) expect(text).not.toContain(command);
    expect(text.split('\n')).toHaveLength(2);
    expect(printable(attack)).toContain('name');
  });
});
