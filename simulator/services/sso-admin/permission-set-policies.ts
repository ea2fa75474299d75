import type {
  AttachedManagedPolicy,
  AttachManagedPolicyToPermissionSetRequest,
  AttachManagedPolicyToPermissionSetResponse,
  GetInlinePolicyForPermissionSetRequest,
  GetInlinePolicyForPermissionSetResponse,
  ListCustomerManagedPolicyReferencesInPermissionSetRequest,
  ListCustomerManagedPolicyReferencesInPermissionSetResponse,
  ListManagedPoliciesInPermissionSetRequest,
  ListManagedPoliciesInPermissionSetResponse,
} from '@aws-sdk/client-sso-admin';
import { awsManagedPolicy } from '../../policies/aws-managed-policies.ts';
import { AwsError } from '../../protocols/aws-error.ts';
import { Collection } from '../../state/collection.ts';
import { operation } from '../service.ts';
import { notFound, requireInstance, requirePermissionSet, resources } from './access.ts';

export const listManagedPoliciesInPermissionSet = operation<
  ListManagedPoliciesInPermissionSetRequest,
  ListManagedPoliciesInPermissionSetResponse
>({
  name: 'ListManagedPoliciesInPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn }) {
    const set = requirePermissionSet(requireInstance(call, InstanceArn), PermissionSetArn);
    const policies = new Collection((policy: AttachedManagedPolicy) => policy.Arn ?? '', set.managedPolicies);
    const { items, nextToken } = call.page(policies);
    return { AttachedManagedPolicies: items, NextToken: nextToken };
  },
});

/** Sets of this simulator have no customer managed policies yet: the list is there, and empty. */
export const listCustomerManagedPolicyReferences = operation<
  ListCustomerManagedPolicyReferencesInPermissionSetRequest,
  ListCustomerManagedPolicyReferencesInPermissionSetResponse
>({
  name: 'ListCustomerManagedPolicyReferencesInPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn }) {
    requirePermissionSet(requireInstance(call, InstanceArn), PermissionSetArn);
    return { CustomerManagedPolicyReferences: [] };
  },
});

export const getInlinePolicyForPermissionSet = operation<
  GetInlinePolicyForPermissionSetRequest,
  GetInlinePolicyForPermissionSetResponse
>({
  name: 'GetInlinePolicyForPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn }) {
    const set = requirePermissionSet(requireInstance(call, InstanceArn), PermissionSetArn);
    return { InlinePolicy: set.inlinePolicy ?? '' };
  },
});

export const attachManagedPolicyToPermissionSet = operation<
  AttachManagedPolicyToPermissionSetRequest,
  AttachManagedPolicyToPermissionSetResponse
>({
  name: 'AttachManagedPolicyToPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn, ManagedPolicyArn }) {
    const set = requirePermissionSet(requireInstance(call, InstanceArn), PermissionSetArn);
    const policy = awsManagedPolicy(ManagedPolicyArn);
    if (!policy) throw notFound(`ManagedPolicy with ARN ${ManagedPolicyArn} not found.`);
    if (set.managedPolicies.some(({ Arn }) => Arn === policy.arn)) {
      throw new AwsError('ConflictException', `Policy ${policy.arn} is already attached.`);
    }
    set.managedPolicies.push({ Name: policy.name, Arn: policy.arn });
    call.world.changed();
    return {};
  },
});
