import type { PersonId } from '../../shared/ids.ts';
import type { Instant, UnitOfWork } from '../../shared/ports.ts';
import type { Connector } from '../model/connector.ts';
import { nextSync } from '../model/schedule/sync-schedule.ts';
import type { ConnectorStores } from '../ports.ts';

/** Marks a connector as syncing and has a worker read it, in the caller's transaction. One sync waits at most. */
export const startSync = async (
  unit: UnitOfWork & Pick<ConnectorStores, 'connectors'>,
  connector: Connector,
  startedBy: PersonId,
  now: Instant,
): Promise<void> => {
  // A job that got lost is found again by the schedule at this time (PRV-2).
  const nextSyncAt = nextSync(connector, now);
  await unit.connectors.saveStatus(connector.id, { status: 'syncing', reason: null, nextSyncAt });
  const trigger = connector.lastSyncedAt === null ? 'first' : 'person';
  await unit.enqueue(
    'inventory.sync-connector',
    { connectorId: connector.id, trigger, startedBy },
    { key: connector.id },
  );
};
