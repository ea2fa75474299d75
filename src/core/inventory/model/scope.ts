import type { EntityRef } from './kinds.ts';

/**
 * The smallest listing that is read whole or not at all, as a predicate over facts (SYN-4). A scope read whole closes
 * the current facts it matches and did not see; a scope that failed closes nothing. Facts may be covered by different
 * scopes in different runs.
 *
 * | kind | matches |
 * | --- | --- |
 * | aws-accounts of organization a | AWS accounts whose parent is a |
 * | identity-center-users / -groups / permission-sets of instance a | those entities with parent a |
 * | permission-set-details of permission set a | nothing is closed; the set's name and attributes are fresh or stale |
 * | permission-set-managed-policies / -customer-policies / -inline-policies / -boundaries / -tags of instance a | nothing is closed; that attribute of its permission sets is fresh or stale |
 * | organizational-units of a (organization: its root; root or unit: the units in it) | roots and units with parent a |
 * | aws-account-tags of a (AWS account or whole organization) | nothing is closed; tags of AWS accounts are fresh or stale |
 * | iam-of-aws-account a, another than the role's own | nothing is closed; all of IAM with parent a is fresh or stale |
 * | iam-users / iam-groups / account-alias of AWS account a | those entities with parent a |
 * | iam-roles of AWS account a | roles with parent a, and assume-role grants on roles with parent a |
 * | iam-policies of AWS account a | managed and inline policies and IAM attributes with parent a, and attached-policy grants whose principal has parent a |
 * | iam-role-settings of AWS account a | nothing is closed; descriptions and session lengths of its roles are fresh or stale |
 * | credential-report of AWS account a | nothing is closed; the use of passwords and access keys, and MFA, is fresh or stale |
 * | members-of-group a | group-member grants on group a |
 * | memberships-of-user a | group-member grants whose principal is a |
 * | assignments-of-pair a (AWS account), b (permission set) | permission-set-assignment grants of b on a |
 * | assignments-of-principal a | permission-set-assignment grants whose principal is a |
 * | pairs-of-aws-account a | assignments on a whose permission set this run neither listed there nor read as a pair |
 * | accounts-of-permission-set a | assignments of set a on AWS accounts where this run neither listed it nor read the pair |
 *
 * Besides, whatever a completed entity listing no longer holds takes its facts along: memberships of a vanished group,
 * user or IAM user; assignments of a vanished permission set or AWS account, and all of that one's IAM unless another
 * connector is the one that read it; trust and policies of a vanished role. Assignments of a
 * vanished *principal* stay until the pair is read: AWS keeps them (orphaned assignments).
 */
export const scopeKinds = [
  'aws-accounts',
  'identity-center-instances',
  'identity-center-users',
  'identity-center-groups',
  'permission-sets',
  'permission-set-details',
  'permission-set-managed-policies',
  'permission-set-customer-policies',
  'permission-set-inline-policies',
  'permission-set-boundaries',
  'permission-set-tags',
  'organizational-units',
  'aws-account-tags',
  'iam-of-aws-account',
  'iam-users',
  'iam-groups',
  'iam-roles',
  'iam-policies',
  'iam-role-settings',
  'credential-report',
  'account-alias',
  'members-of-group',
  'memberships-of-user',
  'assignments-of-pair',
  'assignments-of-principal',
  'pairs-of-aws-account',
  'accounts-of-permission-set',
] as const;
export type ScopeKind = (typeof scopeKinds)[number];

export interface Scope {
  kind: ScopeKind;
  a: EntityRef;
  b?: EntityRef;
}

/** Why a scope could not be read whole. */
export interface ScopeFailure {
  reason: 'denied' | 'throttled' | 'unavailable' | 'not-attempted' | 'invalid';
  /** The IAM action that is missing, e.g. `iam:GetGroup`, when `reason` is `denied` or follows from it. */
  action?: string;
  /** AWS's own sentence, or why the scope was not attempted. */
  message: string;
}
