import type { AwsPartition } from './aws-regions.ts';
import type { PolicyDocument } from './setup/policy-texts.ts';

/** What changing AWS needs beyond the read policy (PRV-1); given only by who wants Countersign to change AWS (CON-5). */
export const provisioningActions = [
  'sso:CreateAccountAssignment',
  'sso:DeleteAccountAssignment',
  'sso:DescribeAccountAssignmentCreationStatus',
  'sso:DescribeAccountAssignmentDeletionStatus',
  'identitystore:CreateGroupMembership',
  'identitystore:DeleteGroupMembership',
  'identitystore:GetGroupMembershipId',
  'iam:AddUserToGroup',
  'iam:RemoveUserFromGroup',
] as const;
export type ProvisioningAction = (typeof provisioningActions)[number];

/**
 * In the management AWS account Identity Center makes its roles with the caller's own rights; in all others with its
 * service role. Hence these, on Identity Center's own roles and SAML provider and on nothing else.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html
 */
export const reservedRoleActions = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:GetRole',
  'iam:ListRolePolicies',
  'iam:PutRolePolicy',
  'iam:UpdateRole',
] as const;
export const reservedProviderActions = [
  'iam:CreateSAMLProvider',
  'iam:GetSAMLProvider',
  'iam:UpdateSAMLProvider',
] as const;

export interface ProvisioningPermission {
  action: string;
  feature: string;
  /** One plain line: what the product can not do without it. */
  lost: string;
}
const give = 'Giving permission sets for a time';
const take = 'Taking permission sets away';
const members = 'Adding people to groups and taking them out';
const rows: Record<ProvisioningAction, readonly [feature: string, lost: string]> = {
  'sso:CreateAccountAssignment': [give, 'Permission sets cannot be given: each becomes a task for a person.'],
  'sso:DeleteAccountAssignment': [take, 'Permission sets cannot be taken away, also not at the end of a lease.'],
  'sso:DescribeAccountAssignmentCreationStatus': [
    give,
    'Whether AWS has finished giving a permission set cannot be followed.',
  ],
  'sso:DescribeAccountAssignmentDeletionStatus': [
    take,
    'Whether AWS has finished taking a permission set away cannot be followed.',
  ],
  'identitystore:CreateGroupMembership': [members, 'Nobody can be added to an Identity Center group.'],
  'identitystore:DeleteGroupMembership': [members, 'Nobody can be taken out of an Identity Center group.'],
  'identitystore:GetGroupMembershipId': [members, 'Nobody can be taken out of an Identity Center group.'],
  'iam:AddUserToGroup': [members, 'No IAM user can be added to an IAM group.'],
  'iam:RemoveUserFromGroup': [members, 'No IAM user can be taken out of an IAM group.'],
};
const inManagement =
  'Permission sets that are not yet in use on the management AWS account cannot be given there; elsewhere nothing is lost.';

export const provisioningPermissions: readonly ProvisioningPermission[] = [
  ...provisioningActions.map((action) => ({ action, feature: rows[action][0], lost: rows[action][1] })),
  ...[...reservedRoleActions, ...reservedProviderActions].map((action) => ({
    action,
    feature: 'Giving permission sets on the management AWS account',
    lost: inManagement,
  })),
];

export const provisioningPolicyName = 'CountersignProvisioning';

/** A policy of its own, so that it can be attached and taken away without touching the read policy. */
export const provisioningPolicy = (partition: AwsPartition): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'CountersignProvisioning', Effect: 'Allow', Action: [...provisioningActions], Resource: '*' },
    {
      Sid: 'CountersignManagementAccountRoles',
      Effect: 'Allow',
      Action: [...reservedRoleActions],
      Resource: `arn:${partition}:iam::*:role/aws-reserved/sso.amazonaws.com/*`,
    },
    {
      Sid: 'CountersignManagementAccountProvider',
      Effect: 'Allow',
      Action: [...reservedProviderActions],
      Resource: `arn:${partition}:iam::*:saml-provider/AWSSSO_*`,
    },
  ],
});
