import type { ResourceRef } from '../../auth/authorize.ts';
import { AwsError } from '../../protocols/aws-error.ts';
import type { IamAccount } from '../../state/iam/iam-account.ts';
import type { IamGroup, IamRole, IamUser, PolicyHolder } from '../../state/iam/iam-entities.ts';
import type { Call } from '../call.ts';
import { noSuchEntity } from './refusals.ts';

/** What holds policies. */
export type HolderKind = 'user' | 'group' | 'role';

/** Paths of roles that belong to AWS: Identity Center's and service-linked ones (facts 3.4). */
const PROTECTED_PATHS = ['/aws-reserved/', '/aws-service-role/'];

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

/** A role that its AWS account may change. */
export function requireOwnRole(account: IamAccount, name: string): IamRole {
  const role = requireRole(account, name);
  if (PROTECTED_PATHS.some((path) => role.path.startsWith(path))) {
    throw new AwsError(
      'UnmodifiableEntity',
      `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
    );
  }
  return role;
}

/** The user an operation is about: without a name, the one whose key signed the request. */
export function userNameOf(call: Call, name: string | undefined): string {
  const userName = name ?? call.caller.user?.name;
  if (userName === undefined) {
    throw new AwsError('ValidationError', 'Must specify userName when calling with non-User credentials');
  }
  return userName;
}

/** The same for authorization, which comes before any other refusal. */
export function userResource(call: Call, name: string | undefined): readonly ResourceRef[] {
  return entityResource(call, 'user', name ?? call.caller.user?.name ?? '');
}

/** The ARN of what an operation touches; IAM's refusals print only kind and name of something that may exist. */
export function entityResource(call: Call, kind: HolderKind, name: string): readonly ResourceRef[] {
  const path = find(call.account, kind, name)?.path ?? '/';
  return [{ arn: call.account.arn(kind, { path, name }), text: `${kind} ${name}` }];
}

/** What a create operation or a listing is checked on; here refusals print the ARN. */
export function pathResource(call: Call, kind: HolderKind, path = '/', name = ''): readonly ResourceRef[] {
  return [{ arn: call.account.arn(kind, { path, name }) }];
}

function find(account: IamAccount, kind: HolderKind, name: string): PolicyHolder | undefined {
  if (kind === 'user') return account.user(name);
  return kind === 'group' ? account.group(name) : account.role(name);
}

/** Whatever a listing below a path shows. */
export function inPath(pathPrefix: string | undefined): ((entity: { path: string }) => boolean) | undefined {
  if (!pathPrefix || pathPrefix === '/') return undefined;
  return (entity) => entity.path.startsWith(pathPrefix);
}

/** Records a change of IAM: derived policies and the snapshot follow. */
export function iamChanged(call: Call, account: IamAccount = call.account): void {
  account.version += 1;
  call.world.changed();
}
