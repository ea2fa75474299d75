import type { Operation } from '../../service.ts';
import { createPolicy, deletePolicy, getPolicy } from './managed-policies.ts';
import { listEntitiesForPolicy, listPolicies } from './policy-lists.ts';
import { policyTagOperations } from './policy-tags.ts';
import {
  createPolicyVersion,
  deletePolicyVersion,
  getPolicyVersion,
  listPolicyVersions,
  setDefaultPolicyVersion,
} from './policy-versions.ts';

/** Everything about managed policies but who has them attached. */
export const policyOperations: readonly Operation[] = [
  ...[listPolicies, getPolicy, createPolicy, deletePolicy, listEntitiesForPolicy],
  ...[listPolicyVersions, getPolicyVersion, createPolicyVersion, setDefaultPolicyVersion, deletePolicyVersion],
  ...policyTagOperations,
];
