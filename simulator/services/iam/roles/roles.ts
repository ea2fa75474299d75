import type {
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  Role,
} from '@aws-sdk/client-iam';
import { checkTrustPolicy, shownTrustPolicy } from '../../../policies/trust-document.ts';
import type { IamRole, Use } from '../../../state/iam/iam-entities.ts';
import type { Call } from '../../call.ts';
import { operation } from '../../service.ts';
import { entityResource, iamChanged, inPath, pathResource, requireOwnRole, requireRole } from '../entities.ts';
import { checkedBoundary, shownBoundary } from '../policies/permissions-boundaries.ts';
import { requireRoom } from '../quotas.ts';
import { alreadyExists, deleteConflict } from '../refusals.ts';
import { checkedTags, shownTags } from '../tags.ts';

const DEFAULT_MAX_SESSION_SECONDS = 3600;

/** ListRoles leaves out tags, boundary and last use; the trust policy is URL-encoded (IAM API reference). */
export function listedRole(call: Call, role: IamRole): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: call.account.arn('role', role),
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeURIComponent(shownTrustPolicy(call.world, role)),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDurationSeconds,
  };
}

function fullRole(call: Call, role: IamRole): Role {
  return {
    ...listedRole(call, role),
    PermissionsBoundary: shownBoundary(role.permissionsBoundaryArn),
    Tags: shownTags(role.tags),
    RoleLastUsed: shownLastUse(role.lastUsed),
  };
}

/** Empty for a role that was never used. */
export function shownLastUse(lastUsed: Use | undefined): { LastUsedDate?: Date; Region?: string } {
  return lastUsed ? { LastUsedDate: new Date(lastUsed.at), Region: lastUsed.region } : {};
}

export const listRoles = operation<ListRolesRequest, ListRolesResponse>({
  name: 'ListRoles',
  resources: (call, { PathPrefix }) => pathResource(call, 'role', PathPrefix),
  handle(call, { PathPrefix }) {
    const { items, nextToken } = call.page(call.account.roles, inPath(PathPrefix));
    return {
      Roles: items.map((role) => listedRole(call, role)),
      IsTruncated: nextToken !== undefined,
      Marker: nextToken,
    };
  },
});

export const getRole = operation<GetRoleRequest, GetRoleResponse>({
  name: 'GetRole',
  resources: (call, { RoleName }) => entityResource(call, 'role', RoleName),
  handle: (call, { RoleName }) => ({ Role: fullRole(call, requireRole(call.account, RoleName)) }),
});

export const createRole = operation<CreateRoleRequest, CreateRoleResponse>({
  name: 'CreateRole',
  resources: (call, { Path, RoleName }) => pathResource(call, 'role', Path, RoleName),
  handle(call, input) {
    const { account, world } = call;
    if (account.role(input.RoleName)) throw alreadyExists('Role', input.RoleName);
    requireRoom('RolesPerAccount', account.roles.size);
    const { Description, PermissionsBoundary } = input;
    const role: IamRole = {
      name: input.RoleName,
      path: input.Path ?? '/',
      id: world.ids.unique('AROA'),
      createdAt: call.now,
      inlinePolicies: {},
      attachedPolicyArns: [],
      maxSessionDurationSeconds: input.MaxSessionDuration ?? DEFAULT_MAX_SESSION_SECONDS,
      trustPolicy: input.AssumeRolePolicyDocument,
      trustedIds: checkTrustPolicy(world, input.AssumeRolePolicyDocument),
      tags: checkedTags(input.Tags as never),
      ...(Description === undefined ? {} : { description: Description }),
      ...(PermissionsBoundary ? { permissionsBoundaryArn: checkedBoundary(call, PermissionsBoundary) } : {}),
    };
    account.roles.add(role);
    iamChanged(call);
    const { RoleLastUsed: _, ...created } = fullRole(call, role);
    return { Role: created };
  },
});

export const deleteRole = operation<DeleteRoleRequest, void>({
  name: 'DeleteRole',
  resources: (call, { RoleName }) => entityResource(call, 'role', RoleName),
  handle(call, { RoleName }) {
    const role = requireOwnRole(call.account, RoleName);
    if (Object.keys(role.inlinePolicies).length > 0) throw deleteConflict('inlinePolicies');
    if (role.attachedPolicyArns.length > 0) throw deleteConflict('attachedPolicies');
    call.account.roles.delete(RoleName.toLowerCase());
    iamChanged(call);
  },
});
