import { expect, test } from 'vitest';
import { type Permission, permissionsOf, type Role, roles } from './roles.ts';

/** SEC-2 as a table to read: who may ask for what. What they then see of it depends on who they are. */
const table: Record<Permission, readonly (Role | 'everyone')[]> = {
  'session.use': ['everyone'],
  'access.read': ['everyone'],
  'people.read': ['everyone'],
  'directory.look-up': [
    'super-administrator',
    'connector-administrator',
    'request-administrator',
    'campaign-administrator',
    'auditor',
  ],
  'api-tokens.manage-own': ['everyone'],
  'connectors.read': ['super-administrator', 'connector-administrator', 'auditor'],
  'connectors.manage': ['super-administrator', 'connector-administrator'],
  'applications.read': ['super-administrator', 'connector-administrator', 'auditor'],
  'applications.manage': ['super-administrator', 'connector-administrator'],
  'audit.read': ['super-administrator', 'auditor'],
  'members.read': ['super-administrator', 'auditor'],
  'members.manage': ['super-administrator'],
  'requests.make': ['everyone'],
  'reviews.decide': ['everyone'],
  'policies.read': ['super-administrator', 'request-administrator', 'auditor'],
  'policies.manage': ['super-administrator', 'request-administrator'],
  'campaigns.read': ['super-administrator', 'campaign-administrator', 'auditor'],
  'campaigns.manage': ['super-administrator', 'campaign-administrator'],
  'federation.read': ['super-administrator', 'connector-administrator', 'auditor'],
  'federation.manage': ['super-administrator', 'connector-administrator'],
};

test.each(roles)('%s has exactly the permissions of the table', (role) => {
  const expected = Object.entries(table).filter(([, who]) => who.includes('everyone') || who.includes(role));
  expect(permissionsOf([role]).sort()).toEqual(expected.map(([permission]) => permission).sort());
});

test('without a role one has what everyone has, and roles add up', () => {
  expect(permissionsOf([]).sort()).toEqual([
    'access.read',
    'api-tokens.manage-own',
    'people.read',
    'requests.make',
    'reviews.decide',
    'session.use',
  ]);
  expect(permissionsOf(['auditor', 'connector-administrator'])).toContain('connectors.manage');
  expect(permissionsOf(['auditor'])).not.toContain('connectors.manage');
});
