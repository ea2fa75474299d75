import { assignmentKey, type IdentityCenter } from '../../state/identity-center/identity-center.ts';
import type {
  AssignmentRequest,
  CenterRequest,
  PermissionSet,
  ProvisioningRequest,
} from '../../state/identity-center/identity-center-entities.ts';
import type { World } from '../../state/world.ts';
import { iamFailure } from './iam-failure.ts';
import { deprovisionSet, provisionSet } from './reserved-role.ts';

/**
 * Ends the requests whose time has come. Runs before every call instead of by timers: the outcome depends on the
 * simulator's clock alone, and what was in progress goes on after a restart.
 */
export function settleAssignments(world: World): void {
  const now = world.clock.now();
  for (const center of world.identityCenters) {
    if (center.pending.size === 0) continue;
    const due = [...center.pending].filter((request) => request.dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
    for (const request of due) {
      const failure = request.foreseenFailure ?? settle(world, center, request);
      center.endRequest(request, failure ? 'FAILED' : 'SUCCEEDED', failure);
    }
    if (due.length > 0) world.changed();
  }
}

function settle(world: World, center: IdentityCenter, request: CenterRequest): string | undefined {
  if (request.kind === 'PROVISIONING') return provision(world, center, request);
  return (request.kind === 'CREATION' ? create : remove)(world, center, request);
}

/** Creating what exists succeeds and adds nothing; either way the AWS account gets the set in its latest form. */
function create(world: World, center: IdentityCenter, request: AssignmentRequest): string | undefined {
  const { assignment } = request;
  const { principalType, principalId, awsAccountId } = assignment;
  const principals = principalType === 'USER' ? center.users : center.groups;
  if (!principals.has(principalId)) {
    return `Received a 404 status error: the ${principalType} assignee ${principalId} was not found in directory ${center.base.identityStoreId}.`;
  }
  const set = center.permissionSets.get(assignment.permissionSetArn);
  if (!set) return 'Received a 404 status error: PermissionSet not found.';
  const failure = provisionTo(world, center, set, awsAccountId, request);
  if (!failure && !center.assignments.has(assignmentKey(assignment))) center.addAssignment(assignment);
  return failure;
}

function remove(world: World, center: IdentityCenter, request: AssignmentRequest): string | undefined {
  const { assignment } = request;
  const { awsAccountId, permissionSetArn, principalId } = assignment;
  if (!center.assignments.has(assignmentKey(assignment))) {
    return `Received a 404 status error: EntitlementItem doesn't exist with the given entitlement key EntitlementKey{accessorId=AccessorId{value=${principalId}}, resourceId=ResourceId{value=${awsAccountId}}, auxiliaryResourceId=AuxiliaryResourceId{value=${permissionSetArn}}, containerId=ContainerId{value=${center.instanceId}}}`;
  }
  center.deleteAssignment(assignment);
  const set = center.permissionSets.get(permissionSetArn);
  if (set && !center.isProvisioned(awsAccountId, permissionSetArn)) deprovisionSet(world, center, set, awsAccountId);
  return undefined;
}

/** Goes through all AWS accounts even when one refuses. Those that are not active are left as they were. */
function provision(world: World, center: IdentityCenter, request: ProvisioningRequest): string | undefined {
  const set = center.permissionSets.get(request.permissionSetArn);
  if (!set) return 'Received a 404 status error: PermissionSet not found.';
  const organization = world.organizationOf(center.base.ownerAccountId);
  const failures: string[] = [];
  for (const { awsAccountId } of center.accountsBySet.of(set.arn).all()) {
    if (request.awsAccountId && awsAccountId !== request.awsAccountId) continue;
    if (organization?.accounts.get(awsAccountId)?.state !== 'ACTIVE') continue;
    const failure = provisionTo(world, center, set, awsAccountId, request);
    if (failure) failures.push(failure);
  }
  return failures[0];
}

function provisionTo(
  world: World,
  center: IdentityCenter,
  set: PermissionSet,
  awsAccountId: string,
  request: CenterRequest,
): string | undefined {
  const refusal = provisionSet(world, center, set, awsAccountId, request.dueAt);
  if (!refusal) return undefined;
  return iamFailure(refusal.status, refusal.code, refusal.message, request.id);
}
