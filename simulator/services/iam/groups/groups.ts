import type {
  CreateGroupRequest,
  CreateGroupResponse,
  DeleteGroupRequest,
  GetGroupRequest,
  GetGroupResponse,
  Group,
  ListGroupsRequest,
  ListGroupsResponse,
} from '@aws-sdk/client-iam';
import { Collection } from '../../../state/collection.ts';
import type { IamAccount } from '../../../state/iam/iam-account.ts';
import type { IamGroup } from '../../../state/iam/iam-entities.ts';
import { operation } from '../../service.ts';
import { entityResource, iamChanged, inPath, pathResource, requireGroup } from '../entities.ts';
import { requireRoom } from '../quotas.ts';
import { alreadyExists, deleteConflict } from '../refusals.ts';
import { listedUser } from '../users/users.ts';

export function listedGroup(account: IamAccount, group: IamGroup): Group {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: account.arn('group', group),
    CreateDate: new Date(group.createdAt),
  };
}

export const listGroups = operation<ListGroupsRequest, ListGroupsResponse>({
  name: 'ListGroups',
  resources: (call, { PathPrefix }) => pathResource(call, 'group', PathPrefix),
  handle(call, { PathPrefix }) {
    const { account } = call;
    const { items, nextToken } = call.page(account.groups, inPath(PathPrefix));
    return {
      Groups: items.map((group) => listedGroup(account, group)),
      IsTruncated: nextToken !== undefined,
      Marker: nextToken,
    };
  },
});

export const getGroup = operation<GetGroupRequest, GetGroupResponse>({
  name: 'GetGroup',
  resources: (call, { GroupName }) => entityResource(call, 'group', GroupName),
  handle(call, { GroupName }) {
    const { account } = call;
    const group = requireGroup(account, GroupName);
    const members = new Collection((key: string) => key, group.memberKeys);
    const { items, nextToken } = call.page(members);
    return {
      Group: listedGroup(account, group),
      Users: items.flatMap((key) => account.users.get(key) ?? []).map((user) => listedUser(account, user)),
      IsTruncated: nextToken !== undefined,
      Marker: nextToken,
    };
  },
});

export const createGroup = operation<CreateGroupRequest, CreateGroupResponse>({
  name: 'CreateGroup',
  resources: (call, { Path, GroupName }) => pathResource(call, 'group', Path, GroupName),
  handle(call, { Path, GroupName }) {
    const { account, world } = call;
    if (account.group(GroupName)) throw alreadyExists('Group', GroupName);
    requireRoom('GroupsPerAccount', account.groups.size);
    const group = account.groups.add({
      name: GroupName,
      path: Path ?? '/',
      id: world.ids.unique('AGPA'),
      createdAt: call.now,
      inlinePolicies: {},
      attachedPolicyArns: [],
      memberKeys: [],
    });
    iamChanged(call);
    return { Group: listedGroup(account, group) };
  },
});

export const deleteGroup = operation<DeleteGroupRequest, void>({
  name: 'DeleteGroup',
  resources: (call, { GroupName }) => entityResource(call, 'group', GroupName),
  handle(call, { GroupName }) {
    const group = requireGroup(call.account, GroupName);
    if (group.memberKeys.length > 0) throw deleteConflict('references');
    if (Object.keys(group.inlinePolicies).length > 0) throw deleteConflict('inlinePolicies');
    if (group.attachedPolicyArns.length > 0) throw deleteConflict('attachedPolicies');
    call.account.groups.delete(GroupName.toLowerCase());
    iamChanged(call);
  },
});
