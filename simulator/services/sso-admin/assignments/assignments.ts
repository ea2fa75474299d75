import type {
  CreateAccountAssignmentRequest,
  CreateAccountAssignmentResponse,
  DeleteAccountAssignmentRequest,
  DeleteAccountAssignmentResponse,
} from '@aws-sdk/client-sso-admin';
import { assignmentKey, type IdentityCenter } from '../../../state/identity-center/identity-center.ts';
import type { Assignment, AssignmentRequest } from '../../../state/identity-center/identity-center-entities.ts';
import type { Call } from '../../call.ts';
import { type Given, operation } from '../../service.ts';
import {
  accountArn,
  conflict,
  notAuthorized,
  quotaExceeded,
  requireOrganizationInstance,
  requirePermissionSet,
  resources,
} from '../access.ts';
import { missingManagementRight } from '../management-rights.ts';
import { refuseTooMany, requireActiveAccount } from '../outstanding.ts';
import { describedRequest } from './assignment-status.ts';

/** Permission sets provisioned to one AWS account (facts 3.3). */
const SETS_PER_ACCOUNT = 500;

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
  const center = requireOrganizationInstance(call, input.InstanceArn);
  const set = requirePermissionSet(center, input.PermissionSetArn);
  const assignment: Assignment = {
    awsAccountId: input.TargetId,
    permissionSetArn: input.PermissionSetArn,
    principalType: input.PrincipalType,
    principalId: input.PrincipalId,
  };
  refuseDelegatedReach(call, center, assignment);
  refuseConflicts(call, center, assignment);
  if (kind === 'CREATION') refuseTooManySets(center, assignment);
  const needsRights = kind === 'CREATION' && !center.isProvisioned(assignment.awsAccountId, set.arn);
  const foreseenFailure =
    call.settings.failureReason ??
    (needsRights ? missingManagementRight(call, center, set, assignment.awsAccountId) : undefined);
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
  requireActiveAccount(call, center, assignment.awsAccountId);
  const key = assignmentKey(assignment);
  for (const request of center.pending) {
    if (request.kind !== 'PROVISIONING' && assignmentKey(request.assignment) === key) {
      throw conflict('There is a conflicting operation in process for this assignment.');
    }
  }
  refuseTooMany(center);
}

function refuseTooManySets(center: IdentityCenter, { awsAccountId, permissionSetArn }: Assignment): void {
  const sets = center.setsByAccount.of(awsAccountId);
  if (sets.size >= SETS_PER_ACCOUNT && !sets.has(permissionSetArn)) {
    throw quotaExceeded(`Permission sets provisioned per AWS account: ${SETS_PER_ACCOUNT}`);
  }
}
