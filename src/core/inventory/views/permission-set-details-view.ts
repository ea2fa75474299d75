import type { Viewer } from '../../security/model/viewer.ts';
import type { Instant } from '../../shared/ports.ts';
import type { AsOf } from './list.ts';

/** A policy that a permission set names: AWS's own by ARN, a customer's by name and path in each AWS account. */
export interface NamedPolicyView {
  name: string;
  arn: string | null;
  path: string | null;
}
export type PermissionSetPart =
  | 'managed-policies'
  | 'customer-managed-policies'
  | 'inline-policy'
  | 'permissions-boundary'
  | 'tags';

/** What a permission set allows. Null is "was not read", which is never "there is none". */
export interface PermissionSetDetailsView {
  id: string;
  name: string;
  /** Details are kept, and read again within a day; null for a day in the past, and where they never were. */
  readAt: Instant | null;
  relayState: string | null;
  managedPolicies: NamedPolicyView[] | null;
  customerManagedPolicies: NamedPolicyView[] | null;
  /** As JSON; as text where it is none. */
  inlinePolicy: { document: unknown } | null;
  permissionsBoundary: { policy: NamedPolicyView | null } | null;
  tags: { key: string; value: string }[] | null;
  /** What could not be read again: it is as it was known before. */
  gaps: { part: PermissionSetPart; since: Instant; reason: string }[];
}

export interface PermissionSetDetailsViews {
  /**
   * What a permission set allows, for who sees everything that its connector reads; to others it is not found, like what
   * is not there.
   */
  permissionSetDetails(viewer: Viewer, id: string, moment: AsOf): Promise<PermissionSetDetailsView>;
}
