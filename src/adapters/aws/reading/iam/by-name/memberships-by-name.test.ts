import { expect, test } from 'vitest';
import { createMembershipsByName } from './memberships-by-name.ts';

const ops = { nativeId: 'AGPA1', name: 'Ops' };
const read = (known: (typeof ops)[], pages: { users?: [string, string[]][]; groups?: (typeof ops)[] }[]) => {
  const memberships = createMembershipsByName(known);
  pages.forEach(({ users = [], groups = [] }, page) => {
    for (const [id, names] of users) memberships.user(id, names, page);
    for (const group of groups) memberships.group(group, page);
  });
  const { members, uncertain } = memberships.resolve();
  return {
    members: Object.fromEntries([...members].map(([id, users]) => [id, [...users].sort()])),
    uncertain: uncertain.map(({ nativeId }) => nativeId),
  };
};

test('users and groups of one answer belong together, and a group that nobody names is empty', () => {
  const empty = { nativeId: 'AGPA2', name: 'Empty' };
  expect(read([], [{ users: [['AIDA1', ['Ops']]], groups: [ops, empty] }])).toEqual({
    members: { AGPA1: ['AIDA1'], AGPA2: [] },
    uncertain: [],
  });
});

test('over several answers a name counts where the group had it before the reading', () => {
  const pages = [
    { users: [['AIDA1', ['Ops']]] as [string, string[]][] },
    { users: [['AIDA2', ['Ops']]] as never, groups: [ops] },
  ];
  expect(read([ops], pages)).toEqual({ members: { AGPA1: ['AIDA1', 'AIDA2'] }, uncertain: [] });
});

test.each([
  ['was not known before', []],
  ['had another name', [{ nativeId: 'AGPA1', name: 'Old' }]],
  ['took the name of another', [{ nativeId: 'AGPA0', name: 'Ops' }]],
])('a group that %s is asked for its members, never given those of a name', (_, known) => {
  expect(read(known, [{ users: [['AIDA1', ['Ops']]] }, { groups: [ops] }])).toEqual({
    members: {},
    uncertain: ['AGPA1'],
  });
});
