interface ScopeWords {
  /** Listings of this kind together. */
  title: string;
  /** What cannot be seen, or may be old, where one of them was not read. */
  hides: string;
}

const members = 'Who joined or left is not shown: the members are those of the last reading.';
const assignments = 'New and removed assignments are not shown: they are those of the last reading.';
const pairs = 'New assignments there may be missing, and ended ones may still be shown.';
const sets = 'What permission sets allow may be old.';
const words: Record<string, ScopeWords> = {
  'aws-accounts': {
    title: 'AWS accounts of the organization',
    hides: 'New AWS accounts are not found, and closed ones may still be shown.',
  },
  'identity-center-instances': {
    title: 'Identity Center instances',
    hides: 'Nothing of Identity Center is read anew.',
  },
  'identity-center-users': {
    title: 'users of Identity Center',
    hides: 'New Identity Center users have no name or e-mail, and are not matched to people.',
  },
  'identity-center-groups': { title: 'groups of Identity Center', hides: 'New Identity Center groups are not found.' },
  'permission-sets': { title: 'permission sets', hides: 'Permission sets that are in use nowhere are not found.' },
  'permission-set-details': {
    title: 'details of permission sets',
    hides: 'Its name, session length and policies may be old, or not known at all.',
  },
  'permission-set-managed-policies': { title: 'AWS managed policies of permission sets', hides: sets },
  'permission-set-customer-policies': { title: 'customer managed policies of permission sets', hides: sets },
  'permission-set-inline-policies': { title: 'inline policies of permission sets', hides: sets },
  'permission-set-boundaries': { title: 'permissions boundaries of permission sets', hides: sets },
  'permission-set-tags': { title: 'tags of permission sets', hides: 'Tags of permission sets may be old.' },
  'organizational-units': {
    title: 'organizational units',
    hides: 'Where AWS accounts are in the organization may be old.',
  },
  'aws-account-tags': { title: 'tags of AWS accounts', hides: 'Tags of AWS accounts may be old.' },
  'iam-of-aws-account': {
    title: 'IAM of other AWS accounts',
    hides: 'IAM users, groups, roles and their policies there are those of the last reading, or not known at all.',
  },
  'iam-users': { title: 'IAM users', hides: 'New IAM users are not shown, and deleted ones may still be.' },
  'iam-groups': { title: 'IAM groups', hides: 'New IAM groups are not found.' },
  'iam-roles': {
    title: 'IAM roles and whom they trust',
    hides: 'Who may assume a role there, and access through roles, is that of the last reading.',
  },
  'iam-policies': { title: 'policies of IAM', hides: 'Policies, tags and boundaries are those of the last reading.' },
  'iam-role-settings': {
    title: 'settings of IAM roles',
    hides: 'Descriptions and session lengths of roles may be old.',
  },
  'credential-report': {
    title: 'credential reports',
    hides: 'When passwords and access keys were last used, and who has MFA, may be old.',
  },
  'account-alias': { title: 'aliases of AWS accounts', hides: 'The AWS account is shown without its alias.' },
  'members-of-group': { title: 'members of groups', hides: members },
  'memberships-of-user': { title: 'group memberships of users', hides: members },
  'assignments-of-pair': { title: 'assignments, by AWS account and permission set', hides: assignments },
  'assignments-of-principal': { title: 'assignments, by user and group', hides: assignments },
  'pairs-of-aws-account': { title: 'permission sets in use, by AWS account', hides: pairs },
  'accounts-of-permission-set': { title: 'AWS accounts in use, by permission set', hides: pairs },
};

/** A kind of scope that is new here is still named, never left out. */
export const scopeTitle = (scopeKind: string): string => words[scopeKind]?.title ?? scopeKind;
export const scopeHides = (scopeKind: string): string =>
  words[scopeKind]?.hides ?? 'What it holds is that of the last reading, and may be old.';
