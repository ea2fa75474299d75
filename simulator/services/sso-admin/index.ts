import * as schemas from '@aws-sdk/client-sso-admin';
import { AwsError } from '../../protocols/aws-error.ts';
import type { Service } from '../service.ts';
import { listAccountAssignments, listAccountAssignmentsForPrincipal } from './assignments/assignment-lists.ts';
import {
  describeCreationStatus,
  describeDeletionStatus,
  listCreationStatus,
  listDeletionStatus,
} from './assignments/assignment-status.ts';
import { createAccountAssignment, deleteAccountAssignment } from './assignments/assignments.ts';
import { createInstance, deleteInstance, describeInstance, listInstances, updateInstance } from './instances.ts';
import {
  attachCustomerManagedPolicyReference,
  detachCustomerManagedPolicyReference,
  listCustomerManagedPolicyReferences,
} from './permission-sets/customer-policies.ts';
import {
  deleteInlinePolicyFromPermissionSet,
  getInlinePolicyForPermissionSet,
  putInlinePolicyToPermissionSet,
} from './permission-sets/inline-policy.ts';
import {
  attachManagedPolicyToPermissionSet,
  detachManagedPolicyFromPermissionSet,
  listManagedPoliciesInPermissionSet,
} from './permission-sets/managed-policies.ts';
import {
  createPermissionSet,
  deletePermissionSet,
  describePermissionSet,
  listPermissionSets,
  updatePermissionSet,
} from './permission-sets/permission-sets.ts';
import {
  deletePermissionsBoundaryFromPermissionSet,
  getPermissionsBoundaryForPermissionSet,
  putPermissionsBoundaryToPermissionSet,
} from './permission-sets/permissions-boundary.ts';
import { listTagsForResource, tagResource, untagResource } from './permission-sets/tags.ts';
import { provisionPermissionSet } from './provisioning/provision.ts';
import {
  listAccountsForProvisionedPermissionSet,
  listPermissionSetsProvisionedToAccount,
} from './provisioning/provisioned.ts';
import {
  describePermissionSetProvisioningStatus,
  listPermissionSetProvisioningStatus,
} from './provisioning/provisioning-status.ts';

/** SSO Admin: permission sets and assignments of IAM Identity Center. */
export const ssoAdmin: Service = {
  id: 'sso',
  protocol: 'json',
  signingName: 'sso',
  actionPrefix: 'sso',
  wireName: 'SWBExternalService',
  eventSource: 'sso.amazonaws.com',
  model: 'sso-admin',
  schemas,
  operations: [
    ...[listInstances, describeInstance, createInstance, updateInstance, deleteInstance],
    ...[listPermissionSets, describePermissionSet, createPermissionSet, updatePermissionSet, deletePermissionSet],
    ...[listTagsForResource, tagResource, untagResource],
    ...[listManagedPoliciesInPermissionSet, attachManagedPolicyToPermissionSet, detachManagedPolicyFromPermissionSet],
    ...[listCustomerManagedPolicyReferences],
    ...[attachCustomerManagedPolicyReference, detachCustomerManagedPolicyReference],
    ...[getInlinePolicyForPermissionSet, putInlinePolicyToPermissionSet, deleteInlinePolicyFromPermissionSet],
    ...[getPermissionsBoundaryForPermissionSet, putPermissionsBoundaryToPermissionSet],
    ...[deletePermissionsBoundaryFromPermissionSet],
    ...[provisionPermissionSet, describePermissionSetProvisioningStatus, listPermissionSetProvisioningStatus],
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
