import type {
  DeletePermissionsBoundaryFromPermissionSetRequest,
  DeletePermissionsBoundaryFromPermissionSetResponse,
  GetPermissionsBoundaryForPermissionSetRequest,
  GetPermissionsBoundaryForPermissionSetResponse,
  PermissionsBoundary,
  PutPermissionsBoundaryToPermissionSetRequest,
  PutPermissionsBoundaryToPermissionSetResponse,
} from '@aws-sdk/client-sso-admin';
import { awsManagedPolicy } from '../../../policies/aws-managed-policies.ts';
import { AwsError } from '../../../protocols/aws-error.ts';
import type { Boundary } from '../../../state/identity-center/identity-center-entities.ts';
import { operation } from '../../service.ts';
import {
  notFound,
  requireChangeableSet,
  requireOrganizationInstance,
  requirePermissionSet,
  resources,
} from '../access.ts';
import { customerPolicy } from './customer-policies.ts';

/** A set without a boundary answers ResourceNotFoundException, as an unknown set does. */
export const getPermissionsBoundaryForPermissionSet = operation<
  GetPermissionsBoundaryForPermissionSetRequest,
  GetPermissionsBoundaryForPermissionSetResponse
>({
  name: 'GetPermissionsBoundaryForPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn }) {
    const set = requirePermissionSet(requireOrganizationInstance(call, InstanceArn), PermissionSetArn);
    if (!set.boundary) throw noBoundary(set.arn);
    return { PermissionsBoundary: set.boundary };
  },
});

export const putPermissionsBoundaryToPermissionSet = operation<
  PutPermissionsBoundaryToPermissionSetRequest,
  PutPermissionsBoundaryToPermissionSetResponse
>({
  name: 'PutPermissionsBoundaryToPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn, PermissionsBoundary: wish }) {
    const { center, set } = requireChangeableSet(call, InstanceArn, PermissionSetArn);
    set.boundary = boundaryOf(wish);
    center.setChanged(set.arn);
    call.world.changed();
    return {};
  },
});

export const deletePermissionsBoundaryFromPermissionSet = operation<
  DeletePermissionsBoundaryFromPermissionSetRequest,
  DeletePermissionsBoundaryFromPermissionSetResponse
>({
  name: 'DeletePermissionsBoundaryFromPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn }) {
    const { center, set } = requireChangeableSet(call, InstanceArn, PermissionSetArn);
    if (!set.boundary) throw noBoundary(set.arn);
    delete set.boundary;
    center.setChanged(set.arn);
    call.world.changed();
    return {};
  },
});

function noBoundary(permissionSetArn: string): AwsError {
  return notFound(`PermissionsBoundary for PermissionSet ${permissionSetArn} not found.`);
}

/** One of the two ways to name a policy, not both and not none. */
function boundaryOf({ ManagedPolicyArn, CustomerManagedPolicyReference }: PermissionsBoundary): Boundary {
  if (Boolean(ManagedPolicyArn) === Boolean(CustomerManagedPolicyReference)) {
    const text = 'Specify either a CustomerManagedPolicyReference or a ManagedPolicyArn as permissions boundary.';
    throw new AwsError('ValidationException', text);
  }
  if (CustomerManagedPolicyReference) {
    return { CustomerManagedPolicyReference: customerPolicy(CustomerManagedPolicyReference) };
  }
  const policy = awsManagedPolicy(ManagedPolicyArn ?? '');
  if (!policy) throw notFound(`ManagedPolicy with ARN ${ManagedPolicyArn} not found.`);
  return { ManagedPolicyArn: policy.arn };
}
