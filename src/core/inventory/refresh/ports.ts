import type { AwsConnection } from '../../connectors/model/aws-connection.ts';
import type { ConnectorId, RunId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';
import type { AwsEvent } from '../model/events/aws-event.ts';
import type { RefreshPlan } from '../model/events/plan-refresh.ts';
import type { Explained } from '../model/events/touched.ts';
import type { ConnectionFacts, KnownInventory, PublishedRun, ScopeSink } from '../ports.ts';

/** Looks into CloudTrail's history, and reads again what an increment is to. */
export interface Refresher {
  open(connection: AwsConnection): RefreshSession;
}
/** One session of the connector's role for both; `close` in any case. */
export interface RefreshSession {
  /**
   * Events that changed something, of the regions that matter, newest first in each; those of IAM in these other AWS
   * accounts too. Throws EventsDenied when the role may not look, AwsUnreachable when nothing can be read.
   */
  events(since: Instant, memberAwsAccountIds: readonly string[]): Promise<EventsRead>;
  /** The listings of the plan, and no others. Counts the calls of `events` too. */
  reread(known: KnownInventory, plan: RefreshPlan, sink: ScopeSink): Promise<ConnectionFacts>;
  close(): void;
}
export interface EventsRead {
  events: AwsEvent[];
  /** Entries that are no events: they are told of, never passed over. */
  unreadable: number;
  /** From here on all were read: `since`, or later where there were more than are read at once. */
  wholeSince: Instant;
  /** Other AWS accounts whose role may not look: what happens there is found by full runs, without who did it. */
  deniedIn: { awsAccountId: string; message: string }[];
}
/** The role may not look into the history; remembered like every refused action. */
export class EventsDenied extends Error {
  readonly action = 'cloudtrail:LookupEvents';
}
/** What a refusal in another AWS account than the role's own is remembered by: the role there has its own rights. */
export const refusalIn = (action: string, awsAccountId: string): string => `${action} in ${awsAccountId}`;

/** What is kept of a look: append-only, so that changes can be explained by it. */
export interface KeptEvent extends AwsEvent {
  /** False: its name says nothing to us. */
  isKnown: boolean;
  explained: readonly Explained[];
}
export interface Look {
  connectorId: ConnectorId;
  /** The next look begins here, less an overlap. */
  lookedUntil: Instant;
  events: readonly KeptEvent[];
}

export interface RefreshGround {
  /** Null before the first look. */
  lookedUntil: Instant | null;
  /** When the last full run that was published began: it has read everything that happened before. */
  fullRunAt: Instant;
  /** Ids of events that earlier looks have kept, from `overlapMs` before `lookedUntil` on. */
  keptEventIds: ReadonlySet<string>;
  /** Other AWS accounts whose IAM is read, and whose role was not refused to look within the last 24 hours. */
  memberAwsAccountIds: string[];
}

/** Looks and what comes of them. The cursor moves with what the events led to, in one transaction, or not at all. */
export interface RefreshStore {
  /** Null for a connector that has never been read whole, is paused or gone, or has a run that is held. Counts as a try. */
  begin(connectorId: ConnectorId, overlapMs: number): Promise<RefreshGround | null>;
  /** Membership id → AWS's own group id, where an earlier reading came by it. */
  groupsOf(connectorId: ConnectorId, membershipIds: readonly string[]): Promise<Map<string, string>>;
  /** Nothing is to be read again; with `full`, a full run is due at once. */
  record(look: Look, full?: string): Promise<void>;
  /**
   * Publishes the run, keeps the events, explains changes and moves the cursor. Throws RemovesTooMuch, and has done
   * nothing, where a full run would be held.
   */
  publish(runId: RunId, facts: ConnectionFacts, look: Look): Promise<PublishedRun>;
  denied(connectorId: ConnectorId, action: string, message: string): Promise<void>;
}
/** An increment would remove more than may vanish unseen (CON-13): a full run is to find that, and to wait. */
export class RemovesTooMuch extends Error {}

export interface DueRefreshes {
  /** Connectors whose history is due to be looked into, and whose role may. */
  due(): Promise<ConnectorId[]>;
}
