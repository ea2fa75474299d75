import type { IamGroupNamed } from '../read-members.ts';

export interface MembershipsByName {
  /** A user of this page, and the groups it says it is in. */
  user(id: string, groupNames: readonly string[], page: number): void;
  group(group: IamGroupNamed, page: number): void;
  /** Who is in which group; and the groups of which that is not certain. */
  resolve(): { members: Map<string, Set<string>>; uncertain: IamGroupNamed[] };
}

/**
 * Users name their groups, and a name can pass from one group to another between two answers of AWS. So a name counts
 * where users and group came in one answer, or where the group is known to have had it before the reading; of the rest
 * the members have to be asked for. Holds ids only, at most the quotas of an AWS account (5,000 users of 10 groups each).
 */
export function createMembershipsByName(known: readonly IamGroupNamed[]): MembershipsByName {
  const nameBefore = new Map(known.map(({ nativeId, name }) => [nativeId, name]));
  const usersOf = new Map<string, Set<string>>();
  const groups: (IamGroupNamed & { page: number })[] = [];
  const pagesOfUsers = new Set<number>();
  return {
    user(id, groupNames, page) {
      pagesOfUsers.add(page);
      for (const name of groupNames) {
        const users = usersOf.get(name) ?? new Set();
        usersOf.set(name, users.add(id));
      }
    },
    group: (group, page) => void groups.push({ ...group, page }),
    resolve() {
      const isCertain = ({ nativeId, name, page }: (typeof groups)[number]) =>
        nameBefore.get(nativeId) === name || [...pagesOfUsers].every((each) => each === page);
      const members = new Map(
        groups.filter(isCertain).map(({ nativeId, name }) => [nativeId, usersOf.get(name) ?? new Set<string>()]),
      );
      return { members, uncertain: groups.filter((group) => !isCertain(group)) };
    },
  };
}
