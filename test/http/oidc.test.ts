import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { signInAt } from '../support/oidc/sign-in-at.ts';
import { startProvider, type TestProvider } from '../support/oidc/start-provider.ts';
import { begin, finish, providerOptions, redirectUri, sessionCookieOf, settingsFor, signInWith } from './oidc-world.ts';
import { type Http, startHttp } from './start-http.ts';

// Against panva's oidc-provider as a real process: what a browser does, step by step (SEC-1).
let provider: TestProvider;
let http: Http;
beforeAll(async () => {
  provider = await startProvider(providerOptions);
  http = await startHttp({ isDemo: false, oidc: settingsFor(provider.issuer) });
});
afterAll(async () => {
  await http?.stop();
  await provider?.stop();
});
beforeEach(() => http.reset());
afterEach(() => provider.control({ clockOffsetMs: 0, failWith: null }));

const ada = { name: 'Ada Example', email: 'Ada@Corp.example', email_verified: true };
const exists = (accounts: Record<string, Record<string, unknown>>) => provider.control({ accounts });
const addPerson = (id: string, email: string, status = 'active') =>
  http.database.pool.query(
    `insert into person (id, name, email, status, source, created_at, updated_at)
     values ($1, 'Somebody of the directory', $2, $3, 'scim', now(), now())`,
    [id, email, status],
  );
const audited = async (action: string) =>
  (
    await http.database.pool.query('select object_id as id, detail from audit_entry where action = $1 order by id', [
      action,
    ])
  ).rows;

test('at first sign-in a person is made, with everyone’s permissions and no role, and is the same person the next time', async () => {
  await exists({ ada });
  const first = await signInWith(http, 'ada', '/requests?tab=mine');
  expect(first).toMatchObject({
    status: 201,
    body: {
      next: '/requests?tab=mine',
      session: { person: { name: 'Ada Example', email: 'ada@corp.example' }, roles: [] },
    },
  });
  const me = await http.withCookie(sessionCookieOf(first)).get('/api/v1/session');
  expect(me.body.person.id).toBe(first.body.session.person.id);
  expect((await signInWith(http, 'ada')).body.session.person.id).toBe(me.body.person.id);
  expect(await audited('person.added')).toMatchObject([{ id: me.body.person.id, detail: { source: 'oidc' } }]);
  expect(await audited('sign-in.linked')).toMatchObject([
    { id: me.body.person.id, detail: { issuer: provider.issuer, subject: 'ada', how: 'new person' } },
  ]);
  expect(await audited('session.opened')).toMatchObject([
    { detail: { method: 'oidc' } },
    { detail: { method: 'oidc' } },
  ]);
});

test('the request is for a code with PKCE (S256), state and nonce, and pushed to the provider, which then has them alone', async () => {
  const { authorizationUrl } = await begin(http);
  const query = new URL(authorizationUrl).searchParams;
  expect([...query.keys()].sort()).toEqual(['client_id', 'request_uri']);
});

test('whoever the directory knows by an e-mail that the provider vouches for is that person', async () => {
  await exists({ ada });
  await addPerson('per_known', 'ada@corp.example');
  expect((await signInWith(http, 'ada')).body.session.person).toMatchObject({
    id: 'per_known',
    name: 'Somebody of the directory',
  });
  expect(await audited('sign-in.linked')).toMatchObject([{ id: 'per_known', detail: { how: 'verified e-mail' } }]);
});

test('an e-mail that the provider does not vouch for opens nobody’s access, and makes nobody', async () => {
  await addPerson('per_known', 'ada@corp.example');
  for (const claims of [{ email_verified: false }, { email_verified: undefined }, { email_verified: 'no' }]) {
    await exists({ ada: { ...ada, ...claims } });
    expect(await signInWith(http, 'ada')).toMatchObject({ status: 403, body: { code: 'oidc-email-unverified' } });
  }
  await exists({ eve: { name: 'Eve', email: 'eve@corp.example' } });
  expect((await signInWith(http, 'eve')).status).toBe(403);
  expect((await http.database.pool.query('select id from person')).rows).toEqual([{ id: 'per_known' }]);
  expect(await audited('session.refused')).toHaveLength(4);
});

