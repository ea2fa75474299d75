import type {
  ListAccountAssignmentsForPrincipalRequest,
  ListAccountAssignmentsForPrincipalResponse,
  ListAccountAssignmentsRequest,
  ListAccountAssignmentsResponse,
} from '@aws-sdk/client-sso-admin';
import { Collection } from '../../../state/collection.ts';
import {
  assignmentKey,
  type IdentityCenter,
  pairKey,
  principalKey,
} from '../../../state/identity-center/identity-center.ts';
import type { Assignment, PrincipalType } from '../../../state/identity-center/identity-center-entities.ts';
import { operation } from '../../service.ts';
import { accountArn, requireOrganizationInstance, requireOwner, requirePermissionSet, resources } from '../access.ts';

export const listAccountAssignments = operation<ListAccountAssignmentsRequest, ListAccountAssignmentsResponse>({
  name: 'ListAccountAssignments',
  resources: (_, { InstanceArn, AccountId, PermissionSetArn }) =>
    resources(InstanceArn, PermissionSetArn, accountArn(AccountId)),
  handle(call, { InstanceArn, AccountId, PermissionSetArn }) {
    const center = requireOrganizationInstance(call, InstanceArn);
    requirePermissionSet(center, PermissionSetArn);
    const { items, nextToken } = call.page(center.assignmentsByPair.of(pairKey(AccountId, PermissionSetArn)));
    return {
      AccountAssignments: items.map((assignment) => ({
        AccountId: assignment.awsAccountId,
        PermissionSetArn: assignment.permissionSetArn,
        PrincipalType: assignment.principalType,
        PrincipalId: assignment.principalId,
      })),
      NextToken: nextToken,
    };
  },
});

/** From the management account only. A user's list holds the rows of the user's groups too. */
export const listAccountAssignmentsForPrincipal = operation<
  ListAccountAssignmentsForPrincipalRequest,
  ListAccountAssignmentsForPrincipalResponse
>({
  name: 'ListAccountAssignmentsForPrincipal',
  resources: (_, { InstanceArn }) => resources(InstanceArn),
  handle(call, { InstanceArn, PrincipalId, PrincipalType, Filter }) {
    const center = requireOrganizationInstance(call, InstanceArn);
    requireOwner(call, center, InstanceArn);
    const only = Filter?.AccountId;
    const assignments = assignmentsOf(center, PrincipalType, PrincipalId);
    const { items, nextToken } = call.page(assignments, only ? (item) => item.awsAccountId === only : undefined);
    return {
      AccountAssignments: items.map((assignment) => ({
        AccountId: assignment.awsAccountId,
        PermissionSetArn: assignment.permissionSetArn,
        PrincipalType: assignment.principalType,
        PrincipalId: assignment.principalId,
      })),
      NextToken: nextToken,
    };
  },
});

/** The own index where that is enough, so that only who has access in several ways pays for putting it together. */
export function assignmentsOf(
  center: IdentityCenter,
  principalType: PrincipalType,
  principalId: string,
): Collection<Assignment> {
  const own = center.assignmentsByPrincipal.of(principalKey({ principalType, principalId }));
  if (principalType === 'GROUP') return own;
  const ofGroups = center.membershipsByUser
    .of(principalId)
    .all()
    .map(({ groupId }) =>
      center.assignmentsByPrincipal.of(principalKey({ principalType: 'GROUP', principalId: groupId })),
    );
  const parts = [own, ...ofGroups].filter(({ size }) => size > 0);
  if (parts.length < 2) return parts[0] ?? own;
  return new Collection(
    assignmentKey,
    parts.flatMap((part) => part.all()),
  );
}
