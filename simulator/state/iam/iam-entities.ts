/** IAM things as plain data, so that a snapshot is their JSON. Instants are epoch milliseconds. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** What users, groups and roles have in common: they hold policies. */
export interface PolicyHolder {
  /** Name and path change by UpdateUser and UpdateGroup; the id stays. */
  name: string;
  path: string;
  readonly id: string;
  readonly createdAt: number;
  /** Policy documents by policy name. */
  inlinePolicies: Record<string, string>;
  attachedPolicyArns: string[];
  permissionsBoundaryArn?: string;
}

/** When and where something was last used. */
export interface Use {
  readonly at: number;
  readonly region: string;
}

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly createdAt: number;
  status: 'Active' | 'Inactive';
  lastUsed?: Use & { readonly service: string };
}

/** A user's password, as far as IAM tells of it. */
export interface LoginProfile {
  readonly createdAt: number;
  passwordChangedAt: number;
  isResetRequired: boolean;
}

/** An MFA device that is enabled for a user. */
export interface MfaDevice {
  readonly serialNumber: string;
  readonly enabledAt: number;
}

/** The last use of each service by its namespace, in principals that have used any. */
export type ServiceUses = Record<string, Use>;

export interface IamUser extends PolicyHolder {
  tags: Tag[];
  accessKeys: AccessKey[];
  /** Lower-cased names of the groups the user is in, sorted. */
  groupKeys: string[];
  loginProfile?: LoginProfile;
  passwordLastUsedAt?: number;
  mfaDevices?: MfaDevice[];
  serviceUses?: ServiceUses;
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
  lastUsed?: Use;
  serviceUses?: ServiceUses;
}

export interface PolicyVersion {
  /** v1, v2 … never given twice. */
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
}

export interface ManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly description?: string;
  updatedAt: number;
  /** Oldest first; one of them is the default. */
  versions: PolicyVersion[];
  defaultVersionId: string;
  versionsMade: number;
  tags: Tag[];
}

export interface VirtualMfaDevice {
  readonly serialNumber: string;
  /** Base32 secret of the device's codes (RFC 6238). */
  readonly seed: string;
  /** Lower-cased name of the user it is enabled for. */
  userKey?: string;
  enabledAt?: number;
  tags: Tag[];
}

export interface SamlProvider {
  readonly arn: string;
  readonly createdAt: number;
  readonly validUntil: number;
  readonly metadata?: string;
  readonly tags?: Tag[];
}

export interface OidcProvider {
  readonly arn: string;
  readonly clientIds: string[];
  readonly createdAt: number;
  readonly thumbprints?: string[];
  readonly tags?: Tag[];
}
