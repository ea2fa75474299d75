import type { Operation } from '../../service.ts';
import { entityResource, requireOwnRole, requireRole } from '../entities.ts';
import { attachedPolicyOperations } from '../policies/attached-policies.ts';
import { ROLES } from '../policies/holders.ts';
import { inlinePolicyOperations } from '../policies/inline-policies.ts';
import { boundaryOperations } from '../policies/permissions-boundaries.ts';
import { tagOperations } from '../tags.ts';
import { createRole, deleteRole, getRole, listRoles } from './roles.ts';
import { createServiceLinkedRole } from './service-linked-roles.ts';
import { updateAssumeRolePolicy, updateRole, updateRoleDescription } from './update-role.ts';

const tags = tagOperations({
  kind: 'Role',
  member: 'RoleName',
  resource: (call, name) => entityResource(call, 'role', name),
  find: (call, name) => requireRole(call.account, name),
  findOwn: (call, name) => requireOwnRole(call.account, name),
});

/** Everything about IAM roles. */
export const roleOperations: readonly Operation[] = [
  ...[listRoles, getRole, createRole, deleteRole, createServiceLinkedRole],
  ...[updateRole, updateRoleDescription, updateAssumeRolePolicy],
  ...tags,
  ...inlinePolicyOperations(ROLES),
  ...attachedPolicyOperations(ROLES),
  ...boundaryOperations(ROLES),
];
