import type { EntitlementKind, EntityRef } from './kinds.ts';

/** An entity as AWS describes it now. */
export interface EntityFact extends EntityRef {
  /** AWS account of IAM things, instance of Identity Center's, organization of an AWS account. */
  parent?: EntityRef;
  name: string;
  /** Lower-cased primary e-mail, where AWS knows one. */
  email?: string;
  arn?: string;
  /** AWS's own word, lower-cased: active, suspended, enabled, disabled … */
  status?: string;
  /** Everything else worth keeping, flat where possible; canonical (no times of reading). */
  attrs?: Record<string, unknown>;
  /**
   * True when the fact only proves that the entity exists (a group's member, an ARN without its description). A mention
   * opens a version where there is none and never overrides or closes what a listing said.
   */
  isMention?: boolean;
  /** Names of attributes that this way of reading does not give: what is known of them stays. */
  unread?: string[];
}

/** A principal holds an entitlement, as one AWS answer says it. */
export interface GrantFact {
  kind: EntitlementKind;
  /** The group, the AWS account (permission-set-assignment), the role or the policy. */
  target: EntityRef;
  /** Only for permission-set-assignment. */
  permissionSet?: EntityRef;
  /** The AWS account the right is in; absent for Identity Center groups and AWS's own policies. */
  awsAccount?: EntityRef;
  principal: EntityRef;
  /** Canonical, sorted note of what makes the grant conditional; '' or absent means plain (ACC-1). */
  qualifier?: string;
}

/** How somebody is signed in with and was last used, as AWS says it now. Kept without history: use is no description. */
export interface UseFact {
  of: UsedIdentity;
  /** The newest use of any kind; absent: never, or AWS does not tell. */
  lastUsedAt?: string;
  lastUsedRegion?: string;
  /** The rest only from the credential report. */
  hasPassword?: boolean;
  hasMfa?: boolean;
  passwordUsedAt?: string;
  passwordChangedAt?: string;
  accessKeys?: AccessKeyUse[];
}

/**
 * A role, or the AWS account whose root user it is; or an IAM user as a credential report names it: the report is up to
 * four hours old, and a user made since under the same name has another creation time.
 */
export type UsedIdentity = EntityRef | { kind: 'iam-user'; arn: string; createdAt: string };

export interface AccessKeyUse {
  isActive: boolean;
  rotatedAt?: string;
  usedAt?: string;
  region?: string;
  service?: string;
}
