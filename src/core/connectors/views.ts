import type { Viewer } from '../security/model/viewer.ts';
import type { ApplicationId, ConnectorId, PersonId, RunId } from '../shared/ids.ts';
import type { Page, PageRequest } from '../shared/page.ts';
import type { Instant } from '../shared/ports.ts';
import type { ChecklistView } from './model/checklist-view.ts';
import type { ConnectorStatus } from './model/connector.ts';
import type { CallRateView } from './model/runs/call-rates.ts';

export interface PersonLink {
  id: PersonId;
  name: string;
}
export interface StatusReasonView {
  code: string;
  message: string;
  mend: string;
  awsError: string | null;
}
export interface SyncRunView {
  id: RunId;
  number: number;
  status: 'reading' | 'held' | 'confirmed' | 'published' | 'failed' | 'abandoned' | 'discarded';
  trigger: 'first' | 'schedule' | 'person' | 'retry';
  startedAt: Instant;
  finishedAt: Instant | null;
  callsPlanned: number;
  callsMade: number;
  callsThrottled: number;
  scopesRead: number;
  scopesFailed: number;
  opened: number;
  closed: number;
  changed: number;
  failure: StatusReasonView | null;
}
export interface RunLogLineView {
  runId: RunId;
  n: number;
  at: Instant;
  level: 'read' | 'retry' | 'gap' | 'error' | 'done';
  message: string;
}
/** How one part of Identity Center was read, out of the ways there are, and why (SYN-2). */
export interface PlanDecisionView {
  part: 'memberships' | 'pairs' | 'assignments' | 'completeness';
  chosen: ReadingStrategy;
  estimatedCalls: number;
  basis: 'listed' | 'last-publication' | 'read-so-far';
  reason: string;
  refusedAction: string | null;
  alternatives: {
    strategy: ReadingStrategy;
    operation: string;
    estimatedCalls: number;
    outcome: 'chosen' | 'dearer' | 'not-possible';
    why: string;
  }[];
}
export type ReadingStrategy =
  | 'by-group'
  | 'by-user'
  | 'by-aws-account'
  | 'by-permission-set'
  | 'by-pair'
  | 'by-principal';
