import fc from 'fast-check';

/** A small AWS: two AWS accounts with IAM, one of them with an organization and Identity Center. */
export interface World {
  awsAccounts: string[];
  users: string[];
  groups: string[];
  /** Permission sets and how often their description was changed. */
  sets: { name: string; edition: number }[];
  memberships: [group: string, user: string][];
  /** Also of principals that are deleted: AWS keeps these (orphaned assignments). */
  assignments: { awsAccountId: string; set: string; principal: Principal }[];
  iam: Record<IamAccount, IamWorld>;
}
export type Principal = { kind: 'identity-center-user' | 'identity-center-group'; id: string };
export type IamAccount = 'main' | 'other';
export interface IamWorld {
  users: { name: string; edition: number }[];
  groups: string[];
  memberships: [group: string, user: string][];
  roles: { name: string; trusts: { who: string; qualifier: string }[] }[];
}

const reservedRoles = ['AWSReservedSSO_read_0123456789abcdef', 'AWSReservedSSO_admin_0123456789abcdef'];
const roleNames = ['r0', 'r1', 'r2', ...reservedRoles];
/** Whom a trust policy may name: `role:account/name`, `user:account/name`, or others that no listing holds. */
const trusted = [
  ...(['main', 'other'] as const).flatMap((account) => [
    ...roleNames.map((name) => `role:${account}/${name}`),
    `user:${account}/bob`,
  ]),
  'role:unread/deploy',
  'service:ec2.amazonaws.com',
  'saml:idp',
  'account:999999999999',
  'anyone:*',
];

const iamWorld: fc.Arbitrary<IamWorld> = fc
  .record({
    users: fc.subarray(['bob', 'eve', 'zoe']),
    edition: fc.nat({ max: 1 }),
    groups: fc.subarray(['ops', 'dev']),
    memberships: fc.subarray([
      ['ops', 'bob'],
      ['ops', 'eve'],
      ['dev', 'bob'],
      ['dev', 'zoe'],
    ] as [string, string][]),
    roles: fc.subarray(roleNames),
    trusts: fc.uniqueArray(
      fc.record({ role: fc.constantFrom(...roleNames), who: fc.constantFrom(...trusted), isPlain: fc.boolean() }),
      { maxLength: 9, selector: ({ role, who }) => `${role} ${who}` },
    ),
  })
  .map(({ users, edition, groups, memberships, roles, trusts }) => ({
    users: users.map((name) => ({ name, edition })),
    groups,
    memberships: memberships.filter(([group, user]) => groups.includes(group) && users.includes(user)),
    roles: roles.map((name) => ({
      name,
      trusts: trusts
        .filter((trust) => trust.role === name)
        .map(({ who, isPlain }) => ({ who, qualifier: isPlain ? '' : 'external-id' })),
    })),
  }));

const principals: Principal[] = [
  ...['u0', 'u1', 'u2'].map((id): Principal => ({ kind: 'identity-center-user', id })),
  ...['g0', 'g1'].map((id): Principal => ({ kind: 'identity-center-group', id })),
];

export const anyWorld: fc.Arbitrary<World> = fc
  .record({
    extraAccounts: fc.subarray(['333333333333', '444444444444']),
    users: fc.subarray(['u0', 'u1', 'u2']),
    groups: fc.subarray(['g0', 'g1']),
    sets: fc.subarray(['read', 'admin']),
    edition: fc.nat({ max: 1 }),
    memberships: fc.subarray([
      ['g0', 'u0'],
      ['g0', 'u1'],
      ['g1', 'u1'],
      ['g1', 'u2'],
    ] as [string, string][]),
    assignments: fc.uniqueArray(
      fc.record({
        awsAccountId: fc.constantFrom('main', '333333333333', '444444444444'),
        set: fc.constantFrom('read', 'admin'),
        principal: fc.constantFrom(...principals),
      }),
      { maxLength: 8, selector: ({ awsAccountId, set, principal }) => `${awsAccountId} ${set} ${principal.id}` },
    ),
    iam: fc.record({ main: iamWorld, other: iamWorld }),
  })
  .map(({ extraAccounts, edition, sets, memberships, assignments, ...rest }) => {
    const awsAccounts = ['main', 'other', ...extraAccounts];
    return {
      ...rest,
      awsAccounts,
      sets: sets.map((name) => ({ name, edition })),
      memberships: memberships.filter(([g, u]) => rest.groups.includes(g) && rest.users.includes(u)),
      assignments: assignments.filter((each) => awsAccounts.includes(each.awsAccountId) && sets.includes(each.set)),
    };
  });
