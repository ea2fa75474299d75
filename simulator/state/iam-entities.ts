/** IAM things as plain data, so that a snapshot is their JSON. Instants are epoch milliseconds. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** What users, groups and roles have in common: they hold policies. */
export interface PolicyHolder {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly createdAt: number;
  /** Policy documents by policy name. */
  inlinePolicies: Record<string, string>;
  attachedPolicyArns: string[];
  permissionsBoundaryArn?: string;
}

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly createdAt: number;
  status: 'Active' | 'Inactive';
}

export interface IamUser extends PolicyHolder {
  tags: Tag[];
  accessKeys: AccessKey[];
  /** Lower-cased names of the groups the user is in, sorted. */
  groupKeys: string[];
  passwordLastUsedAt?: number;
}

export interface IamGroup extends PolicyHolder {
  /** Lower-cased names of the members, sorted. */
  memberKeys: string[];
}

export interface IamRole extends PolicyHolder {
  description?: string;
  maxSessionDurationSeconds: number;
  trustPolicy: string;
  /** Unique ids that the ARNs in the trust policy stood for when it was saved. */
  trustedIds: Record<string, string>;
  tags: Tag[];
  lastUsed?: { readonly at: number; readonly region: string };
}

export interface ManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  document: string;
}

export interface SamlProvider {
  readonly arn: string;
  readonly createdAt: number;
  readonly validUntil: number;
}

export interface OidcProvider {
  readonly arn: string;
  readonly clientIds: string[];
  readonly createdAt: number;
}
