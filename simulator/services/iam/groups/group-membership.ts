import type {
  AddUserToGroupRequest,
  ListGroupsForUserRequest,
  ListGroupsForUserResponse,
  RemoveUserFromGroupRequest,
} from '@aws-sdk/client-iam';
import { Collection } from '../../../state/collection.ts';
import { operation } from '../../service.ts';
import { entityResource, iamChanged, requireGroup, requireUser } from '../entities.ts';
import { requireRoom } from '../quotas.ts';
import { noSuchEntity } from '../refusals.ts';
import { listedGroup } from './groups.ts';

/** Adding a member twice is no error. */
export const addUserToGroup = operation<AddUserToGroupRequest, void>({
  name: 'AddUserToGroup',
  resources: (call, { GroupName }) => entityResource(call, 'group', GroupName),
  handle(call, { GroupName, UserName }) {
    const group = requireGroup(call.account, GroupName);
    const user = requireUser(call.account, UserName);
    if (user.groupKeys.includes(group.name.toLowerCase())) return;
    requireRoom('GroupsPerUser', user.groupKeys.length);
    call.account.join(user, group);
    iamChanged(call);
  },
});

export const removeUserFromGroup = operation<RemoveUserFromGroupRequest, void>({
  name: 'RemoveUserFromGroup',
  resources: (call, { GroupName }) => entityResource(call, 'group', GroupName),
  handle(call, { GroupName, UserName }) {
    const group = requireGroup(call.account, GroupName);
    const user = requireUser(call.account, UserName);
    if (!user.groupKeys.includes(group.name.toLowerCase())) {
      throw noSuchEntity(`User ${user.name} is not in group ${group.name}.`);
    }
    call.account.leave(user, group);
    iamChanged(call);
  },
});

export const listGroupsForUser = operation<ListGroupsForUserRequest, ListGroupsForUserResponse>({
  name: 'ListGroupsForUser',
  resources: (call, { UserName }) => entityResource(call, 'user', UserName),
  handle(call, { UserName }) {
    const { account } = call;
    const user = requireUser(account, UserName);
    const { items, nextToken } = call.page(new Collection((key: string) => key, user.groupKeys));
    return {
      Groups: items.flatMap((key) => account.groups.get(key) ?? []).map((group) => listedGroup(account, group)),
      IsTruncated: nextToken !== undefined,
      Marker: nextToken,
    };
  },
});
