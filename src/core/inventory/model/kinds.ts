/** Numbers of the database's entity_kind and entitlement_kind tables (migrations/0001); a test compares the two. */
export const entityKinds = {
  organization: 1,
  'aws-account': 2,
  'identity-center-instance': 3,
  'identity-center-user': 4,
  'identity-center-group': 5,
  'permission-set': 6,
  'iam-user': 7,
  'iam-group': 8,
  'iam-role': 9,
  'saml-provider': 10,
  'oidc-provider': 11,
  'aws-service': 12,
  /** A principal that a trust policy names and no connector has read; its native id is the ARN. */
  'unread-principal': 13,
  /** Principal "*". */
  anyone: 14,
  'aws-account-alias': 15,
  /** A managed policy: AWS's own, or one of an AWS account. */
  'iam-policy': 16,
  'iam-inline-policy': 17,
  /**
   * Tags and permissions boundary of an IAM user or role; its native id is theirs. An entity of its own, because not
   * every way of reading gives them (docs/decisions/0013).
   */
  'iam-attributes': 18,
  /** The root of an organization too: its parent is the organization, that of a unit the root or unit it is in. */
  'organizational-unit': 19,
} as const;
export type EntityKind = keyof typeof entityKinds;

export const entitlementKinds = {
  'group-member': 1,
  'permission-set-assignment': 2,
  'assume-role': 3,
  'attached-policy': 4,
} as const;
export type EntitlementKind = keyof typeof entitlementKinds;

/**
 * An entity by what AWS calls it, never by a name that can be re-used (SYN-5): 12 digits for an AWS account; the unique
 * id (AIDA…, AGPA…, AROA…, ANPA…) for IAM; `<unique id>/<name>` for an inline policy; `<identity store id>/<uuid>` for
 * Identity Center users and groups; the ARN for permission sets, instances, providers and AWS's own policies; `o-…`, `r-…` and
 * `ou-…` for organizations, roots and units; the service name; the ARN; `*`.
 */
export interface EntityRef {
  kind: EntityKind;
  nativeId: string;
}
