import type { IamAccount } from '../../simulator/state/iam/iam-account.ts';
import type { IdentityCenter } from '../../simulator/state/identity-center/identity-center.ts';
import { pairKey, principalKey } from '../../simulator/state/identity-center/identity-center.ts';
import type { World } from '../../simulator/state/world.ts';

/** What the role of a connector may call: the 14 actions, all that the product can use, or all but one. */
export type Allowed = 'minimum' | 'full' | 'no-principal-listing';

export interface Minimum {
  identityCenter: number;
  organizations: number;
  iam: number;
}

/**
 * The fewest calls that read a world whole, by formulas over its counts (pages of 100 rows, 20 AWS accounts, 1,000 rows
 * of IAM) and without a look at the product's planner: of each part the cheapest way that the role is allowed.
 */
export function minimumCalls(world: World, awsAccountId: string, allowed: Allowed): Minimum {
  const [center] = world.identityCenters;
  const [organization] = world.organizations;
  const account = world.awsAccounts.get(awsAccountId);
  if (!center || !organization || !account) throw new Error('the world has an organization and Identity Center');
  const isFull = allowed !== 'minimum';
  const sets = center.permissionSets.size;
  const lists = 1 + pages(center.users.size) + pages(center.groups.size) + pages(sets);
  // Description, and with more rights managed, customer managed and inline policies, boundary, tags.
  const details = sets * (isFull ? 6 : 1);
  const units = organization.units.size;
  return {
    identityCenter: lists + details + membershipCalls(center, isFull) + assignmentCalls(world, center, allowed),
    // With more rights the root and the units below each of them and below the root.
    organizations: pages(organization.accounts.size, 20) + (isFull ? 1 + units + 1 : 0),
    iam: iamCalls(account, isFull),
  };
}

function membershipCalls(center: IdentityCenter, isFull: boolean): number {
  const byGroup = sum(center.groups.all(), ({ id }) => pages(center.membershipsByGroup.of(id).size));
  const byUser = sum(center.users.all(), ({ id }) => pages(center.membershipsByUser.of(id).size));
  return isFull ? Math.min(byGroup, byUser) : byGroup;
}

function assignmentCalls(world: World, center: IdentityCenter, allowed: Allowed): number {
  const accounts = world.organizations[0]?.accounts.all() ?? [];
  const rows = sum(accounts, ({ id }) =>
    sum(center.setsByAccount.of(id).all(), ({ permissionSetArn }) =>
      pages(center.assignmentsByPair.of(pairKey(id, permissionSetArn)).size),
    ),
  );
  const pairsByAccount = sum(accounts, ({ id }) => pages(center.setsByAccount.of(id).size));
  const pairsBySet = sum(center.permissionSets.all(), ({ arn }) => pages(center.accountsBySet.of(arn).size));
  const byPair = rows + (allowed === 'minimum' ? pairsByAccount : Math.min(pairsByAccount, pairsBySet));
  return allowed === 'full' ? Math.min(byPair, callsByPrincipal(center)) : byPair;
}

/** A user's list holds the rows of the user's groups too. */
function callsByPrincipal(center: IdentityCenter): number {
  const rowsOf = (principalType: 'USER' | 'GROUP', principalId: string) =>
    center.assignmentsByPrincipal.of(principalKey({ principalType, principalId })).size;
  const ofGroups = sum(center.groups.all(), ({ id }) => pages(rowsOf('GROUP', id)));
  const ofUsers = sum(center.users.all(), ({ id }) => {
    const groups = center.membershipsByUser.of(id).all();
    return pages(rowsOf('USER', id) + sum(groups, ({ groupId }) => rowsOf('GROUP', groupId)));
  });
  return ofGroups + ofUsers;
}

function iamCalls(account: IamAccount, isFull: boolean): number {
  const alias = 1;
  const { users, groups, roles } = account;
  // One listing of everything, a report that is asked for and fetched, and what the listing does not tell of roles.
  if (isFull) return alias + iamPages(account) + 2 + pages(roles.size, 1000);
  const members = sum(groups.all(), () => 1);
  return alias + pages(users.size, 1000) + pages(groups.size, 1000) + pages(roles.size, 1000) + members;
}

/** What reading IAM of an AWS account may take: the pages of its details, and five calls beside them (CON-11). */
export const mostIamCalls = (account: IamAccount): number => iamPages(account) + 5;

/** Pages of GetAccountAuthorizationDetails: a thousand users, groups, roles and policies each. */
function iamPages({ users, groups, roles, policies }: IamAccount): number {
  const principals = [...users.all(), ...groups.all(), ...roles.all()];
  const attached = new Set(principals.flatMap((each) => each.attachedPolicyArns));
  const awsManaged = [...attached].filter((arn) => arn.includes('::aws:policy/')).length;
  return pages(users.size + groups.size + roles.size + policies.size + awsManaged, 1000);
}

const pages = (rows: number, size = 100): number => Math.max(1, Math.ceil(rows / size));
const sum = <Item>(items: Iterable<Item>, of: (item: Item) => number): number => {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
};
