import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkpointAudit } from '../../src/core/security/audit/checkpoint-audit.ts';
import { sealAudit } from '../../src/core/security/audit/seal-audit.ts';
import { type Caller, type Http, startHttp } from './start-http.ts';

let http: Http;
let auditor: Caller;
let priya: Caller;
let baseUrl: string;
beforeAll(async () => {
  http = await startHttp();
  [priya, auditor] = [await http.signIn('super-administrator'), await http.signIn('auditor')];
  baseUrl = await http.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => http.stop());

const seal = async () => (await auditor.get('/api/v1/audit-seal')).body;
const exported = async (query = '') => {
  const answer = await auditor.get(`/api/v1/audit-entries/export${query}`);
  expect(answer).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': 'attachment; filename="countersign-audit.jsonl"',
    },
  });
  return (answer.body as string)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
};

test('how far the log is sealed is told, and by which checkpoint it is proven', async () => {
  const before = await seal();
  expect(before).toEqual({ sealed: 0, waiting: expect.any(Number), checkpoint: null, isAsSigned: true });
  await sealAudit(http.reviews, { from: null });
  const checkpoint = await checkpointAudit(http.reviews, { everyMs: 0 });
  // The key that signed it was made for it.
  expect(await seal()).toEqual({ sealed: before.waiting, waiting: 1, checkpoint, isAsSigned: true });
});

test('a log that was rewritten in the database is said to be so', async () => {
  await http.asOwner(
    `update audit_seal set hash = sha256('') where position = (select max(count) from audit_checkpoint)`,
  );
  expect(await seal()).toMatchObject({ isAsSigned: false });
  await http.asOwner('truncate audit_checkpoint, audit_seal');
});

test('an export holds all of the log in the order of its chain, each checkpoint behind its entry, and counts it', async () => {
  await sealAudit(http.reviews, { from: null });
  const checkpoint = await checkpointAudit(http.reviews, { everyMs: 0 });
  await priya.post('/api/v1/api-tokens', { name: 'later' });
  const [header, ...lines] = await exported();
  const end = lines.pop();
  const total = (await auditor.get('/api/v1/audit-entries')).body.total;
  expect(header).toMatchObject({ format: 'countersign-audit-1', filter: null, keys: [{ id: checkpoint?.keyId }] });
  const sealed = lines.slice(0, -2);
  expect(sealed.map(({ n }) => n)).toEqual(sealed.map((_, index) => index + 1));
  expect(lines.at(-2)).toEqual({ checkpoint });
  expect(lines.at(-1)).toMatchObject({ n: null, entry: { action: 'api-token.created' } });
  expect(end).toEqual({ end: { sealed: total - 1, waiting: 1 } });
  expect(JSON.stringify([header, lines])).not.toContain('ealed"');
});

test('a filtered export says so, has what fits and no checkpoint', async () => {
  const [header, ...lines] = await exported('?action=role.granted');
  expect(header).toMatchObject({ filter: { action: 'role.granted' } });
  expect(lines.pop()).toEqual({ end: { sealed: 4, waiting: 0 } });
  expect(lines.map(({ entry }) => entry.action)).toEqual(Array(4).fill('role.granted'));
  const byName = await exported('?q=kwame%20BOATENG');
  expect(byName.length).toBeGreaterThan(2);
});

test('a large export comes piece by piece: a reader who leaves is not written for, and one who stays gets all', async () => {
  await http.asOwner(`insert into audit_entry (at, actor_kind, action, object_kind, object_id, detail)
    select now(), 'system', 'lease.begun', 'lease', 'lse_' || n, jsonb_build_object('text', repeat('x', 6000))
    from generate_series(1, 30000) n`);
  await sealAudit(http.reviews, { from: null });
  const url = `${baseUrl}/api/v1/audit-entries/export`;
  const leave = new AbortController();
  const left = await fetch(url, { headers: { cookie: auditor.cookie }, signal: leave.signal });
  await left.body?.getReader().read();
  leave.abort();
  const response = await fetch(url, { headers: { cookie: auditor.cookie } });
  const before = process.memoryUsage.rss();
  let [bytes, peak, tail] = [0, before, ''];
  for await (const piece of response.body as ReadableStream<Uint8Array>) {
    bytes += piece.length;
    tail = (tail + Buffer.from(piece).toString()).slice(-100);
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  expect(bytes).toBeGreaterThan(180_000_000);
  expect(tail).toMatch(/\{"end":\{"sealed":30\d\d\d,"waiting":\d+\}\}\n$/);
  // Server and reader are this one process, whose garbage is collected late; all in memory would be 180 MB and more.
  expect(peak - before).toBeLessThan(130_000_000);
});

test('the log is narrowed by who did it, to what kind of thing, and when', async () => {
  const list = async (query: string) => (await auditor.get(`/api/v1/audit-entries?limit=200&${query}`)).body;
  const { id } = (await priya.get('/api/v1/session')).body.person;
  const own = await list(`actorId=${id}`);
  expect(own.total).toBeGreaterThan(0);
  expect(own.items.every((entry: { actor: { id: string } }) => entry.actor.id === id)).toBe(true);
  const system = await list('actorId=system&action=person.added');
  expect(system.items.map((entry: { actor: unknown }) => entry.actor)).toEqual(Array(13).fill(null));
  const tokens = await list('objectKind=api-token');
  expect(tokens.items.map((entry: { action: string }) => entry.action)).toEqual(['api-token.created']);
  const at = tokens.items[0].at;
  const after = new Date(Date.parse(at) + 1).toISOString();
  expect((await list(`objectKind=api-token&from=${at}&until=${after}`)).total).toBe(1);
  expect((await list(`objectKind=api-token&from=${after}`)).total).toBe(0);
  expect((await list(`objectKind=api-token&until=${at}`)).total).toBe(0);
  expect((await auditor.get('/api/v1/audit-entries?actorId=nobody')).status).toBe(400);
});
