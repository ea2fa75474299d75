import { Collection } from '../collection.ts';
import type { IamAccount } from './iam-account.ts';
import type { IamGroup, IamRole, IamUser, PolicyHolder } from './iam-entities.ts';

/** Who has a managed policy attached, and whose permissions boundary it is. */
export interface PolicyUse {
  readonly users: Collection<IamUser>;
  readonly groups: Collection<IamGroup>;
  readonly roles: Collection<IamRole>;
  readonly boundedUsers: Collection<IamUser>;
  readonly boundedRoles: Collection<IamRole>;
}

export interface PolicyUsage {
  of(arn: string): PolicyUse;
  /** ARNs of all policies in use, of AWS's and of the AWS account's own. */
  readonly arns: Collection<string>;
}

const byName = (entity: PolicyHolder) => entity.name.toLowerCase();
const UNUSED = emptyUse();
const known = new WeakMap<IamAccount, { stamp: string; usage: PolicyUsage }>();

/** The usage of every managed policy in an AWS account; counted anew only after a change of its IAM. */
export function policyUsage(account: IamAccount): PolicyUsage {
  const { version, users, groups, roles } = account;
  const stamp = `${version}/${users.size}/${groups.size}/${roles.size}`;
  const cached = known.get(account);
  if (cached?.stamp === stamp) return cached.usage;
  const usage = count(account);
  known.set(account, { stamp, usage });
  return usage;
}

export function attachmentCount({ users, groups, roles }: PolicyUse): number {
  return users.size + groups.size + roles.size;
}

export function boundaryCount({ boundedUsers, boundedRoles }: PolicyUse): number {
  return boundedUsers.size + boundedRoles.size;
}

function count(account: IamAccount): PolicyUsage {
  const uses = new Map<string, PolicyUse>();
  const use = (arn: string) => {
    const found = uses.get(arn) ?? emptyUse();
    uses.set(arn, found);
    return found;
  };
  for (const user of account.users.all()) {
    for (const arn of user.attachedPolicyArns) use(arn).users.add(user);
    if (user.permissionsBoundaryArn) use(user.permissionsBoundaryArn).boundedUsers.add(user);
  }
  for (const group of account.groups.all()) {
    for (const arn of group.attachedPolicyArns) use(arn).groups.add(group);
  }
  for (const role of account.roles.all()) {
    for (const arn of role.attachedPolicyArns) use(arn).roles.add(role);
    if (role.permissionsBoundaryArn) use(role.permissionsBoundaryArn).boundedRoles.add(role);
  }
  return { of: (arn) => uses.get(arn) ?? UNUSED, arns: new Collection((arn: string) => arn, uses.keys()) };
}

function emptyUse(): PolicyUse {
  return {
    users: new Collection<IamUser>(byName),
    groups: new Collection<IamGroup>(byName),
    roles: new Collection<IamRole>(byName),
    boundedUsers: new Collection<IamUser>(byName),
    boundedRoles: new Collection<IamRole>(byName),
  };
}
