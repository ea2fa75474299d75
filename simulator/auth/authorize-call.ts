import { AwsError, commonError } from '../protocols/aws-error.ts';
import type { Call } from '../services/call.ts';
import type { Operation, Service } from '../services/service.ts';
import { refusalOf } from './authorize.ts';
import { requestContext } from './request-context.ts';

/** Enforces the caller's policies in AWS's words: `User: … is not authorized to perform: … on resource: … because …`. */
export function authorizeCall(service: Service, call: Call, operation: Operation, input: object): void {
  const { latePermission } = call.settings;
  if (latePermission) {
    const { refusal } = latePermission;
    if (refusal) throw new AwsError(refusal.code, refusal.message, refusal.status);
  } else if (operation.authorize) operation.authorize(call, input);
  else if (needsPermission(service, operation)) requirePermission(service, call, operation, input);
}

/** Whether anybody is asked before the operation is carried out. */
export function needsPermission(service: Service, operation: Operation): boolean {
  return !service.isUnsigned && (operation.authorize !== undefined || operation.action !== false);
}

function requirePermission(service: Service, call: Call, operation: Operation, input: object): void {
  const action = operation.action || `${service.actionPrefix}:${operation.name}`;
  const context = requestContext(call.world, call.caller, call.region);
  const refusals: string[] = [];
  for (const { arn, text = arn } of operation.resources?.(call, input) ?? [{ arn: '*' }]) {
    const refusal = refusalOf(call.world, call.caller, action, arn, context);
    if (!refusal) continue;
    refusals.push(
      `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${text} ${refusal.because}`,
    );
    if (!service.namesEveryRefusedResource) break;
  }
  if (refusals.length > 0) throw commonError(service.protocol, 'accessDenied', refusals.join(', '));
}
