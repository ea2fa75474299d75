import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { z } from 'zod';
import { api } from '../../src/contract/index.ts';
import type { Route } from '../../src/contract/route.ts';
import { type Answer, type Caller, type Http, startHttp } from './start-http.ts';

let http: Http;
let caller: Caller;
beforeAll(async () => {
  http = await startHttp();
  caller = await http.signIn('super-administrator');
});
afterAll(() => http?.stop());

type Json = Record<string, unknown>;
const routes = Object.values(api)
  .flatMap((feature) => Object.values(feature) as Route[])
  .filter((route) => !route.isStream)
  .map((route) => ({ name: `${route.method} ${route.path}`, route }));
const nul = 'a\0b';
const half = 'a\ud800b';

const cursorOf = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');
const odd = [1.5, 1e300, 9_007_199_254_740_992, nul, '0000-01-01T00:00:00Z', '2026-02-30T00:00:00Z', 'infinity', null];
const cursors = [
  'no cursor',
  // Every shape a list's key has, with one part that PostgreSQL would refuse.
  ...odd.flatMap((part) => [[part], [part, 'x'], [part, 1], ['x', part], ['x', 1.5], [part, 'x', 'y']].map(cursorOf)),
  ...odd.map((part) => cursorOf([0, 'x', part, 'y', 1])),
  ...['name asc', 'publications', 'changes', 'access'].flatMap((sort) =>
    odd.flatMap((part) => [cursorOf([sort, part]), cursorOf([sort, 'x', part]), cursorOf([sort, part, 1, 1, 1])]),
  ),
];
const instants = ['0000-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '9999-12-31T23:59:59.999Z', '1970-01-01T00:00:00Z'];

/** Names of the fields of an object, in whichever branch of a union. */
const fieldsOf = (schema: z.ZodType | undefined): string[] => {
  const inner = schema as { shape?: object; options?: z.ZodType[] } | undefined;
  return [...new Set([...Object.keys(inner?.shape ?? {}), ...(inner?.options ?? []).flatMap(fieldsOf)])];
};
const send = (route: Route, query: Json, body?: unknown, id = 'x'): Promise<Answer> => {
  const path = route.path.replace(/:\w+/g, encodeURIComponent(id));
  const url = `${path}?${new URLSearchParams(query as Record<string, string>)}`;
  if (route.method === 'GET') return caller.get(url);
  if (route.method === 'DELETE') return caller.remove(url);
  return route.method === 'POST' ? caller.post(url, body) : caller.patch(url, body);
};

describe.each(routes)('$name', ({ route }) => {
  it('refuses text that is none, in whatever field, and takes the blame for none of it', async () => {
    for (const field of fieldsOf(route.query)) {
      const answer = await send(route, { [field]: nul });
      expect(answer, field).toMatchObject({ status: 400, body: { code: 'invalid-input', field } });
    }
    for (const field of fieldsOf(route.body))
      for (const value of [nul, half, { deep: [half] }]) {
        const answer = await send(route, {}, { [field]: value });
        expect(answer, field).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
        expect(answer.body.field, field).toMatch(new RegExp(`^${field}(\\.deep\\.0)?$`));
      }
    if (route.path.includes(':'))
      expect(await send(route, {}, {}, nul)).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
  });

  it('answers every odd cursor and instant without a fault of its own', async () => {
    const fields = fieldsOf(route.query);
    const queries: Json[] = [
      ...(fields.includes('cursor') ? cursors.map((cursor) => ({ cursor })) : []),
      ...['asOf', 'since']
        .filter((field) => fields.includes(field))
        .flatMap((f) => instants.map((at) => ({ [f]: at }))),
    ];
    // What is not asked of somebody in particular is refused before the cursor is looked at.
    for (const query of queries)
      expect({ query, status: (await send(route, query)).status }).toMatchObject({
        status: expect.toSatisfy(below500),
      });
  });
});
const below500 = (status: number) => status < 500;

const lists = ['audit-entries', 'applications', 'connectors', 'policies', 'requests', 'approvals', 'leases'];
test.each([...lists, 'manual-tasks', 'notifications', 'campaigns', 'identity-providers'])(
  'a cursor that the list of %s did not give out is refused as such',
  async (list) => {
    for (const cursor of cursors) {
      const answer = await caller.get(`/api/v1/${list}?cursor=${cursor}`);
      if (answer.status !== 200)
        expect(answer, cursor).toMatchObject({ status: 400, body: { code: 'cursor-invalid' } });
    }
    expect((await caller.get(`/api/v1/${list}?cursor=${cursorOf([1.5])}`)).body.code).toBe('cursor-invalid');
  },
);

test('the year 0000 is refused where an instant is asked for', async () => {
  const answer = await caller.get('/api/v1/people?asOf=0000-01-01T00:00:00Z');
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-input', field: 'asOf' } });
});

test('a body nested as deep as its limit lets it be is walked, not fallen over', async () => {
  const depth = 60_000;
  const response = await http.app.inject({
    method: 'POST',
    url: '/api/v1/api-tokens',
    headers: { cookie: caller.cookie, 'content-type': 'application/json' },
    payload: `{"name":${'['.repeat(depth)}"a\\u0000b"${']'.repeat(depth)}}`,
  });
  expect(response.statusCode).toBe(400);
});

test('a version that no row can have is refused', async () => {
  const answer = await caller.patch('/api/v1/connectors/con_none', {}, { 'if-match': '99999999999999' });
  expect(answer).toMatchObject({ status: 400, body: { code: 'if-match-invalid' } });
});

test('who may not use a route is told so before anything is said of the body', async () => {
  const employee = await http.signIn('employee');
  for (const { name, route } of routes.filter((each) => each.route.permission !== 'public')) {
    const url = route.path.replace(/:\w+/g, 'x');
    if (route.method === 'POST' || route.method === 'PATCH') {
      const headers = { 'content-type': 'application/json' };
      const broken = { method: route.method, url, payload: '{"broken' };
      const anonymous = await http.app.inject({ ...broken, headers });
      expect({ name, status: anonymous.statusCode }).toEqual({ name, status: 401 });
      const signedIn = await http.app.inject({ ...broken, headers: { ...headers, cookie: employee.cookie } });
      expect({ name, isRefused: [400, 403].includes(signedIn.statusCode) }).toEqual({ name, isRefused: true });
    } else {
      const answer = await http.app.inject({ method: route.method, url: `${url}?limit=none&asOf=none` });
      expect({ name, status: answer.statusCode }).toEqual({ name, status: 401 });
    }
  }
  const refused = await employee.post('/api/v1/policies', { name: 1 });
  expect(refused).toMatchObject({ status: 403, body: { code: 'permission-missing' } });
});
