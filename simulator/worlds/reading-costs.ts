import { type IdentityCenter, pairKey, principalKey } from '../state/identity-center/identity-center.ts';

const PAGE = 100;

export interface Cost {
  readonly name: string;
  readonly calls: number;
  /** Rows that this way of reading does not see in this world. */
  readonly misses: number;
  /** It can not miss any, whatever the world holds: the other ways are no way to read a world whole. */
  readonly isWhole: boolean;
  readonly what: 'memberships' | 'rows';
}

const pages = (items: number): number => Math.max(1, Math.ceil(items / PAGE));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** What each way to read memberships and rows of an instance costs in calls, from the rows it holds. */
export function readingCosts(center: IdentityCenter): Cost[] {
  const groups = center.groups.all();
  const users = center.users.all();
  const rowsOf = (principalType: 'USER' | 'GROUP', principalId: string) =>
    center.assignmentsByPrincipal.of(principalKey({ principalType, principalId })).size;
  const groupRows = new Map(groups.map(({ id }) => [id, rowsOf('GROUP', id)]));
  // A user's list holds the rows of the user's groups too.
  const userPages = users.map(({ id }) => {
    const memberships = center.membershipsByUser.of(id).all();
    return pages(rowsOf('USER', id) + sum(memberships.map(({ groupId }) => groupRows.get(groupId) ?? 0)));
  });
  const byGroup = sum([...groupRows.values()].map(pages));
  const direct = sum(users.map(({ id }) => rowsOf('USER', id)));
  const pairs = pairCosts(center);
  return [
    cost(
      'memberships',
      'memberships by group',
      sum(groups.map(({ id }) => pages(center.membershipsByGroup.of(id).size))),
    ),
    cost('memberships', 'memberships by user', sum(users.map(({ id }) => pages(center.membershipsByUser.of(id).size)))),
    cost('rows', 'rows by pair, pairs by permission set', pairs.bySet + pairs.rows),
    cost('rows', 'rows by pair, pairs by AWS account', pairs.byAccount + pairs.rows),
    cost('rows', 'rows by principal, groups and users', byGroup + sum(userPages)),
    { ...cost('rows', 'rows by principal, groups only', byGroup), misses: direct, isWhole: false },
  ];
}

function cost(what: Cost['what'], name: string, calls: number): Cost {
  return { name, calls, misses: 0, isWhole: true, what };
}

function pairCosts(center: IdentityCenter): { bySet: number; byAccount: number; rows: number } {
  const setsByAccount = new Map<string, Set<string>>();
  for (const { awsAccountId, permissionSetArn } of center.assignments.all()) {
    setsByAccount.set(awsAccountId, (setsByAccount.get(awsAccountId) ?? new Set()).add(permissionSetArn));
  }
  const rows = [...setsByAccount].flatMap(([awsAccountId, sets]) =>
    Array.from(sets, (arn) => pages(center.assignmentsByPair.of(pairKey(awsAccountId, arn)).size)),
  );
  return {
    bySet: sum(center.permissionSets.all().map(({ arn }) => pages(center.accountsBySet.of(arn).size))),
    byAccount: sum(Array.from(setsByAccount.values(), ({ size }) => pages(size))),
    rows: sum(rows),
  };
}
