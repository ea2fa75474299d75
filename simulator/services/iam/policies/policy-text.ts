import { parseOrRefuse } from '../../../policies/trust-document.ts';
import { AwsError } from '../../../protocols/aws-error.ts';

/** Checks an identity policy as AWS does on saving: no principals, and every statement has resources. */
export function checkIdentityPolicy(document: string): void {
  const statements = parseOrRefuse(document);
  if (statements.some((statement) => statement.principals || statement.notPrincipals)) {
    throw new AwsError('MalformedPolicyDocument', 'Policy document should not specify a principal.');
  }
  if (statements.some((statement) => !statement.resources && !statement.notResources)) {
    throw new AwsError('MalformedPolicyDocument', 'Policy statement must contain resources.');
  }
}

/** What counts against the size quotas: everything but white space. */
export function policySize(document: string): number {
  return document.replace(/\s/g, '').length;
}
