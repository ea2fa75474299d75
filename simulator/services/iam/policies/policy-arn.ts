import type { ResourceRef } from '../../../auth/authorize.ts';
import { managedPolicy } from '../../../policies/principal-policies.ts';
import { AwsError, commonError } from '../../../protocols/aws-error.ts';
import type { ManagedPolicy } from '../../../state/iam/iam-entities.ts';
import type { Call } from '../../call.ts';
import { noSuchEntity } from '../refusals.ts';

const POLICY_ARN = /^arn:aws[a-z-]*:iam::(aws|\d{12}):policy(\/(?:.+\/)?)([^/]+)$/;

export function checkPolicyArn(arn: string): void {
  if (!POLICY_ARN.test(arn)) throw new AwsError('ValidationError', 'Invalid ARN:  Could not be parsed!');
}

export function policyNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

export function policyPathOf(arn: string): string {
  return POLICY_ARN.exec(arn)?.[2] ?? '/';
}

/** What the operations on a managed policy are checked on, and how refusals name it. */
export function policyResource(_: Call, { PolicyArn }: { PolicyArn: string }): readonly ResourceRef[] {
  return [{ arn: PolicyArn, text: `policy ${PolicyArn}` }];
}

export function requirePolicy(call: Call, arn: string): ManagedPolicy {
  checkPolicyArn(arn);
  const policy = managedPolicy(call.account, arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

/** A policy that its AWS account may change: AWS's own are refused even to administrators. */
export function requireOwnPolicy(call: Call, arn: string): ManagedPolicy {
  const policy = requirePolicy(call, arn);
  if (call.account.policy(arn)) return policy;
  const text = `User: ${call.caller.arn} is not authorized to perform: iam:${call.operation} on resource: policy ${arn}`;
  throw commonError('query', 'accessDenied', text);
}
