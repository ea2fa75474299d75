import type { Group, Role, User } from '@aws-sdk/client-iam';
import type { EntityFact } from '../../../core/inventory/model/fact.ts';
import type { EntityRef } from '../../../core/inventory/model/kinds.ts';
import { emailIn, present } from './reading.ts';

/**
 * IAM users, groups and roles by their unique ids, since names and ARNs are used again (SYN-5). When the password was
 * last used is left out: it is use, not description, and would open a version of the user at each sign-in.
 */
export function iamUserFact(user: User, parent: EntityRef): EntityFact {
  const email = emailIn(user.UserName);
  return { ...described('iam-user', user.UserId, user.UserName, user, parent), ...(email && { email }) };
}

export const iamGroupFact = (group: Group, parent: EntityRef): EntityFact =>
  described('iam-group', group.GroupId, group.GroupName, group, parent);

export function iamRoleFact(role: Role, parent: EntityRef, trustPolicy: string): EntityFact {
  const fact = described('iam-role', role.RoleId, role.RoleName, role, parent);
  return {
    ...fact,
    attrs: {
      ...fact.attrs,
      ...present({ description: role.Description, maxSessionDurationSeconds: role.MaxSessionDuration }),
      trustPolicy: parsedOrText(trustPolicy),
    },
  };
}

function described(
  kind: 'iam-user' | 'iam-group' | 'iam-role',
  id: string | undefined,
  name: string | undefined,
  { Arn, Path, CreateDate }: { Arn?: string | undefined; Path?: string | undefined; CreateDate?: Date | undefined },
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

/** IAM returns policies URL-encoded. */
export function decodePolicy(document: string | undefined): string {
  try {
    return decodeURIComponent(document ?? '');
  } catch {
    return document ?? '';
  }
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
