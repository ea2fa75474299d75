import type {
  AccountAssignmentOperationStatus,
  DescribeAccountAssignmentCreationStatusRequest,
  DescribeAccountAssignmentCreationStatusResponse,
  DescribeAccountAssignmentDeletionStatusRequest,
  DescribeAccountAssignmentDeletionStatusResponse,
  ListAccountAssignmentCreationStatusRequest,
  ListAccountAssignmentCreationStatusResponse,
  ListAccountAssignmentDeletionStatusRequest,
  ListAccountAssignmentDeletionStatusResponse,
  StatusValues,
} from '@aws-sdk/client-sso-admin';
import type { AssignmentRequest, CenterRequest } from '../../../state/identity-center/identity-center-entities.ts';
import type { Call } from '../../call.ts';
import { operation } from '../../service.ts';
import { notFound, requireOrganizationInstance, resources } from '../access.ts';

export function describedRequest(request: AssignmentRequest): AccountAssignmentOperationStatus {
  return {
    Status: request.status,
    RequestId: request.id,
    FailureReason: request.failureReason,
    TargetId: request.assignment.awsAccountId,
    TargetType: 'AWS_ACCOUNT',
    PermissionSetArn: request.assignment.permissionSetArn,
    PrincipalType: request.assignment.principalType,
    PrincipalId: request.assignment.principalId,
    CreatedDate: new Date(request.createdAt),
  };
}

/** Ids of creations and of deletions are not interchangeable (facts 3.2). */
function find(call: Call, instanceArn: string, kind: AssignmentRequest['kind'], id: string): AssignmentRequest {
  const request = requireOrganizationInstance(call, instanceArn).requests.get(id);
  if (!request || request.kind === 'PROVISIONING' || request.kind !== kind) {
    throw notFound(`Request with id ${id} not found.`);
  }
  return request;
}

/** A page of the requests of one kind: what the status listings have in common. */
export function listRequests(
  call: Call,
  instanceArn: string,
  kind: CenterRequest['kind'],
  status: string | undefined,
): { rows: { Status: StatusValues; RequestId: string; CreatedDate: Date }[]; nextToken: string | undefined } {
  const { requests } = requireOrganizationInstance(call, instanceArn);
  const { items, nextToken } = call.page(
    requests,
    (request) => request.kind === kind && (!status || request.status === status),
  );
  const rows = items.map((request) => ({
    Status: request.status,
    RequestId: request.id,
    CreatedDate: new Date(request.createdAt),
  }));
  return { rows, nextToken };
}

export const describeCreationStatus = operation<
  DescribeAccountAssignmentCreationStatusRequest,
  DescribeAccountAssignmentCreationStatusResponse
>({
  name: 'DescribeAccountAssignmentCreationStatus',
  resources: (_, { InstanceArn }) => resources(InstanceArn),
  handle: (call, { InstanceArn, AccountAssignmentCreationRequestId }) => ({
    AccountAssignmentCreationStatus: describedRequest(
      find(call, InstanceArn, 'CREATION', AccountAssignmentCreationRequestId),
    ),
  }),
});

export const describeDeletionStatus = operation<
  DescribeAccountAssignmentDeletionStatusRequest,
  DescribeAccountAssignmentDeletionStatusResponse
>({
  name: 'DescribeAccountAssignmentDeletionStatus',
  resources: (_, { InstanceArn }) => resources(InstanceArn),
  handle: (call, { InstanceArn, AccountAssignmentDeletionRequestId }) => ({
    AccountAssignmentDeletionStatus: describedRequest(
      find(call, InstanceArn, 'DELETION', AccountAssignmentDeletionRequestId),
    ),
  }),
});

export const listCreationStatus = operation<
  ListAccountAssignmentCreationStatusRequest,
  ListAccountAssignmentCreationStatusResponse
>({
  name: 'ListAccountAssignmentCreationStatus',
  resources: (_, { InstanceArn }) => resources(InstanceArn),
  handle(call, { InstanceArn, Filter }) {
    const { rows, nextToken } = listRequests(call, InstanceArn, 'CREATION', Filter?.Status);
    return { AccountAssignmentsCreationStatus: rows, NextToken: nextToken };
  },
});

export const listDeletionStatus = operation<
  ListAccountAssignmentDeletionStatusRequest,
  ListAccountAssignmentDeletionStatusResponse
>({
  name: 'ListAccountAssignmentDeletionStatus',
  resources: (_, { InstanceArn }) => resources(InstanceArn),
  handle(call, { InstanceArn, Filter }) {
    const { rows, nextToken } = listRequests(call, InstanceArn, 'DELETION', Filter?.Status);
    return { AccountAssignmentsDeletionStatus: rows, NextToken: nextToken };
  },
});
