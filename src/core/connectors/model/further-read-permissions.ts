import type { ReadFeature } from './permission-table.ts';
import type { PolicyDocument } from './setup/policy-texts.ts';

/**
 * What a role may be given beyond the minimum read policy (CON-9): each action adds one named thing or makes a sync
 * cheaper (SYN-2), and none is needed. A policy of its own, so that it can be attached and taken away by itself.
 */
export const furtherReadActions = [
  'iam:GenerateCredentialReport',
  'iam:GetAccountAuthorizationDetails',
  'iam:GetCredentialReport',
  'identitystore:ListGroupMembershipsForMember',
  'organizations:ListOrganizationalUnitsForParent',
  'organizations:ListRoots',
  'organizations:ListTagsForResource',
  'sso:GetInlinePolicyForPermissionSet',
  'sso:GetPermissionsBoundaryForPermissionSet',
  'sso:ListAccountAssignmentsForPrincipal',
  'sso:ListAccountsForProvisionedPermissionSet',
  'sso:ListCustomerManagedPolicyReferencesInPermissionSet',
  'sso:ListManagedPoliciesInPermissionSet',
  'sso:ListTagsForResource',
  'cloudtrail:LookupEvents',
] as const;
export type FurtherReadAction = (typeof furtherReadActions)[number];

export interface FurtherReadPermission {
  action: FurtherReadAction;
  feature: ReadFeature;
  neededFor: string;
  /** One plain line: what the product cannot show, or does at a higher price, without it. */
  lost: string;
}

const usage = 'When passwords and access keys were last used, and who has MFA';
const usageLost = 'The use of passwords and access keys, MFA and the root user are not shown.';
const sets = 'What permission sets allow';
const tree = 'Organizational units and where each AWS account is';
const treeLost = 'Organizational units have no names, and AWS accounts are shown without them.';
const rows: Record<FurtherReadAction, readonly [feature: ReadFeature, neededFor: string, lost: string]> = {
  'iam:GenerateCredentialReport': ['IAM', usage, usageLost],
  'iam:GetAccountAuthorizationDetails': [
    'IAM',
    'Users, groups, roles and their policies in few calls',
    'Policies of IAM users, groups and roles are not shown, and IAM takes one call for each group.',
  ],
  'iam:GetCredentialReport': ['IAM', usage, usageLost],
  'identitystore:ListGroupMembershipsForMember': [
    'Identity Center',
    'Memberships by user, where that takes fewer calls',
    'Memberships are read group by group, also where that takes more calls.',
  ],
  'organizations:ListOrganizationalUnitsForParent': ['Organizations', tree, treeLost],
  'organizations:ListRoots': ['Organizations', tree, treeLost],
  'organizations:ListTagsForResource': ['Organizations', 'Tags of AWS accounts', 'Tags of AWS accounts are not shown.'],
  'sso:GetInlinePolicyForPermissionSet': ['Identity Center', sets, 'Inline policies of permission sets are not shown.'],
  'sso:GetPermissionsBoundaryForPermissionSet': [
    'Identity Center',
    sets,
    'Permissions boundaries of permission sets are not shown.',
  ],
  'sso:ListAccountAssignmentsForPrincipal': [
    'Identity Center',
    'Assignments by user and group, where that takes fewer calls',
    'Assignments are read pair by pair, also where that takes more calls.',
  ],
  'sso:ListAccountsForProvisionedPermissionSet': [
    'Identity Center',
    'Where permission sets are in use, where that takes fewer calls',
    'Which permission sets are in use is read AWS account by AWS account, also where that takes more calls.',
  ],
  'sso:ListCustomerManagedPolicyReferencesInPermissionSet': [
    'Identity Center',
    sets,
    'Customer managed policies of permission sets are not shown.',
  ],
  'sso:ListManagedPoliciesInPermissionSet': [
    'Identity Center',
    sets,
    'AWS managed policies of permission sets are not shown.',
  ],
  'sso:ListTagsForResource': ['Identity Center', 'Tags of permission sets', 'Tags of permission sets are not shown.'],
  'cloudtrail:LookupEvents': [
    'IAM',
    'Who changed access outside Countersign, and syncs that read only what changed',
    'Changes made outside Countersign are shown without who made them, and each sync reads everything.',
  ],
};

export const furtherReadPermissions: readonly FurtherReadPermission[] = furtherReadActions.map((action) => {
  const [feature, neededFor, lost] = rows[action];
  return { action, feature, neededFor, lost };
});

export const furtherReadPolicyName = 'CountersignReadFurther';

export const furtherReadPolicy = (): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Sid: furtherReadPolicyName, Effect: 'Allow', Action: [...furtherReadActions], Resource: '*' }],
});
