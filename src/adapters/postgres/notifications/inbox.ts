import type { Inbox, NotificationView } from '../../../core/notifications/ports.ts';
import { cutPage, decodeCursor } from '../cursor.ts';
import type { Database } from '../database.ts';

const columns = 'id, kind, title, body, link, created_at as "createdAt", read_at as "readAt"';

/** A person's messages, newest first. Every statement names the person: no inbox but one's own can be reached. */
export const inbox = ({ pool }: Database): Inbox => ({
  async list(personId, { limit, cursor, isUnread }) {
    const [createdAt, id] = decodeCursor(cursor, ['instant', 'string']) ?? [null, null];
    const { rows } = await pool.query<NotificationView>(
      `select ${columns} from notification
       where person_id = $1 and ($2::boolean is null or (read_at is null) = $2)
         and ($3::timestamptz is null or (created_at, id) < ($3, $4))
       order by created_at desc, id desc limit $5`,
      [personId, isUnread ?? null, createdAt, id, limit + 1],
    );
    const counted = await pool.query<{ total: number; unread: number }>(
      `select count(*) filter (where $2::boolean is null or (read_at is null) = $2) as total,
         count(*) filter (where read_at is null) as unread
       from notification where person_id = $1`,
      [personId, isUnread ?? null],
    );
    const { total = 0, unread = 0 } = counted.rows[0] ?? {};
    const page = cutPage(
      rows,
      limit,
      (row) => row,
      (row) => [row.createdAt, row.id],
    );
    return { ...page, total, unread };
  },
  async markRead(personId, id, now) {
    const { rows } = await pool.query<NotificationView>(
      `update notification set read_at = coalesce(read_at, $3) where person_id = $1 and id = $2 returning ${columns}`,
      [personId, id, now],
    );
    return rows[0] ?? null;
  },
  async markAllRead(personId, now) {
    const { rowCount } = await pool.query(
      'update notification set read_at = $2 where person_id = $1 and read_at is null',
      [personId, now],
    );
    return rowCount ?? 0;
  },
});
