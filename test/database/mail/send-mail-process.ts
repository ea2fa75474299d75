import { openDatabase } from '../../../src/adapters/postgres/database.ts';
import { mailQueue } from '../../../src/adapters/postgres/notifications/mail-queue.ts';
import { createSmtpSender } from '../../../src/adapters/smtp/smtp-sender.ts';
import { sendDueMail } from '../../../src/core/notifications/send-due-mail.ts';

/** The worker's sending, in a process that the test kills. Ends by itself when no mail waits any more. */
const [databaseUrl = '', url = ''] = process.argv.slice(2);
const database = openDatabase(databaseUrl, { maxConnections: 5 });
const from = { name: 'Countersign', address: 'countersign@corp.example' };
const sender = createSmtpSender({ url, from, publicUrl: 'https://countersign.corp.example' });
const waiting = async (): Promise<number> =>
  (await database.pool.query(`select count(*)::int as n from mail where status = 'queued'`)).rows[0].n;

while ((await waiting()) > 0) {
  await sendDueMail({ queue: mailQueue(database), sender }, { claimSeconds: 1 });
  await new Promise((resolve) => setTimeout(resolve, 50));
}
sender.close();
await database.close();
