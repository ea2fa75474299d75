import { requirePermission, type Viewer } from '../../security/model/viewer.ts';
import type { ConnectorId } from '../../shared/ids.ts';
import type { UnitOfWork } from '../../shared/ports.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { Transact } from '../../shared/transact.ts';
import { type Connector, canManage, canSee } from '../model/connector.ts';
import type { ConnectorPorts, ConnectorStores } from '../ports.ts';

export const connectorNotFound = (): Refusal =>
  new Refusal('not-found', 'connector-not-found', 'There is no such connector, or you may not see it.');

/**
 * Runs `work` on a connector that the viewer may manage, locked, in one transaction. Refuses `connector-not-found`, also
 * for one that exists and the viewer may not see, and `connector-not-yours` for one that they may only read. With
 * `concerns`, work may discard the run that reads, or make a publication.
 */
export const withManagedConnector = async <T, Stores extends Pick<ConnectorStores, 'connectors'>>(
  ports: { transact: Transact<Stores> },
  command: { viewer: Viewer; id: ConnectorId },
  work: (connector: Connector, unit: UnitOfWork & Stores) => Promise<T>,
  options: { concerns?: 'runs' | 'publications' | undefined } = {},
): Promise<T> => {
  requirePermission(command.viewer, 'connectors.manage');
  return ports.transact(async (unit) => {
    if (options.concerns === 'runs') await unit.connectors.takeTurnWithRuns(command.id);
    if (options.concerns === 'publications') await unit.connectors.takeTurnWithPublications(command.id);
    const connector = await unit.connectors.lock(command.id);
    if (!connector || !canSee(command.viewer, connector)) throw connectorNotFound();
    if (!canManage(command.viewer, connector))
      throw new Refusal('forbidden', 'connector-not-yours', 'Only its owners and Super Administrators may do this.');
    return work(connector, unit);
  });
};

/** A connector as it stands, for what is asked of AWS before the change. */
export const readManagedConnector = (
  ports: Pick<ConnectorPorts, 'transact'>,
  command: { viewer: Viewer; id: ConnectorId },
): Promise<Connector> => withManagedConnector(ports, command, async (connector) => connector);
