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
import { AwsError } from '../../protocols/aws-error.ts';
import type { IamAccount } from '../../state/iam-account.ts';
import type { IamUser } from '../../state/iam-entities.ts';
import { operation } from '../service.ts';
import { alreadyExists, deleteConflict, entityResource, iamChanged, pathResource, requireUser } from './entities.ts';

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
  const boundary = user.permissionsBoundaryArn;
  return {
    ...listedUser(account, user),
    PermissionsBoundary: boundary
      ? { PermissionsBoundaryType: 'Policy' as never, PermissionsBoundaryArn: boundary }
      : undefined,
    Tags: user.tags.length > 0 ? user.tags : undefined,
  };
}

export const listUsers = operation<ListUsersRequest, ListUsersResponse>({
  name: 'ListUsers',
  resources: (call, { PathPrefix }) => pathResource(call, 'user', PathPrefix),
  handle(call, { PathPrefix }) {
    const { account } = call;
    const filter = PathPrefix && PathPrefix !== '/' ? (user: IamUser) => user.path.startsWith(PathPrefix) : undefined;
    const { items, nextToken } = call.page(account.users, filter);
    return {
      Users: items.map((user) => listedUser(account, user)),
      IsTruncated: nextToken !== undefined,
      Marker: nextToken,
    };
  },
});

/** Without a name: the user whose key signed the request. */
export const getUser = operation<GetUserRequest, GetUserResponse>({
  name: 'GetUser',
  resources: (call, { UserName }) => entityResource(call, 'user', UserName ?? call.caller.user?.name ?? ''),
  handle(call, { UserName }) {
    const name = UserName ?? call.caller.user?.name;
    if (name === undefined) {
      throw new AwsError('ValidationError', 'Must specify userName when calling with non-User credentials');
    }
    return { User: fullUser(call.account, requireUser(call.account, name)) };
  },
});

export const createUser = operation<CreateUserRequest, CreateUserResponse>({
  name: 'CreateUser',
  resources: (call, { Path, UserName }) => pathResource(call, 'user', Path, UserName),
  handle(call, { Path, UserName, Tags, PermissionsBoundary }) {
    const { account, world } = call;
    if (account.user(UserName)) throw alreadyExists('User', UserName);
    const user = account.users.add({
      name: UserName,
      path: Path ?? '/',
      id: world.ids.unique('AIDA'),
      createdAt: call.now,
      inlinePolicies: {},
      attachedPolicyArns: [],
      tags: (Tags ?? []).map((tag) => ({ Key: tag.Key ?? '', Value: tag.Value ?? '' })),
      accessKeys: [],
      groupKeys: [],
      ...(PermissionsBoundary ? { permissionsBoundaryArn: PermissionsBoundary } : {}),
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
    const dependants = [user.groupKeys, user.accessKeys, user.attachedPolicyArns, Object.keys(user.inlinePolicies)];
    if (dependants.some((list) => list.length > 0)) throw deleteConflict();
    call.account.users.delete(UserName.toLowerCase());
    iamChanged(call);
  },
});
