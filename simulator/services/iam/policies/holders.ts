import type { PolicyHolder } from '../../../state/iam/iam-entities.ts';
import type { Call } from '../../call.ts';
import {
  entityResource,
  type HolderKind,
  requireGroup,
  requireOwnRole,
  requireRole,
  requireUser,
} from '../entities.ts';

/** What the policy operations of users, groups and roles differ in. */
export interface Holders {
  readonly kind: HolderKind;
  /** As the operations' names have it. */
  readonly Kind: 'User' | 'Group' | 'Role';
  nameIn(input: object): string;
  resources(call: Call, input: object): ReturnType<typeof entityResource>;
  find(call: Call, input: object): PolicyHolder;
  /** The same, if its AWS account may change it. */
  findOwn(call: Call, input: object): PolicyHolder;
}

type Finder = (account: Call['account'], name: string) => PolicyHolder;

export const USERS = holders('user', 'User', requireUser, requireUser);
export const GROUPS = holders('group', 'Group', requireGroup, requireGroup);
export const ROLES = holders('role', 'Role', requireRole, requireOwnRole);

function holders(kind: HolderKind, Kind: Holders['Kind'], find: Finder, findOwn: Finder): Holders {
  const nameIn = (input: object) => (input as Record<string, string>)[`${Kind}Name`] ?? '';
  return {
    kind,
    Kind,
    nameIn,
    resources: (call, input) => entityResource(call, kind, nameIn(input)),
    find: (call, input) => find(call.account, nameIn(input)),
    findOwn: (call, input) => findOwn(call.account, nameIn(input)),
  };
}
