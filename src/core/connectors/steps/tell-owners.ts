import type { Notifications } from '../../notifications/ports.ts';
import type { SecurityStores } from '../../security/ports.ts';
import type { ConnectorId, PersonId } from '../../shared/ids.ts';
import type { Instant } from '../../shared/ports.ts';

/**
 * Owners of a connector that is not set up, other than who named them, get the link that continues the set-up (CON-2),
 * each once per connector.
 */
export const tellOwners = async (
  unit: Pick<SecurityStores, 'people'> & { notifications: Notifications },
  by: PersonId,
  connector: { id: ConnectorId; name: string },
  ownerIds: readonly PersonId[],
  now: Instant,
): Promise<void> => {
  const others = ownerIds.filter((ownerId) => ownerId !== by);
  if (others.length === 0) return;
  const who = (await unit.people.byId(by))?.name ?? 'An administrator';
  await unit.notifications.tell(
    others.map((personId) => ({
      personId,
      kind: 'connector-setup' as const,
      objectKind: 'connector',
      objectId: connector.id,
      title: `Set up the connector ${connector.name}`,
      body: `${who} named you as an owner of the connector ${connector.name}. It is not connected to AWS yet: create the role and enter its ARN.`,
      link: `/connectors/${connector.id}/setup`,
      dedupeKey: `connector-setup:${connector.id}`,
    })),
    now,
  );
};
