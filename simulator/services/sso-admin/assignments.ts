import type {
  CreateAccountAssignmentRequest,
  CreateAccountAssignmentResponse,
  DeleteAccountAssignmentRequest,
  DeleteAccountAssignmentResponse,
} from '@aws-sdk/client-sso-admin';
import { refusalOf } from '../../auth/authorize.ts';
import { requestContext } from '../../auth/request-context.ts';
import { AwsError } from '../../protocols/aws-error.ts';
import { assignmentKey, type IdentityCenter } from '../../state/identity-center.ts';
import type { Assignment, AssignmentRequest } from '../../state/identity-center-entities.ts';
import type { Call } from '../call.ts';
import { type Given, operation } from '../service.ts';
import { accountArn, notAuthorized, requireInstance, requirePermissionSet, resources } from './access.ts';
import { describedRequest } from './assignment-status.ts';
import { rolePath, samlProviderArn } from './reserved-role.ts';

/** AWS documents ten for creation (facts 3.3). */
const MAX_OUTSTANDING = 10;

type Input = Given<CreateAccountAssignmentRequest> | Given<DeleteAccountAssignmentRequest>;

export const createAccountAssignment = operation<CreateAccountAssignmentRequest, CreateAccountAssignmentResponse>({
  name: 'CreateAccountAssignment',
  resources: (_, input) => touched(input),
  handle: (call, input) => ({ AccountAssignmentCreationStatus: describedRequest(start(call, 'CREATION', input)) }),
});

export const deleteAccountAssignment = operation<DeleteAccountAssignmentRequest, DeleteAccountAssignmentResponse>({
  name: 'DeleteAccountAssignment',
  resources: (_, input) => touched(input),
  handle: (call, input) => ({ AccountAssignmentDeletionStatus: describedRequest(start(call, 'DELETION', input)) }),
});

function touched(input: Input) {
  return resources(input.InstanceArn, input.PermissionSetArn, accountArn(input.TargetId));
}

/** Takes the wish down; it comes true, or fails, when its time has come (settle-assignments.ts). */
function start(call: Call, kind: AssignmentRequest['kind'], input: Input): AssignmentRequest {
  const { world, now } = call;
  const center = requireInstance(call, input.InstanceArn);
  requirePermissionSet(center, input.PermissionSetArn);
  const assignment: Assignment = {
    awsAccountId: input.TargetId,
    permissionSetArn: input.PermissionSetArn,
    principalType: input.PrincipalType,
    principalId: input.PrincipalId,
  };
  refuseDelegatedReach(call, center, assignment);
  refuseConflicts(call, center, assignment);
  const foreseenFailure = call.settings.failureReason ?? missingManagementRight(call, center, kind, assignment);
  const request: AssignmentRequest = {
    id: world.ids.uuid(),
    kind,
    assignment,
    createdAt: now,
    dueAt: now + (call.settings.assignmentDelayMs ?? 1000 + world.ids.below(2001)),
    status: 'IN_PROGRESS',
    ...(foreseenFailure ? { foreseenFailure } : {}),
  };
  center.addRequest(request);
  world.changed();
  return request;
}

/** A delegated administrator may not touch the management account, nor a set that is provisioned there. */
function refuseDelegatedReach(call: Call, center: IdentityCenter, assignment: Assignment): void {
  const { ownerAccountId } = center.base;
  if (call.caller.awsAccountId === ownerAccountId) return;
  const { awsAccountId, permissionSetArn } = assignment;
  if (awsAccountId === ownerAccountId || center.isProvisioned(ownerAccountId, permissionSetArn)) {
    throw notAuthorized(call, permissionSetArn);
  }
}

function refuseConflicts(call: Call, center: IdentityCenter, assignment: Assignment): void {
  const account = call.world.organizationOf(center.base.ownerAccountId)?.accounts.get(assignment.awsAccountId);
  if (!account) {
    throw new AwsError('ResourceNotFoundException', `AWS account ${assignment.awsAccountId} not found.`);
  }
  if (account.state !== 'ACTIVE') {
    throw new AwsError('ConflictException', `The AWS account ${account.id} is in the ${account.state} state.`);
  }
  const key = assignmentKey(assignment);
  for (const request of center.pending) {
    if (assignmentKey(request.assignment) === key) {
      throw new AwsError('ConflictException', 'There is a conflicting operation in process for this assignment.');
    }
  }
  if (center.pending.size >= MAX_OUTSTANDING) {
    throw new AwsError('ConflictException', 'Too many account assignment operations are in process.');
  }
}

/**
 * In the management account Identity Center acts with the caller's own IAM rights, elsewhere with its service role
 * (facts 3.5). The first missing one is what the request will fail with.
 */
function missingManagementRight(
  call: Call,
  center: IdentityCenter,
  kind: AssignmentRequest['kind'],
  assignment: Assignment,
): string | undefined {
  const { awsAccountId, permissionSetArn } = assignment;
  if (kind === 'DELETION' || awsAccountId !== center.base.ownerAccountId) return undefined;
  if (center.isProvisioned(awsAccountId, permissionSetArn)) return undefined;
  const set = requirePermissionSet(center, permissionSetArn);
  const provider = samlProviderArn(center, awsAccountId);
  const role = `arn:aws:iam::${awsAccountId}:role${rolePath(center)}AWSReservedSSO_${set.name}_0123456789abcdef`;
  const needed = [
    ['iam:GetSAMLProvider', provider],
    ['iam:UpdateSAMLProvider', provider],
    ['iam:CreateRole', role],
    ['iam:AttachRolePolicy', role],
  ] as const;
  const context = requestContext(call.world, call.caller, call.region);
  for (const [action, arn] of needed) {
    const refusal = refusalOf(call.world, call.caller, action, arn, context);
    if (refusal) {
      const iamError = `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${arn} ${refusal.because}`;
      return `Received a 403 status error: Access denied by IAM. Please check your policy, or wait for role propagation to complete. IAM Error: ${iamError} (Service: AmazonIdentityManagement; Status Code: 403; Error Code: AccessDenied; Request ID: ${call.requestId}; Proxy: null)`;
    }
  }
  return undefined;
}
