import type {
  CreateGroupRequest,
  CreateGroupResponse,
  DeleteGroupRequest,
  DeleteGroupResponse,
  DescribeGroupRequest,
  DescribeGroupResponse,
  Group,
  ListGroupsRequest,
  ListGroupsResponse,
} from '@aws-sdk/client-identitystore';
import { AwsError } from '../../protocols/aws-error.ts';
import { Collection } from '../../state/collection.ts';
import type { DirectoryGroup } from '../../state/identity-center-entities.ts';
import { operation } from '../service.ts';
import { conflict, requireGroup, requireStore, storeResources } from './store.ts';

function described(identityStoreId: string, group: DirectoryGroup): Group {
  return {
    IdentityStoreId: identityStoreId,
    GroupId: group.id,
    DisplayName: group.displayName,
    Description: group.description,
    ExternalIds: group.externalIds.length > 0 ? group.externalIds : undefined,
    CreatedAt: new Date(group.createdAt),
    CreatedBy: group.createdBy,
    UpdatedAt: new Date(group.updatedAt),
    UpdatedBy: group.updatedBy,
  };
}

export const listGroups = operation<ListGroupsRequest, ListGroupsResponse>({
  name: 'ListGroups',
  resources: (call, { IdentityStoreId }) => storeResources(call, IdentityStoreId, 'group/*'),
  handle(call, { IdentityStoreId, Filters }) {
    const center = requireStore(call, IdentityStoreId);
    const filter = Filters?.[0];
    if (filter && filter.AttributePath !== 'DisplayName') {
      throw new AwsError('ValidationException', `Unsupported filter attribute: ${filter.AttributePath}`);
    }
    const named = filter && center.groupsByName.get((filter.AttributeValue ?? '').toLowerCase());
    const groups = filter ? new Collection((group: DirectoryGroup) => group.id, named ? [named] : []) : center.groups;
    const { items, nextToken } = call.page(groups);
    return { Groups: items.map((group) => described(IdentityStoreId, group)), NextToken: nextToken };
  },
});

export const describeGroup = operation<DescribeGroupRequest, DescribeGroupResponse>({
  name: 'DescribeGroup',
  resources: (call, { IdentityStoreId, GroupId }) => storeResources(call, IdentityStoreId, `group/${GroupId}`),
  handle(call, { IdentityStoreId, GroupId }) {
    return described(
      IdentityStoreId,
      requireGroup(requireStore(call, IdentityStoreId), GroupId),
    ) as DescribeGroupResponse;
  },
});

export const createGroup = operation<CreateGroupRequest, CreateGroupResponse>({
  name: 'CreateGroup',
  resources: (call, { IdentityStoreId }) => storeResources(call, IdentityStoreId, 'group/*'),
  handle(call, { IdentityStoreId, DisplayName, Description }) {
    const { world, now, caller } = call;
    const center = requireStore(call, IdentityStoreId);
    if (!DisplayName) throw new AwsError('ValidationException', 'DisplayName is required.');
    if (center.groupsByName.has(DisplayName.toLowerCase())) throw conflict('Duplicate GroupDisplayName');
    const id = world.ids.uuid();
    center.addGroup({
      id,
      displayName: DisplayName,
      ...(Description ? { description: Description } : {}),
      externalIds: [],
      createdAt: now,
      createdBy: caller.arn,
      updatedAt: now,
      updatedBy: caller.arn,
    });
    world.changed();
    return { GroupId: id, IdentityStoreId };
  },
});

export const deleteGroup = operation<DeleteGroupRequest, DeleteGroupResponse>({
  name: 'DeleteGroup',
  resources: (call, { IdentityStoreId, GroupId }) => storeResources(call, IdentityStoreId, `group/${GroupId}`),
  handle(call, { IdentityStoreId, GroupId }) {
    const center = requireStore(call, IdentityStoreId);
    center.deleteGroup(requireGroup(center, GroupId));
    call.world.changed();
    return {};
  },
});
