import type { Viewer } from '../security/model/viewer.ts';
import type { ConnectorId } from '../shared/ids.ts';
import type { Actor, Instant, UnitOfWork } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import type { Connector } from './model/connector.ts';
import type { ConnectorPorts, ConnectorStores, ConnectorUses } from './ports.ts';
import { withManagedConnector } from './steps/managed-connector.ts';

/**
 * Deletes a connector (CON-15). Nothing is changed in AWS. A run that reads, or is held, is discarded; its history,
 * evidence and audit trail stay; what was current is from then on no longer read by anybody, which is neither access that
 * is being watched nor access that AWS took away, until another connector reads it (decision 21). Its other owners are
 * told. Refuses what withManagedConnector refuses, `connector-in-use` naming what has to end first, and `connector-busy`.
 */
export const deleteConnector = (
  ports: ConnectorPorts,
  command: { viewer: Viewer; actor: Actor; id: ConnectorId },
): Promise<void> =>
  withManagedConnector(
    ports,
    command,
    async (connector, unit) => {
      requireUnused(await unit.connectors.usesOf(connector.id));
      const now = await ports.clock.now();
      await unit.connectors.discardReading(connector.id);
      const seq = await unit.connectors.end(connector.id, {
        runId: ports.ids.next('run'),
        by: command.viewer.personId,
        message: `The connector ${connector.name} was deleted, and no other reads this.`,
        now,
      });
      const { name, roleArn, awsAccountId, organizationId } = connector;
      await unit.audit({
        at: now,
        actor: command.actor,
        action: 'connector.deleted',
        objectKind: 'connector',
        objectId: connector.id,
        detail: { name, roleArn, awsAccountId, organizationId, publication: seq },
      });
      await tellOtherOwners(unit, connector, command.viewer, now);
    },
    { concerns: 'publications' },
  );

const requireUnused = ({ leases, requests, changes, named }: ConnectorUses): void => {
  const parts = [
    ...(leases > 0 ? [leases === 1 ? '1 lease is in force' : `${leases} leases are in force`] : []),
    ...(requests > 0 ? [requests === 1 ? '1 request waits' : `${requests} requests wait`] : []),
    ...(changes > 0
      ? [changes === 1 ? '1 change in AWS is under way' : `${changes} changes in AWS are under way`]
      : []),
  ];
  if (parts.length === 0) return;
  throw new Refusal(
    'conflict',
    'connector-in-use',
    `Through this connector ${parts.join(' and ')}. End them first: nobody could afterwards.`,
    { facts: { leases, requests, changes, named } },
  );
};

const tellOtherOwners = async (
  unit: UnitOfWork & ConnectorStores,
  connector: Connector,
  viewer: Viewer,
  now: Instant,
): Promise<void> => {
  const who = (await unit.people.byId(viewer.personId))?.name ?? 'An administrator';
  await unit.notifications.tell(
    connector.ownerIds
      .filter((id) => id !== viewer.personId)
      .map((personId) => ({
        personId,
        kind: 'connector-deleted' as const,
        objectKind: 'connector',
        objectId: connector.id,
        title: `${connector.name} was deleted`,
        body: `${who} deleted the connector ${connector.name}. What it read stays as history and is shown as no longer read. In AWS nothing was changed: its role${connector.roleArn ? ` ${connector.roleArn}` : ''} is still there.`,
        link: `/connectors/${connector.id}`,
        dedupeKey: `connector-deleted:${connector.id}`,
      })),
    now,
  );
};
