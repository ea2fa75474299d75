import type {
  DescribePermissionSetProvisioningStatusRequest,
  DescribePermissionSetProvisioningStatusResponse,
  ListPermissionSetProvisioningStatusRequest,
  ListPermissionSetProvisioningStatusResponse,
  PermissionSetProvisioningStatus,
} from '@aws-sdk/client-sso-admin';
import type { ProvisioningRequest } from '../../../state/identity-center/identity-center-entities.ts';
import { operation } from '../../service.ts';
import { notFound, requireOrganizationInstance, resources } from '../access.ts';
import { listRequests } from '../assignments/assignment-status.ts';

export function describedProvisioning(request: ProvisioningRequest): PermissionSetProvisioningStatus {
  return {
    Status: request.status,
    RequestId: request.id,
    AccountId: request.awsAccountId,
    PermissionSetArn: request.permissionSetArn,
    FailureReason: request.failureReason,
    CreatedDate: new Date(request.createdAt),
  };
}

export const describePermissionSetProvisioningStatus = operation<
  DescribePermissionSetProvisioningStatusRequest,
  DescribePermissionSetProvisioningStatusResponse
>({
  name: 'DescribePermissionSetProvisioningStatus',
  resources: (_, { InstanceArn }) => resources(InstanceArn),
  handle(call, { InstanceArn, ProvisionPermissionSetRequestId: id }) {
    const request = requireOrganizationInstance(call, InstanceArn).requests.get(id);
    if (request?.kind !== 'PROVISIONING') throw notFound(`Request with id ${id} not found.`);
    return { PermissionSetProvisioningStatus: describedProvisioning(request) };
  },
});

export const listPermissionSetProvisioningStatus = operation<
  ListPermissionSetProvisioningStatusRequest,
  ListPermissionSetProvisioningStatusResponse
>({
  name: 'ListPermissionSetProvisioningStatus',
  resources: (_, { InstanceArn }) => resources(InstanceArn),
  handle(call, { InstanceArn, Filter }) {
    const { rows, nextToken } = listRequests(call, InstanceArn, 'PROVISIONING', Filter?.Status);
    return { PermissionSetsProvisioningStatus: rows, NextToken: nextToken };
  },
});
