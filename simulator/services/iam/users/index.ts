import type { Operation } from '../../service.ts';
import { entityResource, requireUser } from '../entities.ts';
import { attachedPolicyOperations } from '../policies/attached-policies.ts';
import { USERS } from '../policies/holders.ts';
import { inlinePolicyOperations } from '../policies/inline-policies.ts';
import { boundaryOperations } from '../policies/permissions-boundaries.ts';
import { tagOperations } from '../tags.ts';
import { createLoginProfile, deleteLoginProfile, getLoginProfile, updateLoginProfile } from './login-profiles.ts';
import { deactivateMfaDevice, enableMfaDevice, listMfaDevices } from './mfa-devices.ts';
import { updateUser } from './update-user.ts';
import { createUser, deleteUser, getUser, listUsers } from './users.ts';
import { createVirtualMfaDevice, deleteVirtualMfaDevice, listVirtualMfaDevices } from './virtual-mfa-devices.ts';

const tags = tagOperations({
  kind: 'User',
  member: 'UserName',
  resource: (call, name) => entityResource(call, 'user', name),
  find: (call, name) => requireUser(call.account, name),
  findOwn: (call, name) => requireUser(call.account, name),
});

/** Everything about IAM users but their access keys. */
export const userOperations: readonly Operation[] = [
  ...[listUsers, getUser, createUser, updateUser, deleteUser],
  ...tags,
  ...inlinePolicyOperations(USERS),
  ...attachedPolicyOperations(USERS),
  ...boundaryOperations(USERS),
  ...[getLoginProfile, createLoginProfile, updateLoginProfile, deleteLoginProfile],
  ...[listMfaDevices, enableMfaDevice, deactivateMfaDevice],
  ...[createVirtualMfaDevice, listVirtualMfaDevices, deleteVirtualMfaDevice],
];
