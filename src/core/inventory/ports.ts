import type { AwsConnection } from '../connectors/model/aws-connection.ts';
import type { ConnectorId, PersonId, RunId } from '../shared/ids.ts';
import type { EntityFact, GrantFact, UseFact } from './model/fact.ts';
import type { EntityRef } from './model/kinds.ts';
import type { Decision } from './model/plan/decision.ts';
import type { DetailHistory } from './model/plan/due-in-turn.ts';
import type { KnownCounts } from './model/plan/known-counts.ts';
import type { Scope, ScopeFailure } from './model/scope.ts';

/** What earlier runs found, for listings that are denied now: the last-known groups can still be asked for members. */
export interface KnownInventory {
  awsAccountId: string | null;
  organizationId: string | null;
  managementAwsAccountId: string | null;
  identityCenterInstanceArn: string | null;
  identityStoreId: string | null;
  awsAccountIds: string[];
  /** Other AWS accounts than the role's own whose IAM this connector has read (CON-11). */
  iamAwsAccountIds: string[];
  /** AWS accounts whose IAM another connector reads (CON-18): they are left to it. */
  iamElsewhere: string[];
  /** AWS's own group ids, without the identity store in front. */
  identityCenterGroupIds: string[];
  permissionSetArns: string[];
  iamGroups: { nativeId: string; name: string; awsAccountId: string }[];
  /** What a run plans by, and what it does without; a targeted run reads one listing and asks for none of it. */
  history?: ReadingHistory;
}

/** What earlier runs of a connector teach about the cost of the next one (SYN-2). */
export interface ReadingHistory {
  /** Null before anything of Identity Center was published. */
  counts: KnownCounts | null;
  /** Optional actions that AWS refused within the last 24 hours. */
  deniedActions: string[];
  /** Of what is read a part at a time: part → the last one read. */
  rotation: Record<string, string>;
  /** What is kept, and read again when it is due. */
  details?: DetailHistory;
}

/** An AWS account and a permission set that is provisioned to it. */
export interface Pair {
  awsAccountId: string;
  permissionSetArn: string;
}
/** What a scope, or a page of one, holds. `pairs` are in use: a listing that names them closes nothing of them. */
export interface ReadFacts {
  entities?: EntityFact[];
  grants?: GrantFact[];
  pairs?: Pair[];
  uses?: UseFact[];
  /** AWS's ids of the memberships that a listing holds: events that end one name nothing else. */
  memberships?: MembershipIds;
}
export interface MembershipIds {
  /** An Identity Center group or user that was listed whole. */
  listing: EntityRef;
  /** `groupId`, AWS's own, where the listing is a user's. */
  memberships: { id: string; groupId?: string }[];
}

/** Where a reading goes, scope after scope; each call resolves once the rows are safe, which bounds memory (SYN-7). */
export interface ScopeSink {
  /** The scope was read whole: its rows and its completeness are staged together. */
  complete(scope: Scope, facts: ReadFacts): Promise<void>;
  /** A page of a listing that will be completed (or failed) later; large listings arrive in pieces. */
  rows(facts: ReadFacts): Promise<void>;
  failed(scope: Scope, failure: ScopeFailure): Promise<void>;
  log(level: 'read' | 'retry' | 'gap' | 'error' | 'done', message: string): Promise<void>;
  /**
   * Tells the run's page what is planned: calls per operation, e.g. `iam:ListUsers`, before that reading begins. Numbers
   * add up; a negative one takes back what a later decision makes unnecessary.
   */
  plan(operation: string, calls: number): void;
  called(operation: string, outcome: 'ok' | 'throttled' | 'failed'): void;
  /** Keeps a decision with the run; a later one about the same part stands beside it. */
  decided(decision: Decision): Promise<void>;
  /** AWS refused an optional action: this connector's runs do without it for 24 hours. */
  denied(action: string, message: string): Promise<void>;
  /** Of what is read a part at a time: the last one that was read, where the next run goes on. */
  rotated(part: string, position: string): Promise<void>;
  /**
   * Reads one part of a run: its rows and scopes are kept together or not at all. Where a run goes on after its worker was
   * killed, a part that was finished is not read again, and what its reading returned (as JSON) is returned once more.
   * Parts may lie within parts; one that throws is not finished. Keys name what is read, once in a run.
   */
  part<T>(key: string, read: () => Promise<T>): Promise<T>;
}

/** What a reading learned about the connector itself. */
export interface ConnectionFacts {
  awsPartition: string;
  awsAccountId: string;
  organizationId: string | null;
  managementAwsAccountId: string | null;
  identityCenterInstanceArn: string | null;
  identityStoreId: string | null;
  /**
   * Other AWS accounts than the role's own whose IAM is this connector's: read now, or earlier and only out of reach.
   * Those that it held besides are free for another connector. Absent: nothing was learned about that.
   */
  iamAwsAccountIds?: string[];
}

export interface AwsReader {
  /**
   * Reads everything the 14 actions give, as far as the role allows: a denied action fails its scopes and nothing else.
   * Throws AwsUnreachable when nothing could be read at all (role not assumable, credentials expired, AWS down).
   */
  read(connection: AwsConnection, known: KnownInventory, sink: ScopeSink): Promise<ConnectionFacts>;
}

