import type {
  CreateUserRequest,
  CreateUserResponse,
  DeleteUserRequest,
  DeleteUserResponse,
  DescribeUserRequest,
  DescribeUserResponse,
  ListUsersRequest,
  ListUsersResponse,
  UpdateUserRequest,
  UpdateUserResponse,
  User,
} from '@aws-sdk/client-identitystore';
import { AwsError } from '../../protocols/aws-error.ts';
import { Collection } from '../../state/collection.ts';
import type { IdentityCenter } from '../../state/identity-center/identity-center.ts';
import type { DirectoryUser } from '../../state/identity-center/identity-center-entities.ts';
import { operation } from '../service.ts';
import { conflict, quotaExceeded, requireStore, requireUser, storeResources } from './store.ts';
import { profileIn, profileOf, setAttribute, userFields } from './user-profile.ts';

/** Of an identity store (facts 3.3). */
export const MAX_USERS = 100_000;

function described(identityStoreId: string, user: DirectoryUser): User {
  return {
    IdentityStoreId: identityStoreId,
    UserId: user.id,
    ...profileOf(user),
    ExternalIds: user.externalIds.length > 0 ? user.externalIds : undefined,
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
    const fields = userFields(profileIn(input));
    refuseDuplicates(center, fields);
    if (center.users.size >= MAX_USERS) throw quotaExceeded(`Users of an identity store: ${MAX_USERS}`);
    const id = world.ids.uuid();
    center.addUser({
      id,
      ...fields,
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

/** All operations or none. The status is not among the attributes: only the console and SCIM disable users. */
export const updateUser = operation<UpdateUserRequest, UpdateUserResponse>({
  name: 'UpdateUser',
  resources: (call, { IdentityStoreId, UserId }) => storeResources(call, IdentityStoreId, `user/${UserId}`),
  handle(call, { IdentityStoreId, UserId, Operations }) {
    const { world, now, caller } = call;
    const center = requireStore(call, IdentityStoreId);
    const user = requireUser(center, UserId);
    let profile = profileOf(user);
    for (const { AttributePath = '', AttributeValue } of Operations) {
      profile = setAttribute(profile, AttributePath, AttributeValue);
    }
    const fields = userFields(profile);
    refuseDuplicates(center, fields, user);
    center.changeUser(user, () => Object.assign(user, fields, { updatedAt: now, updatedBy: caller.arn }));
    world.changed();
    return {};
  },
});

/** User names and e-mail addresses are one user's, whatever their case. */
function refuseDuplicates(
  center: IdentityCenter,
  { userName, email }: Pick<DirectoryUser, 'userName' | 'email'>,
  self?: DirectoryUser,
): void {
  const named = center.usersByName.get(userName.toLowerCase());
  if (named && named !== self) throw conflict('Duplicate UserName');
  if (email === undefined || email.toLowerCase() === self?.email?.toLowerCase()) return;
  if (center.usersByEmail.get(email.toLowerCase())) throw conflict('Duplicate Email');
}

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
