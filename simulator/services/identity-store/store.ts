import type { ResourceRef } from '../../auth/authorize.ts';
import { AwsError } from '../../protocols/aws-error.ts';
import type { IdentityCenter } from '../../state/identity-center/identity-center.ts';
import type { DirectoryGroup, DirectoryUser } from '../../state/identity-center/identity-center-entities.ts';
import type { World } from '../../state/world.ts';
import type { Call } from '../call.ts';

type ResourceType = 'IDENTITY_STORE' | 'USER' | 'GROUP' | 'GROUP_MEMBERSHIP';

export function notFound(message: string, type: ResourceType, id: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, 400, { ResourceType: type, ResourceId: id });
}

export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message, 400, { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' });
}

/** AWS documents the quotas, not the words: they are the simulator's. */
export function quotaExceeded(quota: string): AwsError {
  return new AwsError('ServiceQuotaExceededException', `The request exceeds a quota. ${quota}`);
}

/** An identity store is seen in its region, by its AWS account and by the delegated administrator for sso. */
export function requireStore(call: Call, identityStoreId: string): IdentityCenter {
  const center = call.world.identityCenters.find(
    ({ base }) => base.identityStoreId === identityStoreId && base.region === call.region,
  );
  if (!center) {
    throw notFound(
      `IdentityStore not present for IdentityStoreId: ${identityStoreId}`,
      'IDENTITY_STORE',
      identityStoreId,
    );
  }
  if (!mayAdminister(call, center)) {
    const action = `identitystore:${call.operation}`;
    const text = `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${storeArn(call.world, identityStoreId)} because no resource-based policy allows the ${action} action`;
    throw new AwsError('AccessDeniedException', text);
  }
  return center;
}

/** Whether the caller's AWS account administers an instance: it owns it, or was delegated to. */
export function mayAdminister(call: Call, center: IdentityCenter): boolean {
  const { ownerAccountId } = center.base;
  const { awsAccountId } = call.caller;
  if (awsAccountId === ownerAccountId) return true;
  const organization = call.world.organizationOf(awsAccountId);
  return (
    organization?.managementAccountId === ownerAccountId &&
    organization.isDelegatedAdministrator(awsAccountId, 'sso.amazonaws.com')
  );
}

export function requireUser(center: IdentityCenter, userId: string): DirectoryUser {
  const user = center.users.get(userId);
  if (!user) throw notFound('USER not found.', 'USER', userId);
  return user;
}

export function requireGroup(center: IdentityCenter, groupId: string): DirectoryGroup {
  const group = center.groups.get(groupId);
  if (!group) throw notFound('GROUP not found.', 'GROUP', groupId);
  return group;
}

/** The store, then the users, groups or memberships of it that an action is checked on. */
export function storeResources(
  call: Call,
  identityStoreId: string,
  ...inner: readonly `${'user' | 'group' | 'membership'}/${string}`[]
): readonly ResourceRef[] {
  const arns = [storeArn(call.world, identityStoreId), ...inner.map((id) => `arn:aws:identitystore:::${id}`)];
  return arns.map((arn) => ({ arn }));
}

function storeArn(world: World, identityStoreId: string): string {
  const center = world.identityCenters.find(({ base }) => base.identityStoreId === identityStoreId);
  return `arn:aws:identitystore::${center?.base.ownerAccountId ?? ''}:identitystore/${identityStoreId}`;
}
