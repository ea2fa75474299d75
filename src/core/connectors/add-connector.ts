import { requirePermission, type Viewer } from '../security/model/viewer.ts';
import type { IdempotentRequest } from '../shared/idempotency.ts';
import type { ApplicationId, ConnectorId, PersonId } from '../shared/ids.ts';
import type { Actor, Instant, UnitOfWork } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import type { ConnectorPorts, ConnectorStores } from './ports.ts';
import { nameOwners } from './steps/name-owners.ts';
import { tellOwners } from './steps/tell-owners.ts';

export interface AddConnector {
  viewer: Viewer;
  actor: Actor;
  application: { id: ApplicationId } | { newName: string };
  ownerIds: PersonId[];
  idempotency: IdempotentRequest | null;
}

/**
 * Adds a connector to a new or existing application, with an External ID of its own (CON-2, CON-4); returns its id, or
 * the first one's when the request is a repetition. Refuses `application-unknown`, `application-name-taken` and what
 * nameOwners refuses.
 */
export const addConnector = async (ports: ConnectorPorts, command: AddConnector): Promise<ConnectorId> => {
  requirePermission(command.viewer, 'connectors.manage');
  return ports.transact(async (unit) => {
    const id = ports.ids.next('con');
    const earlier = command.idempotency && (await unit.idempotency.claim(command.idempotency, id));
    if (earlier) return earlier as ConnectorId;
    const now = await ports.clock.now();
    const ownerIds = await nameOwners(unit, command, now);
    const application = await applicationOf(unit, ports, command, ownerIds, now);
    const others = await unit.connectors.countOf(application.id);
    const name = others === 0 ? application.name : `${application.name} ${others + 1}`;
    const { personId } = command.viewer;
    const externalId = ports.crypto.externalId();
    const memberExternalId = ports.crypto.externalId();
    const applicationId = application.id;
    await unit.connectors.add(
      { id, applicationId, name, externalId, memberExternalId, createdBy: personId, ownerIds },
      now,
    );
    await unit.audit({
      at: now,
      actor: command.actor,
      action: 'connector.created',
      objectKind: 'connector',
      objectId: id,
      detail: { name, applicationId, ownerIds },
    });
    await tellOwners(unit, personId, { id, name }, ownerIds, now);
    return id;
  });
};

const applicationOf = async (
  unit: UnitOfWork & ConnectorStores,
  ports: ConnectorPorts,
  command: AddConnector,
  ownerIds: PersonId[],
  now: Instant,
): Promise<{ id: ApplicationId; name: string }> => {
  const wanted = command.application;
  if ('id' in wanted) {
    const known = await unit.applications.byId(wanted.id);
    if (!known)
      throw new Refusal('invalid', 'application-unknown', 'There is no such application.', { field: 'application' });
    return known;
  }
  const application = { id: ports.ids.next('app'), name: wanted.newName };
  const isNew = await unit.applications.add({ ...application, createdBy: command.viewer.personId, ownerIds }, now);
  if (!isNew)
    throw new Refusal(
      'conflict',
      'application-name-taken',
      `There is an application named ${wanted.newName} already. Join it, or choose another name.`,
      { field: 'application' },
    );
  await unit.audit({
    at: now,
    actor: command.actor,
    action: 'application.created',
    objectKind: 'application',
    objectId: application.id,
    detail: { name: application.name, ownerIds },
  });
  return application;
};
