import type { AwsConnection } from '../connectors/model/aws-connection.ts';
import type { ConnectorId, PersonId, RunId } from '../shared/ids.ts';
import type { EntityFact, GrantFact } from './model/fact.ts';
import type { EntityRef } from './model/kinds.ts';
import type { Scope, ScopeFailure } from './model/scope.ts';

/** What earlier runs found, for listings that are denied now: the last-known groups can still be asked for members. */
export interface KnownInventory {
  awsAccountId: string | null;
  organizationId: string | null;
  managementAwsAccountId: string | null;
  identityCenterInstanceArn: string | null;
  identityStoreId: string | null;
  awsAccountIds: string[];
  /** AWS's own group ids, without the identity store in front. */
  identityCenterGroupIds: string[];
  permissionSetArns: string[];
  iamGroups: { nativeId: string; name: string; awsAccountId: string }[];
}

/** Where a reading goes, scope after scope; each call resolves once the rows are safe, which bounds memory (SYN-7). */
export interface ScopeSink {
  /** The scope was read whole: its rows and its completeness are staged together. */
  complete(scope: Scope, facts: { entities?: EntityFact[]; grants?: GrantFact[] }): Promise<void>;
  /** A page of a listing that will be completed (or failed) later; large listings arrive in pieces. */
  rows(facts: { entities?: EntityFact[]; grants?: GrantFact[] }): Promise<void>;
  failed(scope: Scope, failure: ScopeFailure): Promise<void>;
  log(level: 'read' | 'retry' | 'gap' | 'error' | 'done', message: string): Promise<void>;
  /** Tells the run's page what is planned: number of calls per operation, e.g. `iam:ListUsers`. */
  plan(operation: string, calls: number): void;
  called(operation: string, outcome: 'ok' | 'throttled' | 'failed'): void;
}

/** What a reading learned about the connector itself. */
export interface ConnectionFacts {
  awsPartition: string;
  awsAccountId: string;
  organizationId: string | null;
  managementAwsAccountId: string | null;
  identityCenterInstanceArn: string | null;
  identityStoreId: string | null;
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
   * connector stay as the full runs left them. Default `full`.
   */
  kind?: 'full' | 'targeted';
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
   * connector reads and its heartbeat is younger than 30 s; an older one is marked abandoned and its staging dropped.
   * A targeted run also gets null while any run is published: it is short, and not to wait for a long one.
   */
  open(start: RunStart, runId: RunId): Promise<{ number: number } | null>;
  connection(connectorId: ConnectorId): Promise<AwsConnection | null>;
  known(connectorId: ConnectorId): Promise<KnownInventory>;
  sink(runId: RunId): RunSink;
  /** Refuses (throws RunLost) when the run is no longer `reading`. */
  heartbeat(runId: RunId, calls: Record<string, { planned: number; actual: number; throttled: number }>): Promise<void>;
  /** One transaction: facts, history, changes, gaps, coverage, connector status `connected`, next sync, audit. SYN-4. */
  publish(runId: RunId, facts: ConnectionFacts): Promise<PublishedRun>;
  /** Closes the run as failed, sets the connector to `error` with the reason and plans the next try. Facts stay as they were. */
  fail(
    runId: RunId,
    failure: { code: string; message: string; mend: string; awsError?: string; isTransient: boolean },
  ): Promise<void>;
}
export interface RunSink extends ScopeSink {
  /** Writes what is buffered; call once before publishing. */
  flush(): Promise<void>;
  calls(): Record<string, { planned: number; actual: number; throttled: number }>;
}
export class RunLost extends Error {}

/** Ref helpers used by every reader, so that native ids are built in one place. */
export const identityStoreRef = (
  kind: 'identity-center-user' | 'identity-center-group',
  storeId: string,
  id: string,
): EntityRef => ({
  kind,
  nativeId: `${storeId}/${id}`,
});
