import type { Viewer } from '../security/model/viewer.ts';
import type { ConnectorId } from '../shared/ids.ts';
import type { Actor } from '../shared/ports.ts';
import type { ConnectorPorts } from './ports.ts';
import { withManagedConnector } from './steps/managed-connector.ts';

/** Stops or starts scheduled syncs; a resumed connector is read at once. Nothing happens when it is so already. */
export const pauseConnector = (
  ports: ConnectorPorts,
  command: { viewer: Viewer; actor: Actor; id: ConnectorId; isPaused: boolean },
): Promise<void> =>
  withManagedConnector(ports, command, async (connector, unit) => {
    const { isPaused } = command;
    if (connector.isPaused === isPaused) return;
    const now = await ports.clock.now();
    await unit.connectors.setPaused(connector.id, isPaused, isPaused || connector.roleArn === null ? null : now);
    await unit.audit({
      at: now,
      actor: command.actor,
      action: isPaused ? 'connector.paused' : 'connector.resumed',
      objectKind: 'connector',
      objectId: connector.id,
    });
  });
