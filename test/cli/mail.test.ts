import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { type Product, startProduct } from '../support/product.ts';

let mailServer: MailServer;
let product: Product;
beforeAll(async () => {
  mailServer = await startMailServer();
  product = await startProduct({
    world: 'small',
    env: {
      SMTP_URL: mailServer.url,
      SMTP_FROM: 'Countersign <countersign@larkspurpay.example>',
      PUBLIC_URL: 'http://127.0.0.1:9/countersign',
    },
  });
});
afterAll(async () => {
  await product?.stop();
  await mailServer?.stop();
});

const ask = async (path: string, cookie: string, body?: unknown) => {
  const response = await fetch(`${product.url}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie, 'content-type': 'application/json', origin: product.url },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { response, answer: await response.json() };
};

it('whom a Super Administrator names as owner gets one mail from the worker, with the link that continues the set-up', async () => {
  const signIn = { kind: 'demo', as: 'super-administrator' };
  const { response } = await ask('/session', '', signIn);
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  const people = (await ask('/people?q=kwame', cookie)).answer.items;
  const added = await ask('/connectors', cookie, { application: { newName: 'AWS' }, ownerIds: [people[0].id] });
  expect(added.response.status).toBe(201);
  await expect.poll(() => mailServer.received.length, { timeout: 20_000, interval: 100 }).toBe(1);
  const [mail] = mailServer.received;
  expect(mail).toMatchObject({
    recipients: ['kwame.boateng@larkspurpay.example'],
    subject: 'Set up the connector AWS',
  });
  expect(mail?.text).toContain(`http://127.0.0.1:9/countersign/connectors/${added.answer.id}/setup`);
  // One more sweep and the job have passed by then: nothing is sent again.
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  expect(mailServer.received).toHaveLength(1);
});
