/** Who the product is in AWS (CON-17, thin). No trust policy is shown until `principalArn` is known. */
export interface ServiceIdentity {
  /** The role, user or root ARN a customer's trust policy must name; null while unknown. */
  principalArn: string | null;
  awsAccountId: string | null;
  kind: 'role' | 'user' | 'root' | 'none' | 'unknown';
  /** `configuration` (COUNTERSIGN_AWS_PRINCIPAL_ARN) or `get-caller-identity`. */
  source: 'configuration' | 'get-caller-identity' | null;
  /** Plain sentences: on root, IAM user, none, a role path that GetCallerIdentity does not tell. */
  warnings: string[];
}
