/** What a scope that could not be read whole holds, as people say it. `a` and `b` are names where known, else ids. */
const sentences: Record<string, (a: string, b: string) => string> = {
  connector: (a) => `everything that connector ${a} read`,
  'aws-accounts': (a) => `AWS accounts of organization ${a}`,
  'identity-center-instances': (a) => `Identity Center instances that AWS account ${a} sees`,
  'identity-center-users': (a) => `users of Identity Center ${a}`,
  'identity-center-groups': (a) => `groups of Identity Center ${a}`,
  'permission-sets': (a) => `permission sets of Identity Center ${a}`,
  'permission-set-details': (a) => `details of permission set ${a}`,
  'permission-set-managed-policies': (a) => `AWS managed policies of the permission sets of Identity Center ${a}`,
  'permission-set-customer-policies': (a) => `customer managed policies of the permission sets of Identity Center ${a}`,
  'permission-set-inline-policies': (a) => `inline policies of the permission sets of Identity Center ${a}`,
  'permission-set-boundaries': (a) => `permissions boundaries of the permission sets of Identity Center ${a}`,
  'permission-set-tags': (a) => `tags of the permission sets of Identity Center ${a}`,
  'organizational-units': (a) => `organizational units of ${a}`,
  'aws-account-tags': (a) => `tags of AWS accounts, of ${a}`,
  'iam-of-aws-account': (a) => `IAM of AWS account ${a}`,
  'iam-users': (a) => `IAM users of AWS account ${a}`,
  'iam-groups': (a) => `IAM groups of AWS account ${a}`,
  'iam-roles': (a) => `IAM roles of AWS account ${a}`,
  'iam-policies': (a) =>
    `policies, tags and permissions boundaries of IAM in AWS account ${a}, and when its roles were last used`,
  'iam-role-settings': (a) => `descriptions and session lengths of IAM roles in AWS account ${a}`,
  'credential-report': (a) => `MFA and the use of passwords and access keys in AWS account ${a}, its root user's too`,
  'account-alias': (a) => `alias of AWS account ${a}`,
  'members-of-group': (a) => `members of group ${a}`,
  'memberships-of-user': (a) => `group memberships of ${a}`,
  'assignments-of-pair': (a, b) => `assignments of permission set ${b} on AWS account ${a}`,
  'assignments-of-principal': (a) => `assignments of ${a}`,
  'pairs-of-aws-account': (a) => `permission sets in use on AWS account ${a}`,
  'accounts-of-permission-set': (a) => `AWS accounts where permission set ${a} is in use`,
};

/** E.g. `members of group Platform`; a scope kind that is new here is still named, never left out. */
export const gapSentence = (scopeKind: string, a: string, b: string | null): string =>
  sentences[scopeKind]?.(a, b ?? '') ?? `${scopeKind} of ${a}${b === null ? '' : `, ${b}`}`;
