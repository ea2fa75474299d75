import type {
  AttachedManagedPolicy,
  AttachManagedPolicyToPermissionSetRequest,
  AttachManagedPolicyToPermissionSetResponse,
  DetachManagedPolicyFromPermissionSetRequest,
  DetachManagedPolicyFromPermissionSetResponse,
  ListManagedPoliciesInPermissionSetRequest,
  ListManagedPoliciesInPermissionSetResponse,
} from '@aws-sdk/client-sso-admin';
import { awsManagedPolicy } from '../../../policies/aws-managed-policies.ts';
import { Collection } from '../../../state/collection.ts';
import type { PermissionSet } from '../../../state/identity-center/identity-center-entities.ts';
import { operation } from '../../service.ts';
import {
  conflict,
  notFound,
  quotaExceeded,
  requireChangeableSet,
  requireOrganizationInstance,
  requirePermissionSet,
  resources,
} from '../access.ts';

/** AWS managed and customer managed policies of a set, together (facts 3.3). */
const MAX_POLICIES = 20;

export const listManagedPoliciesInPermissionSet = operation<
  ListManagedPoliciesInPermissionSetRequest,
  ListManagedPoliciesInPermissionSetResponse
>({
  name: 'ListManagedPoliciesInPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn }) {
    const set = requirePermissionSet(requireOrganizationInstance(call, InstanceArn), PermissionSetArn);
    const policies = new Collection((policy: AttachedManagedPolicy) => policy.Arn ?? '', set.managedPolicies);
    const { items, nextToken } = call.page(policies);
    return { AttachedManagedPolicies: items, NextToken: nextToken };
  },
});

export const attachManagedPolicyToPermissionSet = operation<
  AttachManagedPolicyToPermissionSetRequest,
  AttachManagedPolicyToPermissionSetResponse
>({
  name: 'AttachManagedPolicyToPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn, ManagedPolicyArn }) {
    const { center, set } = requireChangeableSet(call, InstanceArn, PermissionSetArn);
    const policy = awsManagedPolicy(ManagedPolicyArn);
    if (!policy) throw notFound(`ManagedPolicy with ARN ${ManagedPolicyArn} not found.`);
    if (set.managedPolicies.some(({ Arn }) => Arn === policy.arn)) {
      throw conflict(`Policy ${policy.arn} is already attached.`);
    }
    refuseTooManyPolicies(set);
    set.managedPolicies.push({ Name: policy.name, Arn: policy.arn });
    center.setChanged(set.arn);
    call.world.changed();
    return {};
  },
});

export const detachManagedPolicyFromPermissionSet = operation<
  DetachManagedPolicyFromPermissionSetRequest,
  DetachManagedPolicyFromPermissionSetResponse
>({
  name: 'DetachManagedPolicyFromPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn, ManagedPolicyArn }) {
    const { center, set } = requireChangeableSet(call, InstanceArn, PermissionSetArn);
    const left = set.managedPolicies.filter(({ Arn }) => Arn !== ManagedPolicyArn);
    if (left.length === set.managedPolicies.length) throw notFound(`Policy ${ManagedPolicyArn} is not attached.`);
    set.managedPolicies = left;
    center.setChanged(set.arn);
    call.world.changed();
    return {};
  },
});

export function refuseTooManyPolicies(set: PermissionSet): void {
  if (set.managedPolicies.length + (set.customerPolicies?.length ?? 0) >= MAX_POLICIES) {
    throw quotaExceeded(`Managed policies of a permission set: ${MAX_POLICIES}`);
  }
}
