import type { Viewer } from '../../security/model/viewer.ts';
import type { Instant } from '../../shared/ports.ts';
import type { AsOf, Freshness } from './list.ts';

export interface IamPolicyView {
  name: string;
  kind: 'aws-managed' | 'customer-managed' | 'inline';
  arn: string | null;
  /** What it allows, as JSON; null for AWS's own, which is known by name only. */
  document: unknown;
  /** The group through which it comes; null: attached to or written into the thing itself. */
  via: { id: string; name: string } | null;
}
export interface AccessKeyView {
  isActive: boolean;
  rotatedAt: Instant | null;
  usedAt: Instant | null;
  region: string | null;
  service: string | null;
}
/** Null where AWS does not tell. */
export interface IdentityUseView {
  lastUsedAt: Instant | null;
  lastUsedRegion: string | null;
  hasPassword: boolean | null;
  hasMfa: boolean | null;
  passwordUsedAt: Instant | null;
  passwordChangedAt: Instant | null;
  accessKeys: AccessKeyView[];
}
export interface IamDetailsView {
  id: string;
  kind: 'iam-user' | 'iam-group' | 'iam-role' | 'aws-account';
  name: string;
  policies: IamPolicyView[];
  permissionsBoundary: string | null;
  tags: { key: string; value: string }[];
  /** Of policies, boundary and tags: stale or never read is not "none". */
  policiesFreshness: Freshness;
  /** Of now only, since use has no history; null also where none was read. Of an AWS account: its root user's. */
  use: IdentityUseView | null;
  useFreshness: Freshness;
}

export interface IamDetailsViews {
  /**
   * What IAM says of a user, group or role besides who has access, and of an AWS account's root user. For whose own it is,
   * and for who sees everything that its connector reads; to others it is not found, like what is not there.
   */
  iamDetails(viewer: Viewer, id: string, moment: AsOf): Promise<IamDetailsView>;
}
