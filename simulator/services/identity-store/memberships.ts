import type {
  CreateGroupMembershipRequest,
  CreateGroupMembershipResponse,
  DeleteGroupMembershipRequest,
  DeleteGroupMembershipResponse,
  DescribeGroupMembershipRequest,
  DescribeGroupMembershipResponse,
  GetGroupMembershipIdRequest,
  GetGroupMembershipIdResponse,
  GroupMembership,
  IsMemberInGroupsRequest,
  IsMemberInGroupsResponse,
  ListGroupMembershipsForMemberRequest,
  ListGroupMembershipsForMemberResponse,
  ListGroupMembershipsRequest,
  ListGroupMembershipsResponse,
  MemberId,
} from '@aws-sdk/client-identitystore';
import type { IdentityCenter } from '../../state/identity-center/identity-center.ts';
import type { Membership } from '../../state/identity-center/identity-center-entities.ts';
import { operation } from '../service.ts';
import { conflict, notFound, requireGroup, requireStore, requireUser, storeResources } from './store.ts';

function described(identityStoreId: string, membership: Membership): GroupMembership & { MembershipId: string } {
  return {
    IdentityStoreId: identityStoreId,
    MembershipId: membership.id,
    GroupId: membership.groupId,
    MemberId: { UserId: membership.userId },
    CreatedAt: new Date(membership.createdAt),
    CreatedBy: membership.createdBy,
    UpdatedAt: new Date(membership.createdAt),
    UpdatedBy: membership.createdBy,
  };
}

function requireMembership(center: IdentityCenter, membershipId: string): Membership {
  const membership = center.memberships.get(membershipId);
  if (!membership) throw notFound('GROUP_MEMBERSHIP not found.', 'GROUP_MEMBERSHIP', membershipId);
  return membership;
}

function userIdOf(member: MemberId): string {
  return member.UserId ?? '';
}

export const listGroupMemberships = operation<ListGroupMembershipsRequest, ListGroupMembershipsResponse>({
  name: 'ListGroupMemberships',
  resources: (call, { IdentityStoreId, GroupId }) =>
    storeResources(call, IdentityStoreId, `group/${GroupId}`, 'membership/*'),
  handle(call, { IdentityStoreId, GroupId }) {
    const center = requireStore(call, IdentityStoreId);
    requireGroup(center, GroupId);
    const { items, nextToken } = call.page(center.membershipsByGroup.of(GroupId));
    return { GroupMemberships: items.map((item) => described(IdentityStoreId, item)), NextToken: nextToken };
  },
});

export const listGroupMembershipsForMember = operation<
  ListGroupMembershipsForMemberRequest,
  ListGroupMembershipsForMemberResponse
>({
  name: 'ListGroupMembershipsForMember',
  resources: (call, { IdentityStoreId, MemberId }) =>
    storeResources(call, IdentityStoreId, `user/${userIdOf(MemberId)}`, 'membership/*'),
  handle(call, { IdentityStoreId, MemberId }) {
    const center = requireStore(call, IdentityStoreId);
    const user = requireUser(center, userIdOf(MemberId));
    const { items, nextToken } = call.page(center.membershipsByUser.of(user.id));
    return { GroupMemberships: items.map((item) => described(IdentityStoreId, item)), NextToken: nextToken };
  },
});

export const describeGroupMembership = operation<DescribeGroupMembershipRequest, DescribeGroupMembershipResponse>({
  name: 'DescribeGroupMembership',
  resources: (call, { IdentityStoreId, MembershipId }) =>
    storeResources(call, IdentityStoreId, `membership/${MembershipId}`),
  handle(call, { IdentityStoreId, MembershipId }) {
    const membership = requireMembership(requireStore(call, IdentityStoreId), MembershipId);
    return described(IdentityStoreId, membership) as DescribeGroupMembershipResponse;
  },
});

export const getGroupMembershipId = operation<GetGroupMembershipIdRequest, GetGroupMembershipIdResponse>({
  name: 'GetGroupMembershipId',
  resources: (call, { IdentityStoreId, GroupId, MemberId }) =>
    storeResources(call, IdentityStoreId, `group/${GroupId}`, `user/${userIdOf(MemberId)}`, 'membership/*'),
  handle(call, { IdentityStoreId, GroupId, MemberId }) {
    const center = requireStore(call, IdentityStoreId);
    requireGroup(center, GroupId);
    const membership = center.membershipOf(GroupId, userIdOf(MemberId));
    if (!membership) throw notFound('GROUP_MEMBERSHIP not found.', 'GROUP_MEMBERSHIP', userIdOf(MemberId));
    return { IdentityStoreId, MembershipId: membership.id };
  },
});

export const isMemberInGroups = operation<IsMemberInGroupsRequest, IsMemberInGroupsResponse>({
  name: 'IsMemberInGroups',
  resources: (call, { IdentityStoreId, MemberId, GroupIds }) =>
    storeResources(
      call,
      IdentityStoreId,
      ...GroupIds.map((id) => `group/${id}` as const),
      `user/${userIdOf(MemberId)}`,
      'membership/*',
    ),
  handle(call, { IdentityStoreId, MemberId, GroupIds }) {
    const center = requireStore(call, IdentityStoreId);
    const user = requireUser(center, userIdOf(MemberId));
    const memberships = center.membershipsByUser.of(user.id).all();
    const groupIds = new Set(memberships.map(({ groupId }) => groupId));
    return {
      Results: GroupIds.map((groupId) => ({
        GroupId: groupId,
        MemberId,
        MembershipExists: groupIds.has(groupId),
      })),
    };
  },
});

export const createGroupMembership = operation<CreateGroupMembershipRequest, CreateGroupMembershipResponse>({
  name: 'CreateGroupMembership',
  resources: (call, { IdentityStoreId, GroupId, MemberId }) =>
    storeResources(call, IdentityStoreId, `group/${GroupId}`, `user/${userIdOf(MemberId)}`, 'membership/*'),
  handle(call, { IdentityStoreId, GroupId, MemberId }) {
    const { world, now, caller } = call;
    const center = requireStore(call, IdentityStoreId);
    const group = requireGroup(center, GroupId);
    const user = requireUser(center, userIdOf(MemberId));
    if (center.membershipOf(group.id, user.id)) throw conflict('Member and Group relationship already exists.');
    const id = world.ids.uuid();
    center.addMembership({ id, groupId: group.id, userId: user.id, createdAt: now, createdBy: caller.arn });
    world.changed();
    return { MembershipId: id, IdentityStoreId };
  },
});

export const deleteGroupMembership = operation<DeleteGroupMembershipRequest, DeleteGroupMembershipResponse>({
  name: 'DeleteGroupMembership',
  resources: (call, { IdentityStoreId, MembershipId }) =>
    storeResources(call, IdentityStoreId, `membership/${MembershipId}`),
  handle(call, { IdentityStoreId, MembershipId }) {
    const center = requireStore(call, IdentityStoreId);
    center.deleteMembership(requireMembership(center, MembershipId));
    call.world.changed();
    return {};
  },
});
