import { describe, expect, it } from 'vitest';
import { readGroupMembers } from './group-csv.ts';

const rows = (...lines: string[][]) => lines.map((fields, index) => ({ line: index + 1, fields }));
const faultsOf = (...lines: string[][]) => {
  try {
    readGroupMembers(rows(...lines));
  } catch (error) {
    return (error as { facts: { faults: { line: number; message: string }[] } }).facts.faults;
  }
  throw new Error('nothing was refused');
};

describe('a file of groups and members', () => {
  it('has its columns in any order and letter case, addresses in lower case, each pair once', () => {
    expect(
      readGroupMembers(
        rows(['Email', ' GROUP'], ['A@X.example', 'Ops'], ['a@x.example', 'Ops '], ['a@x.example', 'ops']),
      ),
    ).toEqual([
      { group: 'Ops', email: 'a@x.example' },
      { group: 'ops', email: 'a@x.example' },
    ]);
  });

  it.each([[['group', 'mail']], [['group']], [['group', 'email', 'x']], []])(
    'without its two columns is refused at line 1: %j',
    (...header) => {
      expect(faultsOf(...header)).toEqual([{ line: 1, message: 'the first line must be: group,email' }]);
    },
  );

  it('names every line at fault and takes nothing', () => {
    const faults = faultsOf(
      ['group', 'email'],
      ['', 'a@x.example'],
      ['g', 'b@x.example'],
      ['g', 'no'],
      ['g', 'c@x', 'd'],
    );
    expect(faults).toEqual([
      { line: 2, message: 'the group has no name' },
      { line: 4, message: 'not an e-mail address: no' },
      { line: 5, message: '3 fields where there should be 2; a comma inside a name needs quotes' },
    ]);
  });

  it('that is empty would remove everybody and is refused', () => {
    expect(faultsOf(['group', 'email'])[0]?.message).toContain('would remove everybody');
  });

  it('has at most 10,000 rows', () => {
    const members = Array.from({ length: 10_001 }, (_, n) => ['g', `p${n}@x.example`]);
    expect(readGroupMembers(rows(['group', 'email'], ...members.slice(1)))).toHaveLength(10_000);
    expect(faultsOf(['group', 'email'], ...members)).toEqual([{ line: 10_002, message: 'more than 10000 rows' }]);
  });
});
