import type { IdentityCenter } from '../../state/identity-center/identity-center.ts';
import type {
  DirectoryGroup,
  DirectoryUser,
  PermissionSet,
  PrincipalType,
} from '../../state/identity-center/identity-center-entities.ts';
import type { SetWish } from '../wishes.ts';
import type { WorldBuilder } from '../world-builder.ts';
import type { Dice } from './dice.ts';
import { connect, type Distribution, spread } from './distribution.ts';
import { groupName, personName, type SetName, setName } from './names.ts';
import { GENERATED } from './organization.ts';
import type { Shape, Size } from './shapes.ts';

const DISABLED_PERCENT = 3;

export interface Filled {
  readonly center: IdentityCenter;
  readonly sets: readonly PermissionSet[];
  /** For every AWS account the positions of the sets that are provisioned to it. */
  readonly setsByAccount: readonly (readonly number[])[];
}

/** An Identity Center instance with so many of everything, connected as the shape says. */
export function addIdentityCenter(
  builder: WorldBuilder,
  dice: Dice,
  size: Size,
  shape: Shape,
  awsAccountIds: readonly string[],
  setsPerAccount: readonly number[],
): Filled {
  const center = builder.identityCenter({
    instanceArn: GENERATED.instanceArn,
    identityStoreId: GENERATED.identityStoreId,
    region: GENERATED.region,
    ownerAccountId: GENERATED.managementAccountId,
    name: 'meridian',
    createdAt: builder.firstTime,
  });
  const users = Array.from({ length: size.users }, (_, index) => addUser(builder, center, dice, index));
  const groups = Array.from({ length: size.groups }, (_, index) =>
    builder.directoryGroup(center, groupName(index), `${groupName(index)} of Meridian`),
  );
  const membersPerGroup = addMemberships(builder, center, dice, shape, groups, users);
  const sets = Array.from({ length: size.permissionSets }, (_, index) =>
    builder.permissionSet(center, setWish(setName(index))),
  );
  const { accountsPerSet } = shape.distributions;
  const accountsBySet = connect(spread(accountsPerSet, sets.length, dice, size.provisionedPairs), setsPerAccount, dice);
  const pairs = accountsBySet.flatMap((accounts, set) => accounts.map((account) => ({ account, set })));
  const places = pairs.map(({ account, set }) => ({
    awsAccountId: awsAccountIds[account] ?? '',
    permissionSetArn: sets[set]?.arn ?? '',
  }));
  const { groupRowsPerPair, rowsPerGroup, userRowsPerPair, rowsPerUser } = shape.distributions;
  addRows(center, dice, places, {
    principalType: 'GROUP',
    ids: inOrderOfRows(shape, groups, membersPerGroup).map(({ id }) => id),
    perPair: groupRowsPerPair,
    perPrincipal: rowsPerGroup,
    isMostFirst: shape.mostRowsTo !== undefined,
  });
  addRows(center, dice, places, {
    principalType: 'USER',
    ids: users.map(({ id }) => id),
    perPair: userRowsPerPair,
    perPrincipal: rowsPerUser,
  });
  const setsByAccount: number[][] = awsAccountIds.map(() => []);
  for (const { account, set } of pairs) setsByAccount[account]?.push(set);
  return { center, sets, setsByAccount };
}

interface Place {
  readonly awsAccountId: string;
  readonly permissionSetArn: string;
}

interface Holders {
  readonly principalType: PrincipalType;
  readonly ids: readonly string[];
  readonly perPair: Distribution;
  readonly perPrincipal: Distribution;
  /** The first of them hold most. */
  readonly isMostFirst?: boolean;
}

function addRows(center: IdentityCenter, dice: Dice, places: readonly Place[], holders: Holders): void {
  const wanted = spread(holders.perPair, places.length, dice);
  const total = wanted.reduce((sum, rows) => sum + rows, 0);
  const held = spread(holders.perPrincipal, holders.ids.length, dice, total);
  if (holders.isMostFirst) held.sort((a, b) => b - a);
  const { principalType, ids } = holders;
  for (const [pair, positions] of connect(wanted, held, dice).entries()) {
    for (const position of positions) {
      center.addAssignment({ ...(places[pair] as Place), principalType, principalId: ids[position] as string });
    }
  }
}

/** The groups that are to hold most rows first. Empty groups are never among them. */
function inOrderOfRows({ mostRowsTo }: Shape, groups: readonly DirectoryGroup[], members: readonly number[]) {
  if (!mostRowsTo) return groups;
  const rank = (group: number) => {
    const count = members[group] ?? 0;
    return mostRowsTo === 'large-groups' ? -count : count || Number.POSITIVE_INFINITY;
  };
  const positions = [...groups.keys()].sort((a, b) => rank(a) - rank(b) || a - b);
  return positions.map((position) => groups[position] as DirectoryGroup);
}

function addUser(builder: WorldBuilder, center: IdentityCenter, dice: Dice, index: number): DirectoryUser {
  const person = personName(index);
  const status = dice.below(100) < DISABLED_PERCENT ? 'DISABLED' : 'ENABLED';
  return builder.directoryUser(center, { ...person, email: person.userName, status });
}

function addMemberships(
  builder: WorldBuilder,
  center: IdentityCenter,
  dice: Dice,
  { distributions }: Shape,
  groups: readonly DirectoryGroup[],
  users: readonly DirectoryUser[],
): number[] {
  const membersPerGroup = spread(distributions.membersPerGroup, groups.length, dice);
  const total = membersPerGroup.reduce((sum, members) => sum + members, 0);
  const groupsPerUser = spread(distributions.groupsPerUser, users.length, dice, total);
  const members = connect(membersPerGroup, groupsPerUser, dice);
  for (const [index, group] of groups.entries()) {
    for (const position of members[index] ?? []) builder.member(center, group, users[position] as DirectoryUser);
  }
  return membersPerGroup;
}

const MANAGED_BY_LEVEL: Readonly<Record<SetName['level'], string>> = {
  ReadOnly: 'ReadOnlyAccess',
  Operator: 'job-function/SystemAdministrator',
  Developer: 'PowerUserAccess',
  PowerUser: 'PowerUserAccess',
  Administrator: 'AdministratorAccess',
};

function setWish({ name, domain, level }: SetName): SetWish {
  const prefix = domain.toLowerCase();
  return {
    name,
    description: `${level} for ${domain}`,
    session: level === 'Administrator' ? 'PT1H' : 'PT8H',
    managed: [MANAGED_BY_LEVEL[level]],
    ...(level === 'Operator'
      ? { inline: [{ Effect: 'Allow', Action: [`${prefix}:Restart*`, `${prefix}:Scale*`], Resource: '*' }] }
      : {}),
    tags: { domain: prefix, risk: level === 'Administrator' ? 'high' : 'normal' },
  };
}
