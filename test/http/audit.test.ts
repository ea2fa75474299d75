import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, type Http, startHttp } from './start-http.ts';

let http: Http;
let priya: Caller;
let auditor: Caller;
beforeAll(async () => {
  http = await startHttp();
  [priya, auditor] = [await http.signIn('super-administrator'), await http.signIn('auditor')];
});
afterAll(() => http.stop());

const entries = async (query = '') => (await auditor.get(`/api/v1/audit-entries?limit=200${query}`)).body.items;

test('every change of the story is there, newest first, with the names of who did it and to what', async () => {
  const ownerIds = [await http.personId('kwame.boateng')];
  const made = await priya.post('/api/v1/connectors', { application: { newName: 'Story' }, ownerIds });
  const url = `/api/v1/connectors/${made.body.id}`;
  await priya.patch(url, { name: 'Story, renamed' });
  await priya.post(`${url}/pause`);
  await priya.post(`${url}/resume`);
  const token = (await priya.post('/api/v1/api-tokens', { name: 'ci' })).body;
  await priya.remove(`/api/v1/api-tokens/${token.id}`);

  const newest = (await entries()).slice(0, 7);
  expect(newest.map((entry: { action: string }) => entry.action)).toEqual([
    'api-token.revoked',
    'api-token.created',
    'connector.resumed',
    'connector.paused',
    'connector.changed',
    'connector.created',
    'application.created',
  ]);
  for (const entry of newest) expect(entry.actor.name).toBe('Priya Raman');
  expect(newest[0].object).toMatchObject({ kind: 'api-token', id: token.id, name: 'ci' });
  expect(newest[5].object).toEqual({
    kind: 'connector',
    id: made.body.id,
    name: 'Story, renamed',
    isThere: true,
    partOf: null,
  });
  const ids = (await entries()).map((entry: { id: number }) => entry.id);
  expect(ids).toEqual([...ids].sort((a, b) => b - a));
});

test('what the product did itself has no actor', async () => {
  const seeded = await entries('&action=person.added');
  expect(seeded).toHaveLength(13);
  for (const entry of seeded) expect(entry.actor).toBeNull();
});

test('the log is narrowed by object, by action, and by words over names and ids, and the total goes along', async () => {
  const id = await http.personId('kwame.boateng');
  const ofKwame = (await auditor.get(`/api/v1/audit-entries?objectId=${id}`)).body;
  expect(ofKwame.items.every((entry: { object: { id: string } }) => entry.object.id === id)).toBe(true);
  expect(ofKwame.total).toBe(ofKwame.items.length);
  const granted = (await auditor.get('/api/v1/audit-entries?action=role.granted')).body;
  expect(granted.total).toBe(4);
  const byName = await entries('&q=kwame%20BOATENG');
  expect(byName.length).toBeGreaterThan(0);
  for (const entry of byName) expect(JSON.stringify(entry)).toContain('Kwame Boateng');
  expect(await entries('&q=100%25')).toEqual([]);
  expect((await auditor.get('/api/v1/audit-entries?q=nothing-like-this')).body).toEqual({
    items: [],
    nextCursor: null,
    total: 0,
  });
});

test('a refused request leaves no entry', async () => {
  const before = (await auditor.get('/api/v1/audit-entries')).body.total;
  await priya.post('/api/v1/connectors', { application: { newName: 'Story' }, ownerIds: ['per_nobody'] });
  await priya.remove('/api/v1/api-tokens/tok_none');
  expect((await auditor.get('/api/v1/audit-entries')).body.total).toBe(before);
});

test('the application can neither change nor delete an entry', async () => {
  for (const statement of [`update audit_entry set action = 'x'`, 'delete from audit_entry', 'truncate audit_entry'])
    await expect(http.database.pool.query(statement)).rejects.toThrow(/permission denied/);
});

test('no secret of any kind is in the log', async () => {
  const token = (await priya.post('/api/v1/api-tokens', { name: 'secretive' })).body.token;
  const session = priya.cookie.split('=')[1] ?? '';
  const { rows } = await http.database.pool.query('select to_jsonb(e)::text as text from audit_entry e');
  for (const secret of [token, session]) expect(JSON.stringify(rows)).not.toContain(secret);
  expect(JSON.stringify(rows)).not.toMatch(/cs-[0-9a-z]{32}/);
});
