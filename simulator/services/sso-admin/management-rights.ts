import { refusalOf } from '../../auth/authorize.ts';
import { requestContext } from '../../auth/request-context.ts';
import type { IdentityCenter } from '../../state/identity-center/identity-center.ts';
import type { PermissionSet } from '../../state/identity-center/identity-center-entities.ts';
import type { Call } from '../call.ts';
import { iamFailure } from './iam-failure.ts';
import { rolePath, samlProviderArn } from './reserved-role.ts';

/**
 * In the management account Identity Center acts with the caller's own IAM rights, elsewhere with its service role
 * (facts 3.5). The first missing one is what the request will fail with.
 */
export function missingManagementRight(
  call: Call,
  center: IdentityCenter,
  set: PermissionSet,
  awsAccountId: string,
): string | undefined {
  if (awsAccountId !== center.base.ownerAccountId) return undefined;
  const provider = samlProviderArn(center, awsAccountId);
  const role = `arn:aws:iam::${awsAccountId}:role${rolePath(center)}AWSReservedSSO_${set.name}_0123456789abcdef`;
  const needed = [
    ['iam:GetSAMLProvider', provider],
    ['iam:UpdateSAMLProvider', provider],
    ['iam:CreateRole', role],
    ['iam:AttachRolePolicy', role],
    ...(set.inlinePolicy ? ([['iam:PutRolePolicy', role]] as const) : []),
  ] as const;
  const context = requestContext(call.world, call.caller, call.region);
  for (const [action, arn] of needed) {
    const refusal = refusalOf(call.world, call.caller, action, arn, context);
    if (!refusal) continue;
    const iamError = `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${arn} ${refusal.because}`;
    const text = `Access denied by IAM. Please check your policy, or wait for role propagation to complete. IAM Error: ${iamError}`;
    return iamFailure(403, 'AccessDenied', text, call.requestId);
  }
  return undefined;
}
