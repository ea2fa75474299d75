import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startMailServer } from '../../support/mail-server.ts';
import { createMailHarness, type MailHarness } from './mail-harness.ts';

let harness: MailHarness;
beforeAll(async () => {
  harness = await createMailHarness();
});
afterAll(() => harness?.stop());

const script = fileURLToPath(new URL('send-mail-process.ts', import.meta.url));
const mailCount = 200;
/** Messages, counted as they come in, at which the sending process is killed: before the server answers, or just after. */
const killedBefore = new Set([1, 60, 90, 150]);
const killedAfter = new Set([20, 110, 175]);

it('of 200 mails none is lost though the sender is killed seven times; a repeat has the first one’s Message-ID', async () => {
  let child: ChildProcess | undefined;
  const kill = () => child?.kill('SIGKILL');
  const server = await startMailServer({
    beforeAnswer: async (count) => {
      if (!killedBefore.has(count)) return true;
      kill();
      return false;
    },
    afterAnswer: (count) => {
      if (killedAfter.has(count)) kill();
    },
  });
  const people = [];
  for (let n = 0; n < mailCount; n += 1) people.push(await harness.person(`person${n}@corp.example`));
  await harness.tell(people);

  let kills = 0;
  for (;;) {
    child = spawn(process.execPath, [script, harness.appUrl, server.url], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [code, signal] = await once(child, 'exit');
    if (signal === 'SIGKILL') kills += 1;
    else {
      expect(code).toBe(0);
      break;
    }
  }
  await server.stop();

  expect(kills).toBe(killedBefore.size + killedAfter.size);
  const ids = new Map<string, Set<string>>();
  for (const { recipients, messageId } of server.received)
    for (const recipient of recipients) ids.set(recipient, (ids.get(recipient) ?? new Set()).add(messageId));
  expect(ids.size).toBe(mailCount);
  expect([...ids.values()].filter((each) => each.size !== 1)).toEqual([]);
  expect(new Set([...ids.values()].flatMap((each) => [...each])).size).toBe(mailCount);
  // A kill just after the answer leaves a mail that was taken and not marked; five are under way at most.
  const repeats = server.received.length - mailCount;
  expect(repeats).toBeGreaterThan(0);
  expect(repeats).toBeLessThanOrEqual(kills * 5);
  expect((await harness.mails()).filter((mail) => mail.status !== 'sent')).toEqual([]);
  const { rows } = await harness.database.pool.query('select count(*)::int as n from notification');
  expect(rows[0].n).toBe(mailCount);
}, 90_000);
