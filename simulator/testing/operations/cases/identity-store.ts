import { SMALL } from '../../../worlds/small.ts';
import type { Cases, ErrorCase, OperationCase } from '../operation-case.ts';
import type { Facts } from '../prepared-world.ts';

const { identityStoreId: IdentityStoreId, managementAccountId } = SMALL;
const STORE = `arn:aws:identitystore::${managementAccountId}:identitystore/${IdentityStoreId}`;
const NOTHING = '00000000-0000-4000-8000-000000000000';

const notFound = (message: string, input: object): ErrorCase => ({ code: 'ResourceNotFoundException', message, input });
const noStore = notFound('IdentityStore not present for IdentityStoreId: d-0000000000', {
  IdentityStoreId: 'd-0000000000',
});
const conflict = (message: string, input: object): ErrorCase => ({ code: 'ConflictException', message, input });
const invalid = (message: string | RegExp, input: object): ErrorCase => ({
  code: 'ValidationException',
  message,
  input,
});
/** The identity store is the management account's: a member's policies are not enough. */
const notYours: ErrorCase = {
  code: 'AccessDeniedException',
  message:
    /^User: \S+:user\/tester is not authorized to perform: identitystore:\w+ on resource: \S+ because no resource-based policy allows the identitystore:\w+ action$/,
  as: 'member',
};

const operation = (input: object, inner: readonly string[], ...errors: ErrorCase[]): OperationCase => ({
  input: { IdentityStoreId, ...input },
  resources: [STORE, ...inner.map((id) => `arn:aws:identitystore:::${id}`)],
  errors: [...errors, noStore, notYours],
});

/** Identity Store, in the store of the small world. */
export function identityStoreCases({ userId, otherUserId, groupId, membershipId }: Facts): Cases {
  const noUser = notFound('USER not found.', { UserId: NOTHING });
  const noGroup = notFound('GROUP not found.', { GroupId: NOTHING });
  const noMember = notFound('USER not found.', { MemberId: { UserId: NOTHING } });
  const noMembership = notFound('GROUP_MEMBERSHIP not found.', { MembershipId: NOTHING });
  const user = `user/${userId}`;
  const group = `group/${groupId}`;
  const by = (path: string, value: string) => ({
    AlternateIdentifier: { UniqueAttribute: { AttributePath: path, AttributeValue: value } },
  });
  const set = (path: string, value: string) => ({ Operations: [{ AttributePath: path, AttributeValue: value }] });
  const noPath = invalid('The attribute path is not supported.', by('nothing', 'x'));
  const made = { UserName: 'made', DisplayName: 'M', Name: { GivenName: 'M', FamilyName: 'A' } };
  return {
    ListUsers: operation(
      {},
      ['user/*'],
      invalid('Unsupported filter attribute: Nothing', {
        Filters: [{ AttributePath: 'Nothing', AttributeValue: 'x' }],
      }),
    ),
    DescribeUser: operation({ UserId: userId }, [user], noUser),
    CreateUser: operation(
      made,
      ['user/*'],
      conflict('Duplicate UserName', { UserName: 'ADA@small.example' }),
      conflict('Duplicate Email', { Emails: [{ Value: 'ada@small.example' }] }),
    ),
    UpdateUser: operation(
      { UserId: userId, ...set('title', 'x') },
      [user],
      noUser,
      conflict('Duplicate UserName', set('userName', 'grace@small.example')),
      invalid('The attribute path nothing is not supported.', set('nothing', 'x')),
    ),
    DeleteUser: operation({ UserId: userId }, [user], noUser),
    GetUserId: operation(
      by('userName', 'ada@small.example'),
      ['user/*'],
      notFound('USER not found.', by('userName', 'nobody')),
      noPath,
    ),
    ListGroups: operation(
      {},
      ['group/*'],
      invalid('Unsupported filter attribute: Nothing', {
        Filters: [{ AttributePath: 'Nothing', AttributeValue: 'x' }],
      }),
    ),
    DescribeGroup: operation({ GroupId: groupId }, [group], noGroup),
    CreateGroup: operation(
      { DisplayName: 'Made' },
      ['group/*'],
      conflict('Duplicate GroupDisplayName', { DisplayName: 'engineers' }),
      invalid('DisplayName is required.', { DisplayName: undefined }),
    ),
    UpdateGroup: operation(
      { GroupId: groupId, ...set('description', 'x') },
      [group],
      noGroup,
      conflict('Duplicate GroupDisplayName', set('displayName', 'Auditors')),
      invalid('The attribute path nothing can not be set to this value.', set('nothing', 'x')),
    ),
    DeleteGroup: operation({ GroupId: groupId }, [group], noGroup),
    GetGroupId: operation(
      by('displayName', 'Engineers'),
      ['group/*'],
      notFound('GROUP not found.', by('displayName', 'nothing')),
      noPath,
    ),
    ListGroupMemberships: operation({ GroupId: groupId }, [group, 'membership/*'], noGroup),
    ListGroupMembershipsForMember: operation({ MemberId: { UserId: userId } }, [user, 'membership/*'], noMember),
    DescribeGroupMembership: operation({ MembershipId: membershipId }, [`membership/${membershipId}`], noMembership),
    GetGroupMembershipId: operation(
      { GroupId: groupId, MemberId: { UserId: userId } },
      [group, user, 'membership/*'],
      noGroup,
      notFound('GROUP_MEMBERSHIP not found.', { MemberId: { UserId: otherUserId } }),
    ),
    IsMemberInGroups: operation(
      { MemberId: { UserId: userId }, GroupIds: [groupId] },
      [group, user, 'membership/*'],
      noMember,
    ),
    CreateGroupMembership: operation(
      { GroupId: groupId, MemberId: { UserId: otherUserId } },
      [group, `user/${otherUserId}`, 'membership/*'],
      noGroup,
      noMember,
      conflict('Member and Group relationship already exists.', { MemberId: { UserId: userId } }),
    ),
    DeleteGroupMembership: operation({ MembershipId: membershipId }, [`membership/${membershipId}`], noMembership),
  };
}
