import type { NewNotification } from '../notifications/ports.ts';
import type { Clock, Instant } from '../shared/ports.ts';
import type { Transact } from '../shared/transact.ts';
import type { ConnectorStores, ExpiringScimToken } from './ports.ts';

/** As AWS's console does, from ninety days before (facts: tokens live one year); the last time when it is over. */
export const remindedDaysBefore = [90, 30, 7, 1, 0] as const;
const dayMs = 24 * 3600 * 1000;

/**
 * Tells the owners of a connector that its SCIM token will end, at each of these distances once (CON-14). A sweep of the
 * worker calls it; returns how many messages there were to tell, those told before among them.
 */
export const remindScimExpiry = (ports: { transact: Transact<ConnectorStores>; clock: Clock }): Promise<number> =>
  ports.transact(async (unit) => {
    const now = await ports.clock.now();
    const until = new Date(Date.parse(now) + remindedDaysBefore[0] * dayMs).toISOString();
    const due = (await unit.connectors.scimTokensUntil(until)).flatMap((token) => messagesOf(token, now));
    await unit.notifications.tell(due, now);
    return due.length;
  });

function messagesOf({ connectorId, name, ownerIds, expiresAt }: ExpiringScimToken, now: Instant): NewNotification[] {
  const daysLeft = Math.max(0, Math.ceil((Date.parse(expiresAt) - Date.parse(now)) / dayMs));
  // The nearest that was reached: whoever was not told of an earlier one is not told of it now.
  const reached = remindedDaysBefore.findLast((days) => daysLeft <= days) ?? 0;
  const isOver = daysLeft === 0;
  const date = expiresAt.slice(0, 10);
  return ownerIds.map((personId) => ({
    personId,
    kind: 'scim-token-ending' as const,
    objectKind: 'connector',
    objectId: connectorId,
    title: isOver
      ? `The SCIM token of ${name} has expired`
      : `The SCIM token of ${name} expires in ${daysLeft === 1 ? '1 day' : `${daysLeft} days`}`,
    body: [
      isOver ? `It ended on ${date}: AWS does not accept it any more.` : `It ends on ${date}.`,
      'Generate a new one in IAM Identity Center > Settings > Automatic provisioning (two may exist side by side), enter it in the connector’s settings, then delete the old one there.',
    ].join('\n'),
    link: `/connectors/${connectorId}`,
    dedupeKey: `scim-token-ending/${connectorId}/${expiresAt}/${reached}`,
  }));
}
