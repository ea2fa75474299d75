import type { Operation } from '../../service.ts';
import { attachedPolicyOperations } from '../policies/attached-policies.ts';
import { GROUPS } from '../policies/holders.ts';
import { inlinePolicyOperations } from '../policies/inline-policies.ts';
import { addUserToGroup, listGroupsForUser, removeUserFromGroup } from './group-membership.ts';
import { createGroup, deleteGroup, getGroup, listGroups } from './groups.ts';
import { updateGroup } from './update-group.ts';

/** Everything about IAM groups. */
export const groupOperations: readonly Operation[] = [
  ...[listGroups, getGroup, createGroup, updateGroup, deleteGroup],
  ...[addUserToGroup, removeUserFromGroup, listGroupsForUser],
  ...inlinePolicyOperations(GROUPS),
  ...attachedPolicyOperations(GROUPS),
];
