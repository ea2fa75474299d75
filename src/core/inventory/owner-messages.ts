import type { StatusReason } from '../connectors/model/connector.ts';
import type { NewNotification, NotificationKind } from '../notifications/ports.ts';
import type { ConnectorId, PersonId, RunId } from '../shared/ids.ts';
import type { Instant } from '../shared/ports.ts';

/** The connector that a message is about, and whom it goes to. */
export interface Owned {
  id: ConnectorId;
  name: string;
  ownerIds: readonly PersonId[];
}

/** So many failures in a row, and the owners are told (CON-10): a single one mends itself as a rule. */
export const failuresUntilTold = 3;

const toOwners = (
  connector: Owned,
  kind: NotificationKind,
  message: { title: string; body: string; dedupeKey: string },
): NewNotification[] =>
  connector.ownerIds.map((personId) => ({
    personId,
    kind,
    objectKind: 'connector',
    objectId: connector.id,
    link: `/connectors/${connector.id}`,
    ...message,
  }));

/** A sync waits for them (CON-13); once for each run. */
export const syncHeld = (connector: Owned, runId: RunId, reason: StatusReason): NewNotification[] =>
  toOwners(connector, 'sync-held', {
    title: `A sync of ${connector.name} waits for you`,
    body: `${reason.message}\n${reason.mend}`,
    dedupeKey: `sync-held/${runId}`,
  });

/** What waited is gone: a crash of the database took it. */
export const holdEnded = (connector: Owned, runId: RunId, reason: StatusReason): NewNotification[] =>
  toOwners(connector, 'sync-held', {
    title: `The sync of ${connector.name} that waited for you is void`,
    body: `${reason.message}\n${reason.mend}`,
    dedupeKey: `hold-ended/${runId}`,
  });

/** Syncs keep failing (CON-10); the run is the one that made it too many, so that each series is told of once. */
export const syncsFail = (
  connector: Owned,
  series: { runId: RunId; failures: number; lastSyncedAt: Instant | null },
  reason: StatusReason,
): NewNotification[] =>
  toOwners(connector, 'sync-failing', {
    title: `${connector.name} could not be synced ${series.failures} times in a row`,
    body: [
      [reason.message, reason.awsError && `AWS says: ${reason.awsError}`].filter(Boolean).join(' '),
      reason.mend,
      series.lastSyncedAt
        ? `Pages show access as of ${series.lastSyncedAt.slice(0, 16).replace('T', ' ')} UTC. Countersign keeps trying, and tells you when it works again.`
        : 'Nothing has been read yet. Countersign keeps trying, and tells you when it works.',
    ].join('\n'),
    dedupeKey: `sync-failing/${series.runId}`,
  });

/** The end of such a series. */
export const syncsWorkAgain = (connector: Owned, runId: RunId): NewNotification[] =>
  toOwners(connector, 'sync-healed', {
    title: `${connector.name} is synced again`,
    body: 'The last sync was published; pages show access as of now.',
    dedupeKey: `sync-healed/${runId}`,
  });