test('a second user of the provider with the same verified e-mail does not become the person who is linked already', async () => {
  await exists({ ada, impostor: ada });
  const { id } = (await signInWith(http, 'ada')).body.session.person;
  expect(await signInWith(http, 'impostor')).toMatchObject({
    status: 403,
    body: { code: 'oidc-person-linked', facts: { personId: id } },
  });
  expect((await signInWith(http, 'ada')).body.session.person.id).toBe(id);
});

test('the e-mail does not matter any more once the subject is known', async () => {
  await exists({ ada });
  const { id } = (await signInWith(http, 'ada')).body.session.person;
  await addPerson('per_other', 'lovelace@corp.example');
  await exists({ ada: { ...ada, email: 'lovelace@corp.example' } });
  expect((await signInWith(http, 'ada')).body.session.person.id).toBe(id);
});

test('somebody who has left is refused, linked or not, and it is in the audit log', async () => {
  await exists({ ada });
  await addPerson('per_left', 'ada@corp.example', 'inactive');
  expect(await signInWith(http, 'ada')).toMatchObject({ status: 409, body: { code: 'person-inactive' } });
  await http.database.pool.query(`update person set status = 'active'`);
  expect((await signInWith(http, 'ada')).status).toBe(201);
  await http.database.pool.query(`update person set status = 'inactive'`);
  expect((await signInWith(http, 'ada')).status).toBe(409);
  expect(await audited('session.refused')).toMatchObject([
    { id: 'per_left', detail: { method: 'oidc', code: 'person-inactive' } },
    { id: 'per_left' },
  ]);
});

test('a token without an e-mail is refused, naming the claim', async () => {
  await exists({ ada: { name: 'Ada' } });
  expect(await signInWith(http, 'ada')).toMatchObject({
    status: 403,
    body: { code: 'oidc-claim-missing', facts: { claim: 'email' } },
  });
});

test('ten first sign-ins of one subject at the same moment make one person', async () => {
  await exists({ ada });
  const begun = await Promise.all(Array.from({ length: 10 }, () => begin(http)));
  const back = await Promise.all(begun.map(({ authorizationUrl }) => signInAt(authorizationUrl, redirectUri, 'ada')));
  const answers = await Promise.all(begun.map(({ cookie }, n) => finish(http, cookie, back[n] as (typeof back)[0])));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
  expect((await http.database.pool.query('select count(*) as n from person')).rows[0].n).toBe(1);
});

test('signing in gives a new session id and ends the session the browser came with', async () => {
  await exists({ ada });
  const before = sessionCookieOf(await signInWith(http, 'ada'));
  const { cookie, authorizationUrl } = await begin(http);
  const back = await signInAt(authorizationUrl, redirectUri, 'ada');
  const after = await finish(http, `${cookie}; ${before}`, back);
  expect(sessionCookieOf(after)).not.toBe(before);
  expect((await http.withCookie(before).get('/api/v1/session')).status).toBe(401);
  expect((await http.withCookie(sessionCookieOf(after)).get('/api/v1/session')).status).toBe(200);
});

test('a session id that somebody planted in the browser is not taken up', async () => {
  await exists({ ada });
  const planted = 'countersign_session=planted-by-an-attacker-planted-by-an-attac';
  const { cookie, authorizationUrl } = await begin(http);
  const back = await signInAt(authorizationUrl, redirectUri, 'ada');
  const answer = await finish(http, `${cookie}; ${planted}`, back);
  expect(sessionCookieOf(answer)).not.toBe(planted);
  expect((await http.withCookie(planted).get('/api/v1/session')).status).toBe(401);
});

