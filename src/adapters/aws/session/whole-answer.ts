/**
 * What an answer of these operations always holds. AWS writes an empty list as an empty list; the SDK leaves the member
 * out only when it was not in the answer at all.
 */
const members: Record<string, string> = {
  'cloudtrail:LookupEvents': 'Events',
  'iam:GetAccountAuthorizationDetails': 'IsTruncated',
  'iam:GetCredentialReport': 'Content',
  'iam:GetGroup': 'Users',
  'iam:ListAccountAliases': 'AccountAliases',
  'iam:ListGroups': 'Groups',
  'iam:ListRoles': 'Roles',
  'iam:ListUsers': 'Users',
  'identitystore:ListGroupMemberships': 'GroupMemberships',
  'identitystore:ListGroupMembershipsForMember': 'GroupMemberships',
  'identitystore:ListGroups': 'Groups',
  'identitystore:ListUsers': 'Users',
  'organizations:ListAccounts': 'Accounts',
  'organizations:ListOrganizationalUnitsForParent': 'OrganizationalUnits',
  'organizations:ListRoots': 'Roots',
  'organizations:ListTagsForResource': 'Tags',
  'sso:DescribePermissionSet': 'PermissionSet',
  'sso:ListAccountAssignments': 'AccountAssignments',
  'sso:ListAccountAssignmentsForPrincipal': 'AccountAssignments',
  'sso:ListAccountsForProvisionedPermissionSet': 'AccountIds',
  'sso:ListCustomerManagedPolicyReferencesInPermissionSet': 'CustomerManagedPolicyReferences',
  'sso:ListInstances': 'Instances',
  'sso:ListManagedPoliciesInPermissionSet': 'AttachedManagedPolicies',
  'sso:ListPermissionSets': 'PermissionSets',
  'sso:ListPermissionSetsProvisionedToAccount': 'PermissionSets',
  'sso:ListTagsForResource': 'Tags',
};

/** Something between us and AWS answered 200 with a page of its own, with nothing, or with a part. */
export class IncompleteAnswer extends Error {
  override readonly name = 'IncompleteAnswer';
}

interface Answer {
  $metadata?: { requestId?: string };
  IsTruncated?: boolean;
  Marker?: string;
}

/**
 * Throws IncompleteAnswer for what is not a whole answer of AWS: read as an empty listing, it would say that nobody has
 * access. Values that a caller made of an answer have no `$metadata` and are not judged.
 */
export function requireWholeAnswer(operation: string, output: unknown): void {
  if (typeof output !== 'object' || output === null || !('$metadata' in output)) return;
  const answer = output as Answer & Record<string, unknown>;
  if (!answer.$metadata?.requestId)
    throw new IncompleteAnswer('The answer is not one of AWS: it carries no request id. Is there a proxy in between?');
  const member = members[operation];
  if (member && answer[member] === undefined)
    throw new IncompleteAnswer(`The answer to ${operation} holds no ${member}.`);
  if (answer.IsTruncated && !answer.Marker)
    throw new IncompleteAnswer(`The answer to ${operation} says that more follows, and not where.`);
}
