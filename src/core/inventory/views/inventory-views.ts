import type { Viewer } from '../../security/model/viewer.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import type { Instant } from '../../shared/ports.ts';
import type { AsOf, AwsAccountRef, Freshness, ListRequest, PersonRef } from './list.ts';

export interface PersonView {
  id: string;
  name: string;
  email: string | null;
  title: string | null;
  department: string | null;
  manager: PersonRef | null;
  status: 'active' | 'inactive';
  source: string;
  roles: string[];
  identityCount: number;
  awsAccountCount: number;
}
export type IdentityKind = 'identity-center-user' | 'iam-user' | 'iam-role';
export interface IdentityView {
  id: string;
  kind: IdentityKind;
  name: string;
  nativeId: string;
  arn: string | null;
  email: string | null;
  status: string | null;
  awsAccount: AwsAccountRef | null;
  /** Whose it is, and how that is known (DIR-2); null: unmatched. */
  person: (PersonRef & { method: string }) | null;
  freshness: Freshness;
}
export interface AwsAccountView {
  id: string;
  awsAccountId: string;
  name: string;
  alias: string | null;
  email: string | null;
  status: string | null;
  organizationId: string | null;
  organizationPath: string[];
  organizationalUnits: { id: string; name: string | null }[];
  /** Null: not known, which is not "none". */
  tags: { key: string; value: string }[] | null;
  tagsReadAt: Instant | null;
  isManagement: boolean;
  connectorId: string | null;
  /** People and other identities that can reach it, AWS services left out: the numbers of its access page. */
  peopleCount: number;
  permissionSetCount: number;
  freshness: Freshness;
}
export type GroupKind = 'identity-center-group' | 'iam-group';
export interface GroupView {
  id: string;
  kind: GroupKind;
  name: string;
  nativeId: string;
  arn: string | null;
  awsAccount: AwsAccountRef | null;
  description: string | null;
  memberCount: number;
  /** Stale or never read is not "empty". */
  membersFreshness: Freshness;
  freshness: Freshness;
}
export interface PermissionSetView {
  id: string;
  name: string;
  arn: string;
  description: string | null;
  sessionDuration: string | null;
  awsAccountCount: number;
  peopleCount: number;
  freshness: Freshness;
}
export interface RoleView {
  id: string;
  name: string;
  arn: string;
  path: string;
  awsAccount: AwsAccountRef | null;
  description: string | null;
  trust: string[];
  permissionSet: string | null;
  areMembersVisible: boolean;
  maxSessionSeconds: number | null;
  freshness: Freshness;
}
export interface SearchHitView {
  kind: 'person' | 'aws-account' | 'identity' | 'group' | 'permission-set' | 'role';
  id: string;
  name: string;
  detail: string;
}
export interface PublicationView {
  seq: number;
  publishedAt: Instant;
  /** Null for viewers who do not own the connector. */
  connectorId: string | null;
  opened: number;
  closed: number;
}

type List<Filter, View> = (viewer: Viewer, request: ListRequest & Filter) => Promise<Page<View>>;
/** Throws Refusal `not-found`, for what is not there and for what the viewer may not see alike: one can't tell. */
type One<View> = (viewer: Viewer, id: string, moment: AsOf) => Promise<View>;

/**
 * The inventory as far as a viewer may see it (SEC-2), which also holds for totals and for every count in a row.
 * Throws Refusal `cursor-invalid` or `sort-invalid`.
 */
export interface InventoryViews {
  people: List<{ status?: 'active' | 'inactive' | undefined }, PersonView>;
  person: One<PersonView>;
  identities: List<
    { kind?: IdentityKind | undefined; awsAccountId?: string | undefined; isMatched?: boolean | undefined },
    IdentityView
  >;
  identity: One<IdentityView>;
  awsAccounts: List<{ status?: string | undefined }, AwsAccountView>;
  /** By its 12 digits. */
  awsAccount: One<AwsAccountView>;
  groups: List<{ kind?: GroupKind | undefined }, GroupView>;
  group: One<GroupView>;
  permissionSets: List<unknown, PermissionSetView>;
  permissionSet: One<PermissionSetView>;
  roles: List<{ awsAccountId?: string | undefined }, RoleView>;
  role: One<RoleView>;
  search(viewer: Viewer, request: { q: string; limit: number }): Promise<{ items: SearchHitView[]; total: number }>;
  /** Newest first. Who does not see everything sees the publications that changed something they see. */
  publications(viewer: Viewer, request: PageRequest): Promise<Page<PublicationView>>;
}