test('an answer works only in the browser that asked, once, and within ten minutes', async () => {
  await exists({ ada });
  const mine = await begin(http);
  const others = await begin(http);
  const back = await signInAt(mine.authorizationUrl, redirectUri, 'ada');
  const unknown = { status: 403, body: { code: 'oidc-sign-in-unknown' } };
  // Of an attacker who sends me their own answer, or has stolen mine.
  expect(await finish(http, others.cookie, back)).toMatchObject(unknown);
  expect(await finish(http, '', back)).toMatchObject(unknown);
  expect(await finish(http, mine.cookie, { ...back, state: 'f'.repeat(64) })).toMatchObject(unknown);
  // None of that used mine up.
  expect((await finish(http, mine.cookie, back)).status).toBe(201);
  expect(await finish(http, mine.cookie, back)).toMatchObject(unknown);
  const late = await signInAt(others.authorizationUrl, redirectUri, 'ada');
  await http.moveClock(10 * 60_000);
  expect(await finish(http, others.cookie, late)).toMatchObject(unknown);
});

test('of one answer that is sent ten times at once one signs in', async () => {
  await exists({ ada });
  const { cookie, authorizationUrl } = await begin(http);
  const back = await signInAt(authorizationUrl, redirectUri, 'ada');
  const answers = await Promise.all(Array.from({ length: 10 }, () => finish(http, cookie, back)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(403)]);
});

test('a code of another sign-in does not fit, as neither its verifier nor its nonce does', async () => {
  await exists({ ada, eve: { ...ada, email: 'eve@corp.example' } });
  const [victim, attacker] = [await begin(http), await begin(http)];
  const [mine, injected] = [
    await signInAt(victim.authorizationUrl, redirectUri, 'ada'),
    await signInAt(attacker.authorizationUrl, redirectUri, 'eve'),
  ];
  const answer = await finish(http, victim.cookie, { ...mine, code: injected.code ?? '' });
  expect(answer).toMatchObject({ status: 403, body: { code: 'oidc-code-refused' } });
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '\\/evil.example',
  'javascript:alert(1)',
  '/a\nb',
  '',
])('where to go afterwards is a path of ours: %j is refused', async (next) => {
  expect(await http.anonymous.post('/api/v1/oidc-sign-ins', { next })).toMatchObject({
    status: 400,
    body: { code: 'invalid-input', field: 'next' },
  });
});

test('another site can neither begin nor finish a sign-in in somebody’s browser', async () => {
  const { cookie } = await begin(http);
  for (const url of ['/api/v1/oidc-sign-ins', '/api/v1/oidc-sign-ins/finish', '/api/v1/session', '/api/v1/first-run'])
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }] as Record<
      string,
      string
    >[])
      expect(await http.withCookie(cookie).post(url, { state: 'x' }, headers)).toMatchObject({
        status: 403,
        body: { code: 'cross-site-request' },
      });
});

test('neither secret, code, token nor cookie is in the database or the audit log', async () => {
  await exists({ ada });
  const { cookie, authorizationUrl } = await begin(http);
  const pending = await http.database.pool.query(
    `select t::text || encode(digest, 'escape') as row from pending_sign_in t`,
  );
  expect(pending.rows).toHaveLength(1);
  const back = await signInAt(authorizationUrl, redirectUri, 'ada');
  const answer = await finish(http, cookie, back);
  const stored = [pending.rows];
  for (const table of ['session', 'oidc_subject', 'audit_entry'])
    stored.push((await http.database.pool.query(`select t::text as row from ${table} t`)).rows);
  const text = JSON.stringify(stored);
  const secrets = [cookie.split('=')[1], back.state, back.code, sessionCookieOf(answer).split('=')[1], 'eyJ'];
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).toContain('"row"');
});

test('the cookie of a pending sign-in is for our own page only and goes with the sign-in', async () => {
  await exists({ ada });
  const begun = await http.anonymous.post('/api/v1/oidc-sign-ins', {});
  expect(String(begun.headers['set-cookie'])).toMatch(
    /^countersign_sign_in=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Strict$/,
  );
  const answer = await signInWith(http, 'ada');
  expect(String(answer.headers['set-cookie'])).toContain('countersign_sign_in=; Max-Age=0; Path=/');
});

test('the sign-in page is told of the provider', async () => {
  expect((await http.anonymous.get('/api/v1/sign-in-options')).body).toMatchObject({
    provider: { name: 'Test provider' },
    isLocalSignInAllowed: true,
    isHttps: false,
  });
});
