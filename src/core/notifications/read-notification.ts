import type { Viewer } from '../security/model/viewer.ts';
import type { Clock } from '../shared/ports.ts';
import { Refusal } from '../shared/refusal.ts';
import type { Inbox, NotificationView } from './ports.ts';

/** Marks one message of one's own as read. Refuses `notification-not-found`, also for somebody else's. */
export const readNotification = async (
  ports: { inbox: Inbox; clock: Clock },
  command: { viewer: Viewer; id: string },
): Promise<NotificationView> => {
  const read = await ports.inbox.markRead(command.viewer.personId, command.id, await ports.clock.now());
  if (!read) throw new Refusal('not-found', 'notification-not-found', 'Your inbox has no such message.');
  return read;
};

/** Marks everything in one's own inbox as read. */
export const readAllNotifications = async (
  ports: { inbox: Inbox; clock: Clock },
  command: { viewer: Viewer },
): Promise<{ read: number }> => ({
  read: await ports.inbox.markAllRead(command.viewer.personId, await ports.clock.now()),
});
