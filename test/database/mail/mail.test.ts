import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startMailServer } from '../../support/mail-server.ts';
import { createMailHarness, type MailHarness } from './mail-harness.ts';

let harness: MailHarness;
beforeAll(async () => {
  harness = await createMailHarness();
});
beforeEach(() => harness.reset());
afterAll(() => harness?.stop());
const lastMail = async () => (await harness.mails()).find((mail) => mail.status !== 'skipped' && mail.to === latest);
let latest = '';
let number = 0;
const someone = async () => {
  number += 1;
  latest = `someone${number}@corp.example`;
  return harness.person(latest);
};

it('a mail has the message as text and HTML, links to the very thing under PUBLIC_URL, and does not ask for auto-replies', async () => {
  const server = await startMailServer();
  await harness.tell([await someone()]);
  expect(await harness.send(server.url, { publicUrl: 'https://gate.corp.example/countersign/' })).toMatchObject({
    sent: 1,
  });
  await server.stop();
  const [mail] = server.received;
  expect(mail).toMatchObject({ subject: 'Tomás asks for ReadOnlyAccess', recipients: [latest] });
  const url = 'https://gate.corp.example/countersign/tasks/req_1';
  expect(mail?.text).toContain(`Approve or deny: ${url}`);
  expect(mail?.text).toContain('Reason: incident 4711.');
  expect(mail?.html).toContain(`<a href="${url}"`);
  const links = [...`${mail?.html} ${mail?.text}`.matchAll(/(?:href=")?\bhttps?:[^\s"<]+/g)].map(([link]) => link);
  expect(links.length).toBeGreaterThan(3);
  expect(links.filter((link) => !link.includes('https://gate.corp.example/countersign/'))).toEqual([]);
  expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(mail?.messageId).toMatch(/^<[0-9a-f-]{36}@corp\.example>$/);
});

it('names and reasons cannot become HTML', async () => {
  const server = await startMailServer();
  const link = '/tasks/x"onmouseover="alert(1)';
  const title = '<img src=x onerror=alert(1)>';
  await harness.tell([await someone()], { title, body: '</p><script>alert(1)</script>', link });
  await harness.send(server.url);
  await server.stop();
  const html = server.received[0]?.html ?? '';
  expect(html).toContain('&lt;img');
  expect(html).not.toMatch(/<img|<script|"onmouseover/);
  // In the text part they stay as they were written.
  expect(server.received[0]?.text).toContain('</p><script>alert(1)</script>');
});

it('a title cannot become a header, a second recipient or a body', async () => {
  const server = await startMailServer();
  const evil = 'Hello\r\nBcc: victim@evil.example\r\nX-Evil: 1\r\n\r\nbody\n.\r\nMAIL FROM:<a@evil.example>\u2028!';
  await harness.tell([await someone()], { title: evil, body: '.\r\n.\r\nQUIT\r\nRCPT TO:<victim@evil.example>' });
  await harness.send(server.url);
  await server.stop();
  expect(server.received).toHaveLength(1);
  const [mail] = server.received;
  expect(mail?.recipients).toEqual([latest]);
  expect(mail?.headers).not.toContain('bcc');
  expect(mail?.headers).not.toContain('x-evil');
  expect(mail?.subject).toBe('Hello Bcc: victim@evil.example X-Evil: 1 body . MAIL FROM:<a@evil.example> !');
});

it.each([
  'a@corp.example, victim@evil.example',
  'a@corp.example\r\nrcpt to:<victim@evil.example>',
  'a@corp.example\nbcc: victim@evil.example',
  'x <victim@evil.example>',
  '"a b"@corp.example',
  'group: victim@evil.example;',
  '@corp.example',
  'no address',
])('to %j nothing is sent, to nobody, and the row says why', async (address) => {
  const server = await startMailServer();
  latest = address;
  await harness.tell([await harness.person(address)]);
  expect(await harness.send(server.url)).toMatchObject({ sent: 0, refused: 1 });
  await server.stop();
  expect(server.received).toEqual([]);
  expect(await lastMail()).toMatchObject({ status: 'failed', error: 'This is not one e-mail address.' });
});

it('without a mail server nothing is sent and the inbox has it all', async () => {
  const person = await someone();
  await harness.tell([person]);
  expect(await harness.send(null)).toMatchObject({ sent: 0, skipped: 1 });
  const { rows } = await harness.database.pool.query('select title from notification where person_id = $1', [person]);
  expect(rows).toHaveLength(1);
});

it('what a server puts off is sent later, under the same Message-ID, and not before its time', async () => {
  let isReady = false;
  const server = await startMailServer({ beforeAnswer: async () => isReady });
  await harness.tell([await someone()]);
  expect(await harness.send(server.url)).toMatchObject({ sent: 0, failed: 1 });
  const first = await lastMail();
  expect(first).toMatchObject({ status: 'queued', attempts: 1, error: expect.stringContaining('try again later') });
  isReady = true;
  expect(await harness.send(server.url)).toMatchObject({ sent: 0, failed: 0 });
  await harness.moveClock(16);
  expect(await harness.send(server.url)).toMatchObject({ sent: 1 });
  await server.stop();
  expect(await lastMail()).toMatchObject({ status: 'sent', attempts: 2, messageId: first.messageId });
  expect(server.received[0]?.messageId).toBe(first.messageId);
});

it.each([
  ['550 5.1.1 no such user', 'failed'],
  ['550 5.7.1 relaying denied', 'queued'],
  ['450 4.2.1 mailbox busy', 'queued'],
])('a recipient answered %s is %s', async (refusal, status) => {
  const server = await startMailServer({ refusal: () => refusal });
  await harness.tell([await someone()]);
  await harness.send(server.url);
  await server.stop();
  expect(await lastMail()).toMatchObject({ status, error: expect.stringContaining(refusal.slice(4)) });
});

it('a server that is not there loses nothing', async () => {
  const server = await startMailServer();
  await server.stop();
  await harness.tell([await someone(), await someone()]);
  expect(await harness.send(server.url)).toMatchObject({ sent: 0, failed: 2 });
  expect(await lastMail()).toMatchObject({ status: 'queued', attempts: 1 });
});

it('a server that never answers is left in time, and the mail waits for its next turn', async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as { port: number };
  await harness.tell([await someone()]);
  expect(await harness.send(`smtp://127.0.0.1:${port}`, { sendTimeoutMs: 300 })).toMatchObject({ failed: 1 });
  for (const socket of sockets) socket.destroy();
  silent.close();
  expect(await lastMail()).toMatchObject({ status: 'queued', attempts: 1 });
});

it('processes that send at once never send one mail twice', async () => {
  const server = await startMailServer();
  const people = [];
  for (let n = 0; n < 60; n += 1) people.push(await someone());
  await harness.tell(people);
  const counts = await Promise.all([harness.send(server.url), harness.send(server.url), harness.send(server.url)]);
  await server.stop();
  expect(counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(60);
  expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBe(60);
  expect(server.received).toHaveLength(60);
});
