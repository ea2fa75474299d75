import type { ClaimedMail, MailQueue } from '../../../core/notifications/ports.ts';
import type { Database } from '../database.ts';

/**
 * When a mail is due is the product's time; how long a claim lasts is real time, so that a moved clock (demo, tests)
 * never gives one mail to two processes. A report by a process whose claim another has taken over changes nothing: the
 * attempt's number is the fence.
 */
export const mailQueue = ({ pool }: Database): MailQueue => ({
  async claim({ limit, claimSeconds, domain }) {
    const { rows } = await pool.query<ClaimedMail>(
      `with due as materialized (
         select id from mail
         where status = 'queued' and next_attempt_at <= (select product_now())
           and (claimed_until is null or claimed_until < clock_timestamp())
         order by next_attempt_at limit $1 for update skip locked
       )
       update mail m set attempts = m.attempts + 1, claimed_until = clock_timestamp() + $2 * interval '1 second',
         message_id = case when m.attempts = 0 then '<' || m.message_id || '@' || $3 || '>' else m.message_id end
       from due, notification n where m.id = due.id and n.id = m.notification_id
       returning m.id, m.attempts as attempt, m.to_address as "toAddress", m.message_id as "messageId", n.kind, n.title,
         n.body, n.link`,
      [limit, claimSeconds, domain],
    );
    return rows;
  },
  async markSent({ id, attempt }) {
    await pool.query(
      `update mail set status = 'sent', sent_at = product_now(), claimed_until = null, last_error = null
       where id = $1 and attempts = $2 and status = 'queued'`,
      [id, attempt],
    );
  },
  async markFailed({ id, attempt }, error, retryInSeconds) {
    await pool.query(
      `update mail set status = case when $4::int is null then 'failed' else 'queued' end, last_error = left($3, 500),
         next_attempt_at = product_now() + $4 * interval '1 second', claimed_until = null
       where id = $1 and attempts = $2 and status = 'queued'`,
      [id, attempt, error, retryInSeconds],
    );
  },
  async skipAll() {
    const { rowCount } = await pool.query(
      `update mail set status = 'skipped' where status = 'queued'
         and (claimed_until is null or claimed_until < clock_timestamp())`,
    );
    return rowCount ?? 0;
  },
});
