import type {
  AttachCustomerManagedPolicyReferenceToPermissionSetRequest,
  AttachCustomerManagedPolicyReferenceToPermissionSetResponse,
  CustomerManagedPolicyReference,
  DetachCustomerManagedPolicyReferenceFromPermissionSetRequest,
  DetachCustomerManagedPolicyReferenceFromPermissionSetResponse,
  ListCustomerManagedPolicyReferencesInPermissionSetRequest,
  ListCustomerManagedPolicyReferencesInPermissionSetResponse,
} from '@aws-sdk/client-sso-admin';
import { Collection } from '../../../state/collection.ts';
import type { CustomerPolicy } from '../../../state/identity-center/identity-center-entities.ts';
import { operation } from '../../service.ts';
import {
  conflict,
  notFound,
  requireChangeableSet,
  requireOrganizationInstance,
  requirePermissionSet,
  resources,
} from '../access.ts';
import { refuseTooManyPolicies } from './managed-policies.ts';

export const listCustomerManagedPolicyReferences = operation<
  ListCustomerManagedPolicyReferencesInPermissionSetRequest,
  ListCustomerManagedPolicyReferencesInPermissionSetResponse
>({
  name: 'ListCustomerManagedPolicyReferencesInPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn }) {
    const set = requirePermissionSet(requireOrganizationInstance(call, InstanceArn), PermissionSetArn);
    const { items, nextToken } = call.page(new Collection(keyOf, set.customerPolicies));
    return { CustomerManagedPolicyReferences: items, NextToken: nextToken };
  },
});

/** Whether the policy exists is seen in each AWS account, and not before the set is provisioned there. */
export const attachCustomerManagedPolicyReference = operation<
  AttachCustomerManagedPolicyReferenceToPermissionSetRequest,
  AttachCustomerManagedPolicyReferenceToPermissionSetResponse
>({
  name: 'AttachCustomerManagedPolicyReferenceToPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn, CustomerManagedPolicyReference: reference }) {
    const { center, set } = requireChangeableSet(call, InstanceArn, PermissionSetArn);
    const policy = customerPolicy(reference);
    const policies = set.customerPolicies ?? [];
    if (policies.some((one) => keyOf(one) === keyOf(policy))) {
      throw conflict(`Policy ${keyOf(policy)} is already attached.`);
    }
    refuseTooManyPolicies(set);
    set.customerPolicies = [...policies, policy];
    center.setChanged(set.arn);
    call.world.changed();
    return {};
  },
});

export const detachCustomerManagedPolicyReference = operation<
  DetachCustomerManagedPolicyReferenceFromPermissionSetRequest,
  DetachCustomerManagedPolicyReferenceFromPermissionSetResponse
>({
  name: 'DetachCustomerManagedPolicyReferenceFromPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn, CustomerManagedPolicyReference: reference }) {
    const { center, set } = requireChangeableSet(call, InstanceArn, PermissionSetArn);
    const key = keyOf(customerPolicy(reference));
    const left = (set.customerPolicies ?? []).filter((one) => keyOf(one) !== key);
    if (left.length === (set.customerPolicies?.length ?? 0)) throw notFound(`Policy ${key} is not attached.`);
    set.customerPolicies = left;
    center.setChanged(set.arn);
    call.world.changed();
    return {};
  },
});

export function customerPolicy({ Name = '', Path = '/' }: CustomerManagedPolicyReference): CustomerPolicy {
  return { Name, Path };
}

function keyOf({ Name, Path }: CustomerPolicy): string {
  return `${Path}${Name}`;
}
