import type { Notifications } from '../../../core/notifications/ports.ts';
import type { UnitOfWork } from '../../../core/shared/ports.ts';
import type { ExecuteSql } from '../database.ts';

/**
 * Inbox rows, mail rows and one job, written by the caller's transaction (NOT-1). Who has no e-mail address, or left,
 * gets the inbox row alone. Rows are inserted in one order, so that two transactions that tell the same people wait for
 * each other instead of locking each other out.
 */
export const notificationStore = (
  executeSql: ExecuteSql,
  enqueue: UnitOfWork['enqueue'],
): { notifications: Notifications } => ({
  notifications: {
    async tell(notifications, now) {
      if (notifications.length === 0) return;
      const { rows } = await executeSql(insertNew, [JSON.stringify(notifications), now]);
      const first = rows[0]?.id as string | undefined;
      // The key is new each time: transactions that tell at once must not wait for each other's job.
      if (first !== undefined) await enqueue('notifications.send-mail', {}, { key: first });
    },
  },
});

// A Message-ID gets its domain when the mail is first claimed, since only the sender knows it (mail-queue.ts).
const insertNew = `
  with told as (
    insert into notification (id, person_id, kind, object_kind, object_id, title, body, link, created_at, dedupe_key)
    select 'ntf_' || replace(gen_random_uuid()::text, '-', ''), n."personId", n.kind, n."objectKind", n."objectId",
      n.title, n.body, n.link, $2, n."dedupeKey"
    from jsonb_to_recordset($1::jsonb) as n ("personId" text, kind text, "objectKind" text, "objectId" text,
      title text, body text, link text, "dedupeKey" text)
    order by n."personId", n."dedupeKey"
    on conflict (person_id, dedupe_key) do nothing
    returning id, person_id
  )
  insert into mail (id, notification_id, to_address, message_id, next_attempt_at)
  select 'mal_' || replace(gen_random_uuid()::text, '-', ''), t.id, p.email, gen_random_uuid()::text, $2
  from told t join person p on p.id = t.person_id and p.email is not null and p.status = 'active'
  returning id`;
