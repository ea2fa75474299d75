import type {
  AttributeOperation,
  CreateGroupRequest,
  CreateGroupResponse,
  DeleteGroupRequest,
  DeleteGroupResponse,
  DescribeGroupRequest,
  DescribeGroupResponse,
  Group,
  ListGroupsRequest,
  ListGroupsResponse,
  UpdateGroupRequest,
  UpdateGroupResponse,
} from '@aws-sdk/client-identitystore';
import { AwsError } from '../../protocols/aws-error.ts';
import { Collection } from '../../state/collection.ts';
import type { DirectoryGroup } from '../../state/identity-center/identity-center-entities.ts';
import { operation } from '../service.ts';
import { conflict, quotaExceeded, requireGroup, requireStore, storeResources } from './store.ts';

/** Of an identity store (facts 3.3). */
export const MAX_GROUPS = 100_000;

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
    if (center.groups.size >= MAX_GROUPS) throw quotaExceeded(`Groups of an identity store: ${MAX_GROUPS}`);
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

/** All operations or none; a group has a display name and a description to change. */
export const updateGroup = operation<UpdateGroupRequest, UpdateGroupResponse>({
  name: 'UpdateGroup',
  resources: (call, { IdentityStoreId, GroupId }) => storeResources(call, IdentityStoreId, `group/${GroupId}`),
  handle(call, { IdentityStoreId, GroupId, Operations }) {
    const { world, now, caller } = call;
    const center = requireStore(call, IdentityStoreId);
    const group = requireGroup(center, GroupId);
    const wish = { displayName: group.displayName, description: group.description };
    for (const operation of Operations) setGroupAttribute(wish, operation);
    const named = center.groupsByName.get(wish.displayName.toLowerCase());
    if (named && named !== group) throw conflict('Duplicate GroupDisplayName');
    center.changeGroup(group, () => Object.assign(group, wish, { updatedAt: now, updatedBy: caller.arn }));
    world.changed();
    return {};
  },
});

function setGroupAttribute(
  wish: { displayName: string; description: string | undefined },
  { AttributePath = '', AttributeValue: value }: AttributeOperation,
): void {
  const path = AttributePath.toLowerCase();
  const isRemoval = value === undefined || value === null;
  const isText = typeof value === 'string' && value.length > 0 && value.length <= 1_024;
  if (path === 'description' && (isText || isRemoval)) wish.description = isText ? value : undefined;
  else if (path === 'displayname' && isText) wish.displayName = value;
  else throw new AwsError('ValidationException', `The attribute path ${AttributePath} can not be set to this value.`);
}

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
