import type { ResourceRef } from '../../auth/authorize.ts';
import { AwsError } from '../../protocols/aws-error.ts';
import type { IdentityCenter } from '../../state/identity-center.ts';
import type { PermissionSet } from '../../state/identity-center-entities.ts';
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

/** An instance is found in its own region only, and administered from its AWS account or the delegated one. */
export function requireInstance(call: Call, instanceArn: string): IdentityCenter {
  const center = call.world.identityCenters.find(
    ({ base }) => base.instanceArn === instanceArn && base.region === call.region,
  );
  if (!center) throw notFound(`Instance with ARN ${instanceArn} not found.`);
  if (!mayAdminister(call, center)) throw notAuthorized(call, instanceArn);
  return center;
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

export function accountArn(awsAccountId: string): string {
  return `arn:aws:sso:::account/${awsAccountId}`;
}

export function resources(...arns: readonly string[]): readonly ResourceRef[] {
  return arns.map((arn) => ({ arn }));
}