export interface ScopeCountView {
  kind: string;
  title: string;
  read: number;
  failed: number;
}
export interface SyncRunDetail extends SyncRunView {
  startedBy: PersonLink | null;
  resumptions: number;
  readingMs: number | null;
  publishingMs: number | null;
  calls: { operation: string; planned: number; actual: number; throttled: number }[];
  rates: CallRateView[];
  /** In the order in which it was decided: a later decision about the same part replaced the earlier one. */
  plan: (PlanDecisionView & { sentence: string })[];
  /** Of a run that reads, as far as it has got; null: of a version that did not keep them. */
  scopes: ScopeCountView[] | null;
  changes: RunChangesView;
  log: RunLogLineView[];
}
/** How many changes a run's publication made; `areFirst`: all of it was there before the connector first read. */
export interface RunChangesView {
  granted: number;
  removed: number;
  changed: number;
  appeared: number;
  vanished: number;
  areFirst: boolean;
}
export interface ConnectorView {
  id: ConnectorId;
  name: string;
  application: { id: ApplicationId; name: string };
  owners: PersonLink[];
  status: ConnectorStatus;
  statusReason: StatusReasonView | null;
  /** Empty for viewers who may not manage the connector. */
  externalId: string;
  /** Empty, too, for viewers who may not manage the connector. */
  memberExternalId: string;
  memberRoleName: string | null;
  scimEnabled: boolean;
  scimEndpoint: string | null;
  /** That there is one; it is never shown. */
  scimToken: { savedAt: Instant; expiresAt: Instant } | null;
  roleArn: string | null;
  organizationsEnabled: boolean;
  identityCenterEnabled: boolean;
  identityCenterRegion: string | null;
  syncIntervalMinutes: number;
  /** Null: by the interval. */
  syncCron: string | null;
  syncTimeZone: string | null;
  /** When it is read, as a person would say it. */
  schedule: string;
  refreshIntervalMinutes: number | null;
  /** Up to when CloudTrail's history was looked through (SYN-8). */
  lastLookedAt: Instant | null;
  holdSharePercent: number;
  holdMinimum: number;
  /** The run that waits for a person, and how much it would remove (CON-13). */
  hold: HoldView | null;
  /** Syncs that failed one after the other, and since when the owners know (CON-10). */
  failuresInARow: number;
  ownersToldAt: Instant | null;
  isPaused: boolean;
  provisioningEnabled: boolean;
  awsAccountId: string | null;
  managementAwsAccountId: string | null;
  organizationId: string | null;
  identityCenterInstanceArn: string | null;
  lastSyncedAt: Instant | null;
  nextSyncAt: Instant | null;
  currentRun: SyncRunView | null;
  gapCount: number;
  checklist: ChecklistView | null;
  createdAt: Instant;
  createdBy: PersonLink;
  /** One that was deleted is in no list, and still told by its id (CON-15). */
  deletedAt: Instant | null;
  version: number;
  canManage: boolean;
}
export interface HoldView {
  runId: RunId;
  runNumber: number;
  at: Instant;
  identities: { current: number; removed: number };
  grants: { current: number; removed: number };
  sharePercent: number;
  minimum: number;
  /** All that would vanish, entities first. */
  kinds: { kind: string; count: number }[];
}
/** One thing that a held run would remove: an entity, or a grant. */
export interface RemovalView {
  kind: string;
  /** Of the entity, or of who loses the grant. */
  name: string;
  /** The group, permission set, role or policy of a grant. */
  of: string | null;
  awsAccount: string | null;
}
export interface GapView {
  what: string;
  scopeKind: string;
  reason: 'denied' | 'throttled' | 'unavailable' | 'not-attempted' | 'invalid' | 'no-longer-read';
  action: string | null;
  message: string;
  since: Instant;
  connectorId: ConnectorId;
}
/** A listing that one run could not read whole; what that hides, and how to mend it. */
export interface RunGapView extends Omit<GapView, 'connectorId'> {
  hides: string;
  mend: string;
  about: {
    kind: 'identity' | 'group' | 'permission-set' | 'role' | 'aws-account';
    id: string;
    name: string;
  } | null;
}
export interface ApplicationView {
  id: ApplicationId;
  name: string;
  owners: PersonLink[];
  discoveredFrom: string | null;
  /** Of the connectors that the viewer may see. */
  connectorCount: number;
  createdAt: Instant;
}

/** Reads for screens; each applies what the viewer may see (SEC-2), also to totals. */
export interface ConnectorViews {
  list(viewer: Viewer, page: PageRequest): Promise<Page<ConnectorView>>;
  /** Null when there is none or the viewer may not see it. */
  get(viewer: Viewer, id: ConnectorId): Promise<ConnectorView | null>;
  applications(viewer: Viewer, page: PageRequest): Promise<Page<ApplicationView>>;
}
/** What belongs to one connector: callers have made sure that the viewer may see it. */
export interface RunViews {
  list(connectorId: ConnectorId, page: PageRequest): Promise<Page<SyncRunView>>;
  get(connectorId: ConnectorId, runId: RunId): Promise<SyncRunDetail | null>;
  gaps(connectorId: ConnectorId): Promise<(GapView & { mend: string })[]>;
  /**
   * What this run could not read, by kind. While it reads or is held from what is staged; once published as of then, with
   * the reason that AWS gave last. Empty for a run that ended without publishing. Null when this connector has no such run.
   */
  runGaps(connectorId: ConnectorId, runId: RunId, page: PageRequest): Promise<Page<RunGapView> | null>;
  /** What a held run would remove; empty once it is settled. Null when this connector has no such run. */
  removals(
    connectorId: ConnectorId,
    runId: RunId,
    page: PageRequest & { kind?: string | undefined },
  ): Promise<Page<RemovalView> | null>;
  newest(connectorId: ConnectorId): Promise<{ id: RunId; isReading: boolean } | null>;
  /** Lines after `n`, oldest first, at most 500. */
  logAfter(runId: RunId, n: number): Promise<RunLogLineView[]>;
}
