import type {
  AttachRolePolicyRequest,
  DeleteRolePolicyRequest,
  DetachRolePolicyRequest,
  GetRolePolicyRequest,
  GetRolePolicyResponse,
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse,
  ListRolePoliciesRequest,
  ListRolePoliciesResponse,
  PutRolePolicyRequest,
} from '@aws-sdk/client-iam';
import { Collection } from '../../state/collection.ts';
import { operation } from '../service.ts';
import { attach, deleteInline, detach, putInline, requireInline } from './attached-policies.ts';
import { entityResource, requireOwnRole, requireRole } from './entities.ts';

export const listRolePolicies = operation<ListRolePoliciesRequest, ListRolePoliciesResponse>({
  name: 'ListRolePolicies',
  resources: (call, { RoleName }) => entityResource(call, 'role', RoleName),
  handle(call, { RoleName }) {
    const role = requireRole(call.account, RoleName);
    const { items, nextToken } = call.page(new Collection((name: string) => name, Object.keys(role.inlinePolicies)));
    return { PolicyNames: items, IsTruncated: nextToken !== undefined, Marker: nextToken };
  },
});

export const getRolePolicy = operation<GetRolePolicyRequest, GetRolePolicyResponse>({
  name: 'GetRolePolicy',
  resources: (call, { RoleName }) => entityResource(call, 'role', RoleName),
  handle(call, { RoleName, PolicyName }) {
    const role = requireRole(call.account, RoleName);
    const document = requireInline('role', role, PolicyName);
    return { RoleName: role.name, PolicyName, PolicyDocument: encodeURIComponent(document) };
  },
});

export const putRolePolicy = operation<PutRolePolicyRequest, void>({
  name: 'PutRolePolicy',
  resources: (call, { RoleName }) => entityResource(call, 'role', RoleName),
  handle(call, { RoleName, PolicyName, PolicyDocument }) {
    putInline(call, requireOwnRole(call.account, RoleName), PolicyName, PolicyDocument);
  },
});

export const deleteRolePolicy = operation<DeleteRolePolicyRequest, void>({
  name: 'DeleteRolePolicy',
  resources: (call, { RoleName }) => entityResource(call, 'role', RoleName),
  handle(call, { RoleName, PolicyName }) {
    deleteInline(call, 'role', requireOwnRole(call.account, RoleName), PolicyName);
  },
});

export const listAttachedRolePolicies = operation<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse>({
  name: 'ListAttachedRolePolicies',
  resources: (call, { RoleName }) => entityResource(call, 'role', RoleName),
  handle(call, { RoleName }) {
    const role = requireRole(call.account, RoleName);
    const { items, nextToken } = call.page(new Collection((arn: string) => arn, role.attachedPolicyArns));
    return {
      AttachedPolicies: items.map((arn) => ({ PolicyArn: arn, PolicyName: arn.split('/').at(-1) })),
      IsTruncated: nextToken !== undefined,
      Marker: nextToken,
    };
  },
});

export const attachRolePolicy = operation<AttachRolePolicyRequest, void>({
  name: 'AttachRolePolicy',
  resources: (call, { RoleName }) => entityResource(call, 'role', RoleName),
  handle: (call, { RoleName, PolicyArn }) => attach(call, requireOwnRole(call.account, RoleName), PolicyArn),
});

export const detachRolePolicy = operation<DetachRolePolicyRequest, void>({
  name: 'DetachRolePolicy',
  resources: (call, { RoleName }) => entityResource(call, 'role', RoleName),
  handle: (call, { RoleName, PolicyArn }) => detach(call, requireOwnRole(call.account, RoleName), PolicyArn),
});
