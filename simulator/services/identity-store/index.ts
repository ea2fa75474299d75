import * as schemas from '@aws-sdk/client-identitystore';
import { AwsError } from '../../protocols/aws-error.ts';
import type { Service } from '../service.ts';
import { createGroup, deleteGroup, describeGroup, listGroups, updateGroup } from './groups.ts';
import { getGroupId, getUserId } from './identifiers.ts';
import {
  createGroupMembership,
  deleteGroupMembership,
  describeGroupMembership,
  getGroupMembershipId,
  isMemberInGroups,
  listGroupMemberships,
  listGroupMembershipsForMember,
} from './memberships.ts';
import { createUser, deleteUser, describeUser, listUsers, updateUser } from './users.ts';

/** Identity Store: the directory behind IAM Identity Center. */
export const identityStore: Service = {
  id: 'identitystore',
  protocol: 'json',
  signingName: 'identitystore',
  actionPrefix: 'identitystore',
  wireName: 'AWSIdentityStore',
  eventSource: 'identitystore.amazonaws.com',
  model: 'identitystore',
  schemas,
  operations: [
    ...[listUsers, describeUser, createUser, updateUser, deleteUser, getUserId],
    ...[listGroups, describeGroup, createGroup, updateGroup, deleteGroup, getGroupId],
    ...[listGroupMemberships, listGroupMembershipsForMember, describeGroupMembership, getGroupMembershipId],
    ...[isMemberInGroups, createGroupMembership, deleteGroupMembership],
  ],
  paging: {
    token: 'NextToken',
    limit: 'MaxResults',
    size: 100,
    invalidToken: () => new AwsError('ValidationException', 'Invalid NextToken.'),
  },
  namesEveryRefusedResource: true,
};