/** Nothing of this connector could be read; `code` is one of docs/errors.md's connection problems. */
export class AwsUnreachable extends Error {
  readonly code: string;
  readonly mend: string;
  readonly awsError: string | undefined;
  /** AWS or the network may heal by itself: try again soon, with back-off. */
  readonly isTransient: boolean;
  constructor(code: string, message: string, options: { mend: string; awsError?: string; isTransient: boolean }) {
    super(message);
    this.name = 'AwsUnreachable';
    this.code = code;
    this.mend = options.mend;
    this.awsError = options.awsError;
    this.isTransient = options.isTransient;
  }
}

export interface RunStart {
  connectorId: ConnectorId;
  trigger: 'first' | 'schedule' | 'person' | 'retry';
  startedBy: PersonId | null;
  /**
   * `targeted`: one listing that a write of ours changed (SYN-4). Its other facts, gaps, coverage and schedule of the
   * connector stay as the full runs left them. `incremental`: the listings that events touched since the last look, the
   * same otherwise, and whom roles reach through roles is worked out anew. Default `full`.
   */
  kind?: 'full' | 'targeted' | 'incremental';
}

export interface PublishedRun {
  seq: number;
  opened: number;
  closed: number;
  changed: number;
  scopesRead: number;
  scopesFailed: number;
}

/** Sync runs and their staging. A run is guarded by its status: an abandoned run can neither stage nor publish. */
export interface SyncRunStore {
  /**
   * Opens a run with status `reading` and sets the connector to `syncing`. Returns null while another run of this
   * connector reads and its heartbeat is younger than 30 s. A full run whose heartbeat is younger than 30 minutes is
   * resumed instead of a new one (SYN-4); an older one is marked abandoned and its staging dropped. A full run also gets
   * null while one is held, and so does an incremental one. A run that is not full also gets null while one is to be
   * resumed (unless the connector is paused), or any run is published: it is short, and not to wait for a long one.
   */
  open(start: RunStart, runId: RunId): Promise<OpenedRun | null>;
  connection(connectorId: ConnectorId): Promise<AwsConnection | null>;
  known(connectorId: ConnectorId): Promise<KnownInventory>;
  history(connectorId: ConnectorId): Promise<ReadingHistory>;
  /** `resumed` as `open` returned it, here and as `fence` below: whoever lost the run to another throws RunLost. */
  sink(runId: RunId, resumed?: ResumedRun | null): RunSink;
  /** Refuses (throws RunLost) when the run is no longer `reading`. */
  heartbeat(runId: RunId, calls: RunCalls, fence?: number): Promise<void>;
  /**
   * One transaction: facts, history, changes, gaps, coverage, connector status `connected`, next sync, audit. SYN-4.
   * Throws RunHeld, and publishes nothing, when a full run that nobody confirmed would remove too much (CON-13).
   */
  publish(runId: RunId, facts: ConnectionFacts, fence?: number): Promise<PublishedRun>;
  /** The run of this connector that waits for a person, or that they have confirmed; it is still to be published. */
  held(connectorId: ConnectorId): Promise<HeldRun | null>;
  /** Ends a hold whose staged rows a crash of the database took: discarded with that reason, owners told. */
  endLostHold(runId: RunId): Promise<void>;
  /** Closes the run as failed, sets the connector to `error` with the reason and plans the next try. Facts stay as they were. */
  fail(
    runId: RunId,
    failure: { code: string; message: string; mend: string; awsError?: string; isTransient: boolean },
    fence?: number,
  ): Promise<void>;
}
/** Calls of a run by operation, e.g. `iam:ListUsers`. */
export type RunCalls = Record<string, { planned: number; actual: number; throttled: number }>;
export interface OpenedRun {
  /** The one that was asked for, or the one that is resumed. */
  runId: RunId;
  number: number;
  resumed: ResumedRun | null;
}
/** What a run had when its worker was killed. */
export interface ResumedRun {
  /** How often it was resumed: each time anew, so that a worker that was taken for dead can do nothing more to it. */
  fence: number;
  calls: RunCalls;
  /** The finished parts, each with what its reading returned. */
  parts: Map<string, unknown>;
}
export interface RunSink extends ScopeSink {
  /** Writes what is buffered; call once before publishing. */
  flush(): Promise<void>;
  calls(): RunCalls;
}
export class RunLost extends Error {}
/** The run waits for a person now; owners were told, and nothing of it can be seen but how much would vanish. */
export class RunHeld extends Error {}
export interface HeldRun {
  runId: RunId;
  isConfirmed: boolean;
  /** The database crashed, and what was staged is gone. */
  isLost: boolean;
  /** What the reading learned, for `publish`. */
  facts: ConnectionFacts;
}

/** Ref helpers used by every reader, so that native ids are built in one place. */
export const identityStoreRef = (
  kind: 'identity-center-user' | 'identity-center-group',
  storeId: string,
  id: string,
): EntityRef => ({
  kind,
  nativeId: `${storeId}/${id}`,
});
