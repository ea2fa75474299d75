import { createTransact } from '../../../src/adapters/postgres/create-transact.ts';
import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { mailQueue } from '../../../src/adapters/postgres/notifications/mail-queue.ts';
import { createSmtpSender } from '../../../src/adapters/smtp/smtp-sender.ts';
import type { NewNotification } from '../../../src/core/notifications/ports.ts';
import { sendDueMail } from '../../../src/core/notifications/send-due-mail.ts';
import type { PersonId } from '../../../src/core/shared/ids.ts';
import { createTestDatabase } from '../../support/database.ts';

const from = { name: 'Countersign', address: 'countersign@corp.example' };

/** People who are told things, by the product's own store and queue; jobs are passed over, since tests send by hand. */
export async function createMailHarness() {
  const testDatabase = await createTestDatabase();
  const database = openDatabase(testDatabase.appUrl, { maxConnections: 4 });
  const transact = createTransact(database, async () => {});
  let number = 0;
  return {
    database,
    appUrl: testDatabase.appUrl,
    async person(email: string | null): Promise<PersonId> {
      number += 1;
      const id = `per_${number}`;
      await database.pool.query(
        `insert into person (id, name, email, source, created_at, updated_at) values ($1, $1, $2, 'manual', now(), now())`,
        [id, email],
      );
      return id as PersonId;
    },
    async tell(personIds: PersonId[], facts: Partial<NewNotification> = {}): Promise<void> {
      const { now } = (await database.pool.query('select product_now() as now')).rows[0];
      number += 1;
      const dedupeKey = `key-${number}`;
      const note = {
        kind: 'approval-needed' as const,
        objectKind: 'request',
        objectId: 'req_1',
        title: 'Tomás asks for ReadOnlyAccess',
        body: 'On prod-payments, for 2 hours.\nReason: incident 4711.',
        link: '/tasks/req_1',
        dedupeKey,
        ...facts,
      };
      await transact((unit) =>
        unit.notifications.tell(
          personIds.map((personId) => ({ ...note, personId })),
          now,
        ),
      );
    },
    async send(url: string | null, options: { publicUrl?: string; sendTimeoutMs?: number } = {}) {
      const publicUrl = options.publicUrl ?? 'https://countersign.corp.example';
      const sender = url === null ? null : createSmtpSender({ url, from, ...options, publicUrl });
      try {
        return await sendDueMail({ queue: mailQueue(database), sender });
      } finally {
        sender?.close();
      }
    },
    moveClock: (seconds: number) =>
      database.pool.query('update clock_offset set offset_ms = offset_ms + $1 * 1000', [seconds]),
    mails: async () =>
      (
        await database.pool.query(
          `select to_address as "to", status, attempts, message_id as "messageId", last_error as "error" from mail order by id`,
        )
      ).rows,
    async reset() {
      await database.pool.query(`update mail set status = 'skipped' where status = 'queued'`);
    },
    async stop() {
      await database.close();
      await testDatabase.drop();
    },
  };
}
export type MailHarness = Awaited<ReturnType<typeof createMailHarness>>;
