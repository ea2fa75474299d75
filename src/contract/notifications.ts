import { z } from 'zod';
import { routes } from './route.ts';
import { Instant, PageQuery, pageOf } from './shared.ts';

export const Notification = z
  .object({
    id: z.string(),
    kind: z.string(),
    title: z.string(),
    body: z.string(),
    link: z.string(),
    createdAt: Instant,
    readAt: Instant.nullable(),
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof Notification>;
const tag = 'Notifications';
const permission = 'session.use';
export const notificationRoutes = routes({
  list: {
    method: 'GET',
    path: '/api/v1/notifications',
    permission,
    tag,
    summary: 'My inbox, newest first',
    query: PageQuery.extend({ isUnread: z.enum(['true', 'false']).optional() }),
    response: pageOf(Notification).extend({ unread: z.number().int() }),
  },
  read: {
    method: 'POST',
    path: '/api/v1/notifications/:id/read',
    permission,
    tag,
    summary: 'Mark one as read',
    params: z.object({ id: z.string().regex(/^ntf_[0-9a-z]+$/) }),
    response: Notification,
  },
  readAll: {
    method: 'POST',
    path: '/api/v1/notifications/read-all',
    permission,
    tag,
    summary: 'Mark all as read',
    response: z.object({ read: z.number().int() }),
  },
});
