import type { Viewer } from '../security/model/viewer.ts';
import type { ConnectorId } from '../shared/ids.ts';
import type { Actor } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import type { ConnectorPorts } from './ports.ts';
import { withManagedConnector } from './steps/managed-connector.ts';
import { startSync } from './steps/start-sync.ts';

/**
 * Starts a sync, also of a paused connector; one that is being read already is left to it. Refuses
 * `connector-not-set-up` while there is no role ARN, and `connector-held` while a run waits for a person (CON-13).
 */
export const syncNow = (
  ports: ConnectorPorts,
  command: { viewer: Viewer; actor: Actor; id: ConnectorId },
): Promise<void> =>
  withManagedConnector(ports, command, async (connector, unit) => {
    if (connector.roleArn === null)
      throw new Refusal('conflict', 'connector-not-set-up', 'Enter the role ARN and save before syncing.', {
        field: 'roleArn',
      });
    if (connector.status === 'held')
      throw new Refusal(
        'conflict',
        'connector-held',
        'The last sync waits to be looked at, since it would remove much. Discard it before syncing anew, or confirm it.',
      );
    if (await unit.connectors.isReading(connector.id)) return;
    const now = await ports.clock.now();
    await startSync(unit, connector, command.viewer.personId, now);
    await unit.audit({
      at: now,
      actor: command.actor,
      action: 'connector.sync-requested',
      objectKind: 'connector',
      objectId: connector.id,
    });
  });
