import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Caller, type Http, startHttp } from './start-http.ts';

let http: Http;
let priya: Caller;
let kwame: Caller;
let connectorId: string;
beforeAll(async () => {
  http = await startHttp();
  priya = await http.signIn('super-administrator');
  kwame = await http.signIn('connector-administrator');
});
afterAll(() => http?.stop());
const inboxOf = async (caller: Caller, query = '') => (await caller.get(`/api/v1/notifications${query}`)).body;

it('an owner who is someone else is told with the link that continues the set-up; who added is not', async () => {
  const owners = [await http.personId('kwame.boateng'), await http.personId('priya.raman')];
  const answer = await priya.post('/api/v1/connectors', { application: { newName: 'AWS' }, ownerIds: owners });
  connectorId = answer.body.id;
  expect(await inboxOf(priya)).toMatchObject({ items: [], total: 0, unread: 0 });
  expect(await inboxOf(kwame)).toMatchObject({
    items: [
      {
        kind: 'connector-setup',
        title: 'Set up the connector AWS',
        body: expect.stringContaining('Priya Raman named you as an owner'),
        link: `/connectors/${connectorId}/setup`,
        readAt: null,
      },
    ],
    total: 1,
    unread: 1,
  });
  const { rows } = await http.database.pool.query('select to_address, status from mail');
  expect(rows).toEqual([{ to_address: 'kwame.boateng@larkspurpay.example', status: 'queued' }]);
});

it('an owner who is named later is told as well, each once', async () => {
  const ingrid = await http.personId('ingrid.solheim');
  const me = await http.personId('priya.raman');
  for (const ownerIds of [[me, ingrid], [me], [me, ingrid]])
    expect((await priya.patch(`/api/v1/connectors/${connectorId}`, { ownerIds })).status).toBe(200);
  expect(await inboxOf(await http.signIn('campaign-administrator'))).toMatchObject({ total: 1, unread: 1 });
});

it('nobody reads or marks what another was told', async () => {
  const { id } = (await inboxOf(kwame)).items[0];
  expect(await priya.post(`/api/v1/notifications/${id}/read`)).toMatchObject({
    status: 404,
    body: { code: 'notification-not-found' },
  });
  expect((await priya.post('/api/v1/notifications/read-all')).body).toEqual({ read: 0 });
  expect((await inboxOf(kwame)).unread).toBe(1);
});

it('reading keeps the first time, and the filter and the counts follow', async () => {
  const { id } = (await inboxOf(kwame)).items[0];
  const first = (await kwame.post(`/api/v1/notifications/${id}/read`)).body.readAt;
  expect(first).not.toBeNull();
  expect((await kwame.post(`/api/v1/notifications/${id}/read`)).body.readAt).toBe(first);
  expect(await inboxOf(kwame, '?isUnread=true')).toMatchObject({ items: [], total: 0, unread: 0 });
  expect(await inboxOf(kwame, '?isUnread=false')).toMatchObject({ total: 1, unread: 0 });
});

it('pages follow each other, newest first, none twice', async () => {
  const personId = await http.personId('kwame.boateng');
  await http.database.pool.query(
    `insert into notification (id, person_id, kind, object_kind, object_id, title, body, link, created_at, dedupe_key)
     select 'ntf_t' || n, $1, 'manual-task', 'task', 't', 'Task ' || n, '', '/tasks', date_trunc('milliseconds', now()) + (n / 3) * interval '1 minute', 't' || n
     from generate_series(1, 25) n`,
    [personId],
  );
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = await inboxOf(kwame, `?limit=10${cursor && `&cursor=${cursor}`}`);
    expect(page.total).toBe(26);
    seen.push(...page.items.map((item: { id: string }) => item.id));
    cursor = page.nextCursor ?? '';
  } while (cursor);
  expect(new Set(seen).size).toBe(26);
  expect((await kwame.post('/api/v1/notifications/read-all')).body).toEqual({ read: 25 });
});
