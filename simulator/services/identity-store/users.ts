import type {
  CreateUserRequest,
  CreateUserResponse,
  DeleteUserRequest,
  DeleteUserResponse,
  DescribeUserRequest,
  DescribeUserResponse,
  ListUsersRequest,
  ListUsersResponse,
  User,
} from '@aws-sdk/client-identitystore';
import { AwsError } from '../../protocols/aws-error.ts';
import { Collection } from '../../state/collection.ts';
import type { DirectoryUser } from '../../state/identity-center-entities.ts';
import { operation } from '../service.ts';
import { conflict, requireStore, requireUser, storeResources } from './store.ts';

function described(identityStoreId: string, user: DirectoryUser): User {
  return {
    IdentityStoreId: identityStoreId,
    UserId: user.id,
    UserName: user.userName,
    Name: { GivenName: user.givenName, FamilyName: user.familyName },
    DisplayName: user.displayName,
    Emails: user.email ? [{ Value: user.email, Type: 'work', Primary: true }] : undefined,
    ExternalIds: user.externalIds.length > 0 ? user.externalIds : undefined,
    Title: user.title,
    UserStatus: user.status,
    CreatedAt: new Date(user.createdAt),
    CreatedBy: user.createdBy,
    UpdatedAt: new Date(user.updatedAt),
    UpdatedBy: user.updatedBy,
  };
}

export const listUsers = operation<ListUsersRequest, ListUsersResponse>({
  name: 'ListUsers',
  resources: (call, { IdentityStoreId }) => storeResources(call, IdentityStoreId, 'user/*'),
  handle(call, { IdentityStoreId, Filters }) {
    const center = requireStore(call, IdentityStoreId);
    const filter = Filters?.[0];
    if (filter && filter.AttributePath !== 'UserName') {
      throw new AwsError('ValidationException', `Unsupported filter attribute: ${filter.AttributePath}`);
    }
    const named = filter && center.usersByName.get((filter.AttributeValue ?? '').toLowerCase());
    const users = filter ? new Collection((user: DirectoryUser) => user.id, named ? [named] : []) : center.users;
    const { items, nextToken } = call.page(users);
    return { Users: items.map((user) => described(IdentityStoreId, user)), NextToken: nextToken };
  },
});

export const describeUser = operation<DescribeUserRequest, DescribeUserResponse>({
  name: 'DescribeUser',
  resources: (call, { IdentityStoreId, UserId }) => storeResources(call, IdentityStoreId, `user/${UserId}`),
  handle(call, { IdentityStoreId, UserId }) {
    return described(IdentityStoreId, requireUser(requireStore(call, IdentityStoreId), UserId)) as DescribeUserResponse;
  },
});

export const createUser = operation<CreateUserRequest, CreateUserResponse>({
  name: 'CreateUser',
  resources: (call, { IdentityStoreId }) => storeResources(call, IdentityStoreId, 'user/*'),
  handle(call, input) {
    const { world, now, caller } = call;
    const center = requireStore(call, input.IdentityStoreId);
    const { UserName, DisplayName, Name } = input;
    if (!UserName || !DisplayName || !Name?.GivenName || !Name.FamilyName) {
      throw new AwsError(
        'ValidationException',
        'UserName, DisplayName, Name.GivenName and Name.FamilyName are required.',
      );
    }
    if (center.usersByName.has(UserName.toLowerCase())) throw conflict('Duplicate UserName');
    const email = input.Emails?.[0]?.Value;
    const id = world.ids.uuid();
    center.addUser({
      id,
      userName: UserName,
      displayName: DisplayName,
      givenName: Name.GivenName,
      familyName: Name.FamilyName,
      ...(email ? { email } : {}),
      ...(input.Title ? { title: input.Title } : {}),
      status: 'ENABLED',
      externalIds: [],
      createdAt: now,
      createdBy: caller.arn,
      updatedAt: now,
      updatedBy: caller.arn,
    });
    world.changed();
    return { UserId: id, IdentityStoreId: input.IdentityStoreId };
  },
});

/** Memberships go with the user; assignments to the user stay behind, as in AWS. */
export const deleteUser = operation<DeleteUserRequest, DeleteUserResponse>({
  name: 'DeleteUser',
  resources: (call, { IdentityStoreId, UserId }) => storeResources(call, IdentityStoreId, `user/${UserId}`),
  handle(call, { IdentityStoreId, UserId }) {
    const center = requireStore(call, IdentityStoreId);
    center.deleteUser(requireUser(center, UserId));
    call.world.changed();
    return {};
  },
});
