import type {
  CreateUserRequest,
  CreateUserResponse,
  DeleteUserRequest,
  GetUserRequest,
  GetUserResponse,
  ListUsersRequest,
  ListUsersResponse,
  User,
} from '@aws-sdk/client-iam';
import type { IamAccount } from '../../../state/iam/iam-account.ts';
import type { IamUser } from '../../../state/iam/iam-entities.ts';
import { operation } from '../../service.ts';
import {
  entityResource,
  iamChanged,
  inPath,
  pathResource,
  requireUser,
  userNameOf,
  userResource,
} from '../entities.ts';
import { checkedBoundary, shownBoundary } from '../policies/permissions-boundaries.ts';
import { requireRoom } from '../quotas.ts';
import { alreadyExists, deleteConflict } from '../refusals.ts';
import { checkedTags, shownTags } from '../tags.ts';

/** ListUsers and GetGroup leave out tags and permissions boundary (IAM API reference). */
export function listedUser(account: IamAccount, user: IamUser): User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: account.arn('user', user),
    CreateDate: new Date(user.createdAt),
    PasswordLastUsed: user.passwordLastUsedAt === undefined ? undefined : new Date(user.passwordLastUsedAt),
  };
}

function fullUser(account: IamAccount, user: IamUser): User {
  return {
    ...listedUser(account, user),
    PermissionsBoundary: shownBoundary(user.permissionsBoundaryArn),
    Tags: shownTags(user.tags),
  };
}

export const listUsers = operation<ListUsersRequest, ListUsersResponse>({
  name: 'ListUsers',
  resources: (call, { PathPrefix }) => pathResource(call, 'user', PathPrefix),
  handle(call, { PathPrefix }) {
    const { items, nextToken } = call.page(call.account.users, inPath(PathPrefix));
    return {
      Users: items.map((user) => listedUser(call.account, user)),
      IsTruncated: nextToken !== undefined,
      Marker: nextToken,
    };
  },
});

/** Without a name: the user whose key signed the request. */
export const getUser = operation<GetUserRequest, GetUserResponse>({
  name: 'GetUser',
  resources: (call, { UserName }) => userResource(call, UserName),
  handle: (call, { UserName }) => ({
    User: fullUser(call.account, requireUser(call.account, userNameOf(call, UserName))),
  }),
});

export const createUser = operation<CreateUserRequest, CreateUserResponse>({
  name: 'CreateUser',
  resources: (call, { Path, UserName }) => pathResource(call, 'user', Path, UserName),
  handle(call, { Path, UserName, Tags, PermissionsBoundary }) {
    const { account, world } = call;
    if (account.user(UserName)) throw alreadyExists('User', UserName);
    requireRoom('UsersPerAccount', account.users.size);
    const user = account.users.add({
      name: UserName,
      path: Path ?? '/',
      id: world.ids.unique('AIDA'),
      createdAt: call.now,
      inlinePolicies: {},
      attachedPolicyArns: [],
      tags: checkedTags(Tags as never),
      accessKeys: [],
      groupKeys: [],
      ...(PermissionsBoundary ? { permissionsBoundaryArn: checkedBoundary(call, PermissionsBoundary) } : {}),
    });
    iamChanged(call);
    return { User: fullUser(account, user) };
  },
});

export const deleteUser = operation<DeleteUserRequest, void>({
  name: 'DeleteUser',
  resources: (call, { UserName }) => entityResource(call, 'user', UserName),
  handle(call, { UserName }) {
    const user = requireUser(call.account, UserName);
    if (user.groupKeys.length > 0) throw deleteConflict('references');
    if (user.loginProfile) throw deleteConflict('loginProfile');
    if (user.accessKeys.length > 0) throw deleteConflict('accessKeys');
    if (user.mfaDevices?.length) throw deleteConflict('mfaDevice');
    if (Object.keys(user.inlinePolicies).length > 0) throw deleteConflict('inlinePolicies');
    if (user.attachedPolicyArns.length > 0) throw deleteConflict('attachedPolicies');
    call.account.users.delete(UserName.toLowerCase());
    iamChanged(call);
  },
});
