import type { FastifyInstance } from 'fastify';
import { notificationRoutes } from '../../../contract/notifications.ts';
import type { Inbox } from '../../../core/notifications/ports.ts';
import { readAllNotifications, readNotification } from '../../../core/notifications/read-notification.ts';
import type { Clock } from '../../../core/shared/ports.ts';
import type { Authenticator } from '../core/authenticate.ts';
import { implement } from '../core/implement.ts';

export const registerNotificationRoutes = (
  app: FastifyInstance,
  authenticator: Authenticator,
  ports: { inbox: Inbox; clock: Clock },
): void =>
  implement(app, authenticator, notificationRoutes, {
    list: ({ viewer, query: { isUnread, ...page } }) =>
      ports.inbox.list(viewer.personId, {
        ...page,
        ...(isUnread === undefined ? {} : { isUnread: isUnread === 'true' }),
      }),
    read: ({ viewer, params }) => readNotification(ports, { viewer, id: params.id }),
    readAll: ({ viewer }) => readAllNotifications(ports, { viewer }),
  });
