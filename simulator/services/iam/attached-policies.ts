import { managedPolicyDocument } from '../../policies/principal-policies.ts';
import { parseOrRefuse } from '../../policies/trust-document.ts';
import { AwsError } from '../../protocols/aws-error.ts';
import type { PolicyHolder } from '../../state/iam-entities.ts';
import type { Call } from '../call.ts';
import { iamChanged, noSuchEntity } from './entities.ts';

const MAX_ATTACHED = 10;

/** Attaches a managed policy to a user, group or role; attaching twice is no error. */
export function attach(call: Call, holder: PolicyHolder, policyArn: string): void {
  if (!/^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/.+$/.test(policyArn)) {
    throw new AwsError('ValidationError', 'Invalid ARN:  Could not be parsed!');
  }
  if (!managedPolicyDocument(call.account, policyArn)) {
    throw noSuchEntity(`Policy ${policyArn} does not exist or is not attachable.`);
  }
  if (holder.attachedPolicyArns.includes(policyArn)) return;
  if (holder.attachedPolicyArns.length >= MAX_ATTACHED) {
    throw new AwsError('LimitExceeded', `Cannot exceed quota for PoliciesPerRole: ${MAX_ATTACHED}`, 409);
  }
  holder.attachedPolicyArns.push(policyArn);
  iamChanged(call);
}

export function detach(call: Call, holder: PolicyHolder, policyArn: string): void {
  if (!holder.attachedPolicyArns.includes(policyArn)) throw noSuchEntity(`Policy ${policyArn} was not found.`);
  holder.attachedPolicyArns = holder.attachedPolicyArns.filter((arn) => arn !== policyArn);
  iamChanged(call);
}

export function putInline(call: Call, holder: PolicyHolder, policyName: string, document: string): void {
  const statements = parseOrRefuse(document);
  if (statements.some((statement) => statement.principals || statement.notPrincipals)) {
    throw new AwsError('MalformedPolicyDocument', 'Policy document should not specify a principal.');
  }
  if (statements.some((statement) => !statement.resources && !statement.notResources)) {
    throw new AwsError('MalformedPolicyDocument', 'Policy statement must contain resources.');
  }
  holder.inlinePolicies[policyName] = document;
  iamChanged(call);
}

export function deleteInline(call: Call, kind: 'user' | 'role', holder: PolicyHolder, policyName: string): void {
  requireInline(kind, holder, policyName);
  delete holder.inlinePolicies[policyName];
  iamChanged(call);
}

export function requireInline(kind: 'user' | 'role', holder: PolicyHolder, policyName: string): string {
  const document = Object.hasOwn(holder.inlinePolicies, policyName) ? holder.inlinePolicies[policyName] : undefined;
  if (document === undefined) throw noSuchEntity(`The ${kind} policy with name ${policyName} cannot be found.`);
  return document;
}
