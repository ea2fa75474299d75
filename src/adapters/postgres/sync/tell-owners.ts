import type { Owned } from '../../../core/inventory/owner-messages.ts';
import type { NewNotification } from '../../../core/notifications/ports.ts';
import type { ConnectorId } from '../../../core/shared/ids.ts';
import type { Instant } from '../../../core/shared/ports.ts';
import type { ExecuteSql } from '../database.ts';
import { notificationStore } from '../notifications/notification-store.ts';
import type { Enqueue } from '../unit-of-work.ts';

export async function ownedConnector(executeSql: ExecuteSql, connectorId: ConnectorId): Promise<Owned> {
  const { rows } = await executeSql(
    `select c.id, c.name, array(select o.person_id from connector_owner o join person p on p.id = o.person_id
       where o.connector_id = c.id and p.status = 'active' order by 1) as "ownerIds"
     from connector c where c.id = $1`,
    [connectorId],
  );
  return rows[0];
}

/** In the run's own transaction: told with what they are told of, or not at all (NOT-1). */
export const tellOwners = (
  executeSql: ExecuteSql,
  enqueue: Enqueue | undefined,
  messages: readonly NewNotification[],
  at: Instant,
): Promise<void> =>
  notificationStore(executeSql, async (...job) => {
    await enqueue?.(executeSql, ...job);
  }).notifications.tell(messages, at);
