import type {
  UpdateAssumeRolePolicyRequest,
  UpdateRoleDescriptionRequest,
  UpdateRoleDescriptionResponse,
  UpdateRoleRequest,
  UpdateRoleResponse,
} from '@aws-sdk/client-iam';
import { checkTrustPolicy } from '../../../policies/trust-document.ts';
import { operation } from '../../service.ts';
import { entityResource, iamChanged, requireOwnRole } from '../entities.ts';
import { listedRole } from './roles.ts';

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

export const updateRole = operation<UpdateRoleRequest, UpdateRoleResponse>({
  name: 'UpdateRole',
  resources: (call, { RoleName }) => entityResource(call, 'role', RoleName),
  handle(call, { RoleName, Description, MaxSessionDuration }) {
    const role = requireOwnRole(call.account, RoleName);
    if (Description !== undefined) role.description = Description;
    if (MaxSessionDuration !== undefined) role.maxSessionDurationSeconds = MaxSessionDuration;
    iamChanged(call);
    return {};
  },
});

export const updateRoleDescription = operation<UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse>({
  name: 'UpdateRoleDescription',
  resources: (call, { RoleName }) => entityResource(call, 'role', RoleName),
  handle(call, { RoleName, Description }) {
    const role = requireOwnRole(call.account, RoleName);
    role.description = Description;
    iamChanged(call);
    return { Role: listedRole(call, role) };
  },
});
