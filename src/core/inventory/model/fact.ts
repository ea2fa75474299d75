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
}

/** A principal holds an entitlement, as one AWS answer says it. */
export interface GrantFact {
  kind: EntitlementKind;
  /** The group, the AWS account (permission-set-assignment) or the role. */
  target: EntityRef;
  /** Only for permission-set-assignment. */
  permissionSet?: EntityRef;
  /** The AWS account the right is in; absent for Identity Center groups. */
  awsAccount?: EntityRef;
  principal: EntityRef;
  /** Canonical, sorted note of what makes the grant conditional; '' or absent means plain (ACC-1). */
  qualifier?: string;
}
