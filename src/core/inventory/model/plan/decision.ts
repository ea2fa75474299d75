/** What of Identity Center can be read in more than one way. */
export type PlanPart = 'memberships' | 'pairs' | 'assignments' | 'completeness';

/**
 * | part | strategy | one call for each | operation |
 * | --- | --- | --- | --- |
 * | memberships | by-group | group | identitystore:ListGroupMemberships |
 * | memberships | by-user | user | identitystore:ListGroupMembershipsForMember (optional) |
 * | pairs | by-aws-account | AWS account | sso:ListPermissionSetsProvisionedToAccount |
 * | pairs | by-permission-set | permission set | sso:ListAccountsForProvisionedPermissionSet (optional) |
 * | assignments | by-pair | pair | sso:ListAccountAssignments |
 * | assignments | by-principal | group and user | sso:ListAccountAssignmentsForPrincipal (optional) |
 * | completeness | by-pair | pair of the sample | sso:ListAccountAssignments |
 *
 * and one more for each further page of 100 rows.
 */
export type Strategy = 'by-group' | 'by-user' | 'by-aws-account' | 'by-permission-set' | 'by-pair' | 'by-principal';

/** One way of reading a part, and what it would cost now. */
export interface Alternative {
  strategy: Strategy;
  operation: string;
  estimatedCalls: number;
  /** Why it may not be chosen, whatever it costs; null when it may. */
  obstacle: string | null;
}

/** How a part is read in this run, and why: kept with the run. */
export interface Decision {
  part: PlanPart;
  chosen: Strategy;
  estimatedCalls: number;
  /** Where the numbers are from: what was listed just now, pages as of the last publication, or what was read so far. */
  basis: 'listed' | 'last-publication' | 'read-so-far';
  reason: string;
  /** The action whose refusal led to this decision. */
  refusedAction: string | null;
  alternatives: (Omit<Alternative, 'obstacle'> & { outcome: 'chosen' | 'dearer' | 'not-possible'; why: string })[];
}
