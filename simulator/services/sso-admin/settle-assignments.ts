import { assignmentKey, type IdentityCenter } from '../../state/identity-center.ts';
import type { AssignmentRequest } from '../../state/identity-center-entities.ts';
import type { World } from '../../state/world.ts';
import { deprovisionSet, provisionSet } from './reserved-role.ts';

/**
 * Ends the assignment requests whose time has come. Runs before every call instead of by timers: the outcome depends
 * on the simulator's clock alone, and what was in progress goes on after a restart.
 */
export function settleAssignments(world: World): void {
  const now = world.clock.now();
  for (const center of world.identityCenters) {
    if (center.pending.size === 0) continue;
    const due = [...center.pending].filter((request) => request.dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
    for (const request of due) settle(world, center, request);
    if (due.length > 0) world.changed();
  }
}

function settle(world: World, center: IdentityCenter, request: AssignmentRequest): void {
  const failure = request.foreseenFailure ?? (request.kind === 'CREATION' ? create : remove)(world, center, request);
  center.endRequest(request, failure ? 'FAILED' : 'SUCCEEDED', failure);
}

/** Creating what exists succeeds and changes nothing. */
function create(world: World, center: IdentityCenter, request: AssignmentRequest): string | undefined {
  const { assignment } = request;
  const { principalType, principalId } = assignment;
  const principals = principalType === 'USER' ? center.users : center.groups;
  if (!principals.has(principalId)) return `Received a 404 status error: ${principalType} not found.`;
  const set = center.permissionSets.get(assignment.permissionSetArn);
  if (!set) return 'Received a 404 status error: PermissionSet not found.';
  if (center.assignments.has(assignmentKey(assignment))) return undefined;
  center.addAssignment(assignment);
  provisionSet(world, center, set, assignment.awsAccountId, request.dueAt);
  return undefined;
}

function remove(world: World, center: IdentityCenter, request: AssignmentRequest): string | undefined {
  const { assignment } = request;
  if (!center.assignments.has(assignmentKey(assignment))) {
    return 'Received a 404 status error: The account assignment does not exist.';
  }
  center.deleteAssignment(assignment);
  const set = center.permissionSets.get(assignment.permissionSetArn);
  if (set && !center.isProvisioned(assignment.awsAccountId, assignment.permissionSetArn)) {
    deprovisionSet(world, center, set, assignment.awsAccountId);
  }
  return undefined;
}
