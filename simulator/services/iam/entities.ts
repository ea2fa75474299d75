import type { ResourceRef } from '../../auth/authorize.ts';
import { AwsError } from '../../protocols/aws-error.ts';
import type { IamAccount } from '../../state/iam-account.ts';
import type { IamGroup, IamRole, IamUser, PolicyHolder } from '../../state/iam-entities.ts';
import type { Call } from '../call.ts';

const RESERVED_PATH = '/aws-reserved/';

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}

export function alreadyExists(kind: string, name: string): AwsError {
  return new AwsError('EntityAlreadyExists', `${kind} with name ${name} already exists.`, 409);
}

export function deleteConflict(): AwsError {
  return new AwsError('DeleteConflict', 'Cannot delete entity, must remove referenced objects first.', 409);
}

export function requireUser(account: IamAccount, name: string): IamUser {
  const user = account.user(name);
  if (!user) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return user;
}

export function requireGroup(account: IamAccount, name: string): IamGroup {
  const group = account.group(name);
  if (!group) throw noSuchEntity(`The group with name ${name} cannot be found.`);
  return group;
}

export function requireRole(account: IamAccount, name: string): IamRole {
  const role = account.role(name);
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

/** Roles of Identity Center and service-linked roles belong to AWS (facts 3.4). */
export function requireOwnRole(account: IamAccount, name: string): IamRole {
  const role = requireRole(account, name);
  if (role.path.startsWith(RESERVED_PATH)) {
    throw new AwsError(
      'UnmodifiableEntity',
      `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
    );
  }
  return role;
}

/** The ARN of what an operation touches; IAM's refusals print only kind and name of something that may exist. */
export function entityResource(call: Call, kind: 'user' | 'group' | 'role', name: string): readonly ResourceRef[] {
  const path = find(call.account, kind, name)?.path ?? '/';
  return [{ arn: call.account.arn(kind, { path, name }), text: `${kind} ${name}` }];
}

/** What a create operation or a listing is checked on; here refusals print the ARN. */
export function pathResource(
  call: Call,
  kind: 'user' | 'group' | 'role',
  path = '/',
  name = '',
): readonly ResourceRef[] {
  return [{ arn: call.account.arn(kind, { path, name }) }];
}

function find(account: IamAccount, kind: 'user' | 'group' | 'role', name: string): PolicyHolder | undefined {
  if (kind === 'user') return account.user(name);
  return kind === 'group' ? account.group(name) : account.role(name);
}

/** Records a change of IAM: derived policies and the snapshot follow. */
export function iamChanged(call: Call, account: IamAccount = call.account): void {
  account.version += 1;
  call.world.changed();
}
