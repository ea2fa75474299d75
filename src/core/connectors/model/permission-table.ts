/** The two optional features of a connector, and IAM, which is always read. */
export type ReadFeature = 'IAM' | 'Organizations' | 'Identity Center';

export interface ReadPermission {
  /** The IAM action, e.g. `iam:GetGroup`; the operation of the same name is the one that is called. */
  action: ReadAction;
  /** The prefix of the action. Identity Center's actions start with `sso`, its directory's with `identitystore`. */
  service: 'iam' | 'organizations' | 'sso' | 'identitystore';
  feature: ReadFeature;
  neededFor: string;
  /** One plain line: what the product cannot show without it. */
  lost: string;
}

/**
 * The minimum read policy (CON-9): these 14 actions and no more. Trust and read policy, checklist, documentation and
 * the reader's own list of calls derive from this table.
 */
export const readActions = [
  'iam:GetGroup',
  'iam:ListAccountAliases',
  'iam:ListGroups',
  'iam:ListRoles',
  'iam:ListUsers',
  'identitystore:ListGroupMemberships',
  'identitystore:ListGroups',
  'identitystore:ListUsers',
  'organizations:ListAccounts',
  'sso:DescribePermissionSet',
  'sso:ListAccountAssignments',
  'sso:ListInstances',
  'sso:ListPermissionSets',
  'sso:ListPermissionSetsProvisionedToAccount',
] as const;
export type ReadAction = (typeof readActions)[number];

const rows: Record<ReadAction, readonly [feature: ReadFeature, neededFor: string, lost: string]> = {
  'iam:GetGroup': [
    'IAM',
    'Who is in each IAM group',
    'Members of IAM groups are not read: access that comes from a group is not shown for IAM users.',
  ],
  'iam:ListAccountAliases': [
    'IAM',
    'The alias people know the AWS account by',
    'The AWS account is shown without its alias.',
  ],
  'iam:ListGroups': [
    'IAM',
    'IAM groups',
    'New IAM groups are not found; members are read only of the groups that earlier syncs found.',
  ],
  'iam:ListRoles': [
    'IAM',
    'IAM roles and whom each of them trusts',
    'IAM roles are not read: who may assume a role, and access through roles, is not shown.',
  ],
  'iam:ListUsers': ['IAM', 'IAM users', 'IAM users are not read, except that members of IAM groups are seen by name.'],
  'identitystore:ListGroupMemberships': [
    'Identity Center',
    'Who is in each Identity Center group',
    'Members of Identity Center groups are not read: access that comes from a group is not shown for people.',
  ],
  'identitystore:ListGroups': [
    'Identity Center',
    'Identity Center groups and their names',
    'New Identity Center groups are not found; members are read only of the groups that earlier syncs found.',
  ],
  'identitystore:ListUsers': [
    'Identity Center',
    'Identity Center users, with name, e-mail and status',
    'Identity Center users have no name or e-mail, so they are not matched to people.',
  ],
  'organizations:ListAccounts': [
    'Organizations',
    'The AWS accounts of the organization',
    'Other AWS accounts have no name or state, and access in AWS accounts not seen before is not found.',
  ],
  'sso:DescribePermissionSet': [
    'Identity Center',
    'Names and session lengths of permission sets',
    'Permission sets are shown by their id instead of their name.',
  ],
  'sso:ListAccountAssignments': [
    'Identity Center',
    'Who holds which permission set on which AWS account',
    'Assignments are not read: who can reach an AWS account through Identity Center is not shown.',
  ],
  'sso:ListInstances': [
    'Identity Center',
    'The Identity Center instance and its directory',
    'Nothing of Identity Center is found, unless an earlier sync found the instance.',
  ],
  'sso:ListPermissionSets': [
    'Identity Center',
    'All permission sets, also those that are used nowhere',
    'Permission sets that are provisioned to no AWS account are not shown.',
  ],
  'sso:ListPermissionSetsProvisionedToAccount': [
    'Identity Center',
    'Which permission sets are in use on each AWS account',
    'Assignments cannot be looked up: who can reach an AWS account through Identity Center is not shown.',
  ],
};

export const readPermissions: readonly ReadPermission[] = readActions.map((action) => {
  const [feature, neededFor, lost] = rows[action];
  return {
    action,
    service: action.slice(0, action.indexOf(':')) as ReadPermission['service'],
    feature,
    neededFor,
    lost,
  };
});

export const readPermission = (action: ReadAction): ReadPermission =>
  readPermissions.find((permission) => permission.action === action) as ReadPermission;
