import * as schemas from '@aws-sdk/client-iam';
import { AwsError } from '../../protocols/aws-error.ts';
import type { Service } from '../service.ts';
import { createAccountAlias, listAccountAliases } from './account-aliases.ts';
import { addUserToGroup, listGroupsForUser, removeUserFromGroup } from './group-membership.ts';
import { createGroup, deleteGroup, getGroup, listGroups } from './groups.ts';
import { listOpenIdConnectProviders, listSamlProviders } from './identity-providers.ts';
import {
  attachRolePolicy,
  deleteRolePolicy,
  detachRolePolicy,
  getRolePolicy,
  listAttachedRolePolicies,
  listRolePolicies,
  putRolePolicy,
} from './role-policies.ts';
import { createRole, deleteRole, getRole, listRoles, updateAssumeRolePolicy } from './roles.ts';
import { attachUserPolicy, deleteUserPolicy, detachUserPolicy, putUserPolicy } from './user-policies.ts';
import { createUser, deleteUser, getUser, listUsers } from './users.ts';

/** AWS Identity and Access Management, of the AWS account that owns the caller's credentials. */
export const iam: Service = {
  id: 'iam',
  protocol: 'query',
  signingName: 'iam',
  actionPrefix: 'iam',
  wireName: '2010-05-08',
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  model: 'iam',
  schemas,
  operations: [
    ...[listUsers, getUser, createUser, deleteUser],
    ...[listGroups, getGroup, createGroup, deleteGroup],
    ...[addUserToGroup, removeUserFromGroup, listGroupsForUser],
    ...[putUserPolicy, deleteUserPolicy, attachUserPolicy, detachUserPolicy],
    ...[listRoles, getRole, createRole, deleteRole, updateAssumeRolePolicy],
    ...[listRolePolicies, getRolePolicy, putRolePolicy, deleteRolePolicy],
    ...[listAttachedRolePolicies, attachRolePolicy, detachRolePolicy],
    ...[listAccountAliases, createAccountAlias, listSamlProviders, listOpenIdConnectProviders],
  ],
  paging: {
    token: 'Marker',
    limit: 'MaxItems',
    size: 100,
    invalidToken: () => new AwsError('ValidationError', 'Invalid Marker.'),
  },
};
