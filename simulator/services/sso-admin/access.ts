import type { ResourceRef } from '../../auth/authorize.ts';
import { AwsError } from '../../protocols/aws-error.ts';
import type { IdentityCenter } from '../../state/identity-center/identity-center.ts';
import type { PermissionSet } from '../../state/identity-center/identity-center-entities.ts';
import type { World } from '../../state/world.ts';
import type { Call } from '../call.ts';
import { mayAdminister } from '../identity-store/store.ts';

/** The refusal of Identity Center's own rules: no "because", unlike that of a missing IAM permission (facts 3.5). */
export function notAuthorized(call: Call, resourceArn: string): AwsError {
  const text = `User: ${call.caller.arn} is not authorized to perform: sso:${call.operation} on resource: ${resourceArn}`;
  return new AwsError('AccessDeniedException', text);
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message);
}

/** AWS documents the quotas, not the words: they are the simulator's. */
export function quotaExceeded(quota: string): AwsError {
  return new AwsError('ServiceQuotaExceededException', `The request exceeds a quota. ${quota}`);
}

/** An instance is found in its own region only, and administered from its AWS account or the delegated one. */
export function requireInstance(call: Call, instanceArn: string): IdentityCenter {
  const center = call.world.identityCenters.find(
    ({ base }) => base.instanceArn === instanceArn && base.region === call.region,
  );
  if (!center) throw notFound(`Instance with ARN ${instanceArn} not found.`);
  if (!mayAdminister(call, center)) throw notAuthorized(call, instanceArn);
  return center;
}

/** An instance that knows permission sets: one of an AWS account of its own has none (facts 3.5, a real answer). */
export function requireOrganizationInstance(call: Call, instanceArn: string): IdentityCenter {
  const center = requireInstance(call, instanceArn);
  if (isAccountInstance(call.world, center)) {
    throw new AwsError('ValidationException', 'The operation is not supported for this Identity Center instance');
  }
  return center;
}

/** Whether an AWS account made the instance for itself, instead of the organization's management account. */
export function isAccountInstance(world: World, { base }: IdentityCenter): boolean {
  return world.organizationOf(base.ownerAccountId)?.managementAccountId !== base.ownerAccountId;
}

/** As requireInstance, for what a delegated administrator may not do (facts 3.5, last lines). */
export function requireOwner(call: Call, center: IdentityCenter, resourceArn: string): void {
  if (call.caller.awsAccountId !== center.base.ownerAccountId) throw notAuthorized(call, resourceArn);
}

export function requirePermissionSet(center: IdentityCenter, permissionSetArn: string): PermissionSet {
  const set = center.permissionSets.get(permissionSetArn);
  if (!set) throw notFound(`PermissionSet with ARN ${permissionSetArn} not found.`);
  return set;
}

/** A set that the caller may change: not a delegated administrator's, once it is in the management account. */
export function requireChangeableSet(
  call: Call,
  instanceArn: string,
  permissionSetArn: string,
): { center: IdentityCenter; set: PermissionSet } {
  const center = requireOrganizationInstance(call, instanceArn);
  const set = requirePermissionSet(center, permissionSetArn);
  if (center.isProvisioned(center.base.ownerAccountId, permissionSetArn)) requireOwner(call, center, permissionSetArn);
  return { center, set };
}

export function accountArn(awsAccountId: string): string {
  return `arn:aws:sso:::account/${awsAccountId}`;
}

export function resources(...arns: readonly string[]): readonly ResourceRef[] {
  return arns.map((arn) => ({ arn }));
}
