import type {
  DeleteInlinePolicyFromPermissionSetRequest,
  DeleteInlinePolicyFromPermissionSetResponse,
  GetInlinePolicyForPermissionSetRequest,
  GetInlinePolicyForPermissionSetResponse,
  PutInlinePolicyToPermissionSetRequest,
  PutInlinePolicyToPermissionSetResponse,
} from '@aws-sdk/client-sso-admin';
import { operation } from '../../service.ts';
import { requireChangeableSet, requireOrganizationInstance, requirePermissionSet, resources } from '../access.ts';

export const getInlinePolicyForPermissionSet = operation<
  GetInlinePolicyForPermissionSetRequest,
  GetInlinePolicyForPermissionSetResponse
>({
  name: 'GetInlinePolicyForPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn }) {
    const set = requirePermissionSet(requireOrganizationInstance(call, InstanceArn), PermissionSetArn);
    return { InlinePolicy: set.inlinePolicy ?? '' };
  },
});

/** Taken as it is: IAM judges it when the set is provisioned (terraform-provider-aws issue 31456). */
export const putInlinePolicyToPermissionSet = operation<
  PutInlinePolicyToPermissionSetRequest,
  PutInlinePolicyToPermissionSetResponse
>({
  name: 'PutInlinePolicyToPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn, InlinePolicy }) {
    const { center, set } = requireChangeableSet(call, InstanceArn, PermissionSetArn);
    set.inlinePolicy = InlinePolicy;
    center.setChanged(set.arn);
    call.world.changed();
    return {};
  },
});

/** Deleting what is not there is no error. */
export const deleteInlinePolicyFromPermissionSet = operation<
  DeleteInlinePolicyFromPermissionSetRequest,
  DeleteInlinePolicyFromPermissionSetResponse
>({
  name: 'DeleteInlinePolicyFromPermissionSet',
  resources: (_, { InstanceArn, PermissionSetArn }) => resources(InstanceArn, PermissionSetArn),
  handle(call, { InstanceArn, PermissionSetArn }) {
    const { center, set } = requireChangeableSet(call, InstanceArn, PermissionSetArn);
    if (set.inlinePolicy === undefined) return {};
    delete set.inlinePolicy;
    center.setChanged(set.arn);
    call.world.changed();
    return {};
  },
});
