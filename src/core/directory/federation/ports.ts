import type { Viewer } from '../../security/model/viewer.ts';
import type { Ids, PersonId } from '../../shared/ids.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import type { Clock, Instant } from '../../shared/ports.ts';
import type { Transact } from '../../shared/transact.ts';
import type { CsvRow, GroupMember } from '../model/group-csv.ts';
import type { MappingCandidate, MappingGroup, MappingRule } from '../model/mapping-candidates.ts';

/** Rows of a CSV text with their lines; refuses `csv-invalid` where the text is no CSV. */
export interface CsvReader {
  rows(text: string): CsvRow[];
}

export interface UploadCounts {
  groups: number;
  members: number;
  added: number;
  removed: number;
  /** Addresses that are nobody's here. */
  unmatchedEmails: string[];
}
export interface MappingCounts {
  confirmed: number;
  roleUnknown: number;
  trustRefuses: number;
  /** What this run began and ended. */
  opened: number;
  closed: number;
}

/** Identity providers, their groups and the mapping, inside one transaction. */
export interface FederationStore {
  /** One transaction at a time changes groups, rules or the mapping; locks until the end. */
  takeTurn(): Promise<void>;
  /** False when the name is taken, whatever its case. */
  add(provider: { id: string; name: string; createdBy: PersonId }, now: Instant): Promise<boolean>;
  /** Name of the identity provider that has one of these already; null when all are free. */
  trustTakenBy(trustEntityIds: readonly number[]): Promise<string | null>;
  addTrusts(id: string, trustEntityIds: readonly number[]): Promise<void>;
  nameOf(id: string): Promise<string | null>;
  /** Makes these the members from now on; what stays keeps its beginning. */
  replaceMembers(id: string, members: readonly GroupMember[], now: Instant): Promise<UploadCounts>;
  /** People who came into the directory since become members where their address is. */
  matchMembers(): Promise<void>;
  hasGroup(id: string, groupId: string): Promise<boolean>;
  addRule(rule: MappingRule & { createdBy: PersonId }, now: Instant): Promise<void>;
  /** Returns the identity provider, or null when there is no such rule (any more). */
  removeRule(ruleId: string, now: Instant): Promise<string | null>;
  mappingInput(): Promise<{ rules: MappingRule[]; groups: MappingGroup[] }>;
  /** Judges each candidate by the synced trust and makes the confirmed ones what holds from now on. */
  applyMapping(candidates: readonly MappingCandidate[], now: Instant): Promise<MappingCounts>;
}

interface AwsAccountRef {
  awsAccountId: string;
  name: string;
}
export interface IdentityProviderView {
  id: string;
  name: string;
  groupCount: number;
  personCount: number;
  unmatchedEmails: number;
  trusts: { id: string; arn: string; awsAccount: AwsAccountRef | null }[];
  createdAt: Instant;
}
export interface TrustCandidateView {
  id: string;
  arn: string;
  kind: 'saml-provider' | 'oidc-provider';
  awsAccount: AwsAccountRef | null;
  roleCount: number;
}
export interface IdpGroupView {
  id: string;
  name: string;
  memberCount: number;
  /** `OktaAdmin in larkspur-management` */
  maps: string[];
}
export interface FederationRuleView {
  id: string;
  kind: 'pattern' | 'pair';
  pattern: string | null;
  group: string | null;
  role: string | null;
  confirmed: number;
  roleUnknown: number;
  trustRefuses: number;
}
export type MappingStatus = 'confirmed' | 'role-unknown' | 'trust-refuses';
export interface RulePreviewItem {
  group: string;
  role: string | null;
  awsAccount: AwsAccountRef | null;
  status: MappingStatus;
  detail: string;
  members: number;
}
/**
 * What the viewer may see of it: identity providers and their groups are the same for all who may read them; roles and
 * AWS accounts only as far as the viewer's inventory goes (SEC-2), in counts as well.
 */
export interface FederationViews {
  list(viewer: Viewer, page: PageRequest): Promise<Page<IdentityProviderView>>;
  get(viewer: Viewer, id: string): Promise<IdentityProviderView>;
  candidates(viewer: Viewer): Promise<TrustCandidateView[]>;
  groups(viewer: Viewer, id: string, page: PageRequest & { q?: string | undefined }): Promise<Page<IdpGroupView>>;
  rules(viewer: Viewer, id: string): Promise<FederationRuleView[]>;
  mappingInput(): Promise<{ rules: MappingRule[]; groups: MappingGroup[] }>;
  judge(viewer: Viewer, candidates: readonly MappingCandidate[]): Promise<RulePreviewItem[]>;
  /** The numbers of those entities that are SAML or OIDC providers outside Identity Center and that the viewer may see. */
  visibleTrusts(viewer: Viewer, entityIds: readonly string[]): Promise<number[]>;
  visibleRole(viewer: Viewer, entityId: string): Promise<number | null>;
}

export interface FederationStores {
  federation: FederationStore;
}
export interface FederationPorts {
  transact: Transact<FederationStores>;
  clock: Clock;
  ids: Ids;
  csv: CsvReader;
  views: FederationViews;
}
