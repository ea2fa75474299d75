import type {
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  Role,
  UpdateAssumeRolePolicyRequest,
} from '@aws-sdk/client-iam';
import { checkTrustPolicy, shownTrustPolicy } from '../../policies/trust-document.ts';
import type { IamRole } from '../../state/iam-entities.ts';
import type { Call } from '../call.ts';
import { operation } from '../service.ts';
import {
  alreadyExists,
  deleteConflict,
  entityResource,
  iamChanged,
  pathResource,
  requireOwnRole,
  requireRole,
} from './entities.ts';

const DEFAULT_MAX_SESSION_SECONDS = 3600;

/** ListRoles leaves out tags, boundary and last use; the trust policy is URL-encoded (IAM API reference). */
function listedRole(call: Call, role: IamRole): Role {
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
  const boundary = role.permissionsBoundaryArn;
  return {
    ...listedRole(call, role),
    PermissionsBoundary: boundary
      ? { PermissionsBoundaryType: 'Policy' as never, PermissionsBoundaryArn: boundary }
      : undefined,
    Tags: role.tags.length > 0 ? role.tags : undefined,
    RoleLastUsed: role.lastUsed ? { LastUsedDate: new Date(role.lastUsed.at), Region: role.lastUsed.region } : {},
  };
}

export const listRoles = operation<ListRolesRequest, ListRolesResponse>({
  name: 'ListRoles',
  resources: (call, { PathPrefix }) => pathResource(call, 'role', PathPrefix),
  handle(call, { PathPrefix }) {
    const filter = PathPrefix && PathPrefix !== '/' ? (role: IamRole) => role.path.startsWith(PathPrefix) : undefined;
    const { items, nextToken } = call.page(call.account.roles, filter);
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
      tags: (input.Tags ?? []).map((tag) => ({ Key: tag.Key ?? '', Value: tag.Value ?? '' })),
    };
    if (input.Description !== undefined) role.description = input.Description;
    if (input.PermissionsBoundary !== undefined) role.permissionsBoundaryArn = input.PermissionsBoundary;
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
    if (role.attachedPolicyArns.length > 0 || Object.keys(role.inlinePolicies).length > 0) throw deleteConflict();
    call.account.roles.delete(RoleName.toLowerCase());
    iamChanged(call);
  },
});

export const updateAssumeRolePolicy = operation<UpdateAssumeRolePolicyRequest, void>({
  name: 'UpdateAssumeRolePolicy',
  resources: (call, { RoleName }) => entityResource(call, 'role', RoleName),
  handle(call, { RoleName, PolicyDocument }) {
    const role = requireOwnRole(call.account, RoleName);
    role.trustedIds = checkTrustPolicy(call.world, PolicyDocument);
    role.trustPolicy = PolicyDocument;
    iamChanged(call);
  },
});
