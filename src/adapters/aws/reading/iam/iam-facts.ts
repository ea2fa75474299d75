import type { GroupDetail, Role, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type { EntityFact } from '../../../../core/inventory/model/fact.ts';
import type { EntityRef } from '../../../../core/inventory/model/kinds.ts';
import { emailIn, present } from '../reading.ts';
import { decodePolicy, parsedOrText } from './policy-facts.ts';

/** What a listing and the authorization details both say of a user or a group, so that either opens the same version. */
type Described = Pick<UserDetail & GroupDetail, 'Arn' | 'Path' | 'CreateDate'>;

/**
 * IAM users, groups and roles by their unique ids, since names and ARNs are used again (SYN-5). When the password was
 * last used is left out: it is use, not description, and would open a version of the user at each sign-in.
 */
export function iamUserFact(user: Described & Pick<UserDetail, 'UserId' | 'UserName'>, parent: EntityRef): EntityFact {
  const email = emailIn(user.UserName);
  return { ...described('iam-user', user.UserId, user.UserName, user, parent), ...(email && { email }) };
}

export const iamGroupFact = (
  group: Described & Pick<GroupDetail, 'GroupId' | 'GroupName'>,
  parent: EntityRef,
): EntityFact => described('iam-group', group.GroupId, group.GroupName, group, parent);

/** A role as the listing tells it. */
export function iamRoleFact(role: Role, parent: EntityRef): EntityFact {
  const fact = described('iam-role', role.RoleId, role.RoleName, role, parent);
  return {
    ...fact,
    attrs: {
      ...fact.attrs,
      ...present({ description: role.Description, maxSessionDurationSeconds: role.MaxSessionDuration }),
      trustPolicy: parsedOrText(decodePolicy(role.AssumeRolePolicyDocument)),
    },
  };
}

/** The same as the details tell it, which leave out the rest. */
export function iamRoleFactOfDetails(role: RoleDetail, parent: EntityRef): EntityFact {
  return { ...iamRoleFact(role as Role, parent), unread: ['description', 'maxSessionDurationSeconds'] };
}

function described(
  kind: 'iam-user' | 'iam-group' | 'iam-role',
  id: string | undefined,
  name: string | undefined,
  { Arn, Path, CreateDate }: Described,
  parent: EntityRef,
): EntityFact {
  return {
    kind,
    nativeId: id ?? '',
    parent,
    name: name ?? id ?? '',
    ...(Arn && { arn: Arn }),
    attrs: present({ path: Path, createdAt: CreateDate?.toISOString() }),
  };
}
