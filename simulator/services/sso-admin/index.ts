import * as schemas from '@aws-sdk/client-sso-admin';
import { AwsError } from '../../protocols/aws-error.ts';
import type { Service } from '../service.ts';
import { listAccountAssignments, listAccountAssignmentsForPrincipal } from './assignment-lists.ts';
import {
  describeCreationStatus,
  describeDeletionStatus,
  listCreationStatus,
  listDeletionStatus,
} from './assignment-status.ts';
import { createAccountAssignment, deleteAccountAssignment } from './assignments.ts';
import { describeInstance, listInstances } from './instances.ts';
import {
  attachManagedPolicyToPermissionSet,
  getInlinePolicyForPermissionSet,
  listCustomerManagedPolicyReferences,
  listManagedPoliciesInPermissionSet,
} from './permission-set-policies.ts';
import {
  createPermissionSet,
  describePermissionSet,
  listPermissionSets,
  listTagsForResource,
} from './permission-sets.ts';
import { listAccountsForProvisionedPermissionSet, listPermissionSetsProvisionedToAccount } from './provisioned.ts';

/** SSO Admin: permission sets and assignments of IAM Identity Center. */
export const ssoAdmin: Service = {
  id: 'sso',
  protocol: 'json',
  signingName: 'sso',
  actionPrefix: 'sso',
  wireName: 'SWBExternalService',
  model: 'sso-admin',
  schemas,
  operations: [
    ...[listInstances, describeInstance],
    ...[listPermissionSets, describePermissionSet, createPermissionSet, listTagsForResource],
    ...[listManagedPoliciesInPermissionSet, listCustomerManagedPolicyReferences, getInlinePolicyForPermissionSet],
    ...[attachManagedPolicyToPermissionSet],
    ...[listPermissionSetsProvisionedToAccount, listAccountsForProvisionedPermissionSet],
    ...[listAccountAssignments, listAccountAssignmentsForPrincipal],
    ...[createAccountAssignment, deleteAccountAssignment],
    ...[describeCreationStatus, describeDeletionStatus, listCreationStatus, listDeletionStatus],
  ],
  paging: {
    token: 'NextToken',
    limit: 'MaxResults',
    size: 100,
    invalidToken: () => new AwsError('ValidationException', 'Invalid NextToken.'),
  },
};
