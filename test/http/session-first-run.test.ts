import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { nodeCrypto } from '../../src/adapters/crypto/node-crypto.ts';
import type { ExecuteSql } from '../../src/adapters/postgres/database.ts';
import { firstRunTokenStore } from '../../src/adapters/postgres/security/first-run-token-store.ts';
import { completeFirstRun } from '../../src/core/security/complete-first-run.ts';
import { firstRunLink } from '../../src/core/security/first-run-link.ts';
import { signInWithPassword } from '../../src/core/security/sign-in-with-password.ts';
import { cookieOf, type Http, startHttp } from './start-http.ts';

const minuteMs = 60_000;
const password = 'a long enough passphrase';
const ada = { name: 'Ada Example', email: 'Ada@Example.com', password };

let http: Http;
beforeAll(async () => {
  http = await startHttp({ isDemo: false });
});
afterAll(() => http.stop());
beforeEach(() => http.reset());

const becomeFirst = async () => {
  const token = await firstRunLink(http.security);
  return http.anonymous.post('/api/v1/first-run', { ...ada, token });
};
const signIn = (email: string, secret: string) =>
  http.anonymous.post('/api/v1/session', { kind: 'password', email, password: secret });

test('the link makes its holder Super Administrator, signed in, and able to come back with the password', async () => {
  const first = await becomeFirst();
  expect(first).toMatchObject({
    status: 201,
    body: { roles: ['super-administrator'], person: { email: 'ada@example.com' } },
  });
  expect((await http.withCookie(cookieOf(first)).get('/api/v1/audit-entries')).status).toBe(200);
  expect(await signIn('ADA@example.com', password)).toMatchObject({
    status: 201,
    body: { person: { name: 'Ada Example' } },
  });
  expect((await http.anonymous.get('/api/v1/sign-in-options')).body.isFirstRunPending).toBe(false);
});

test('the link works once, and no new one is made while there is a Super Administrator', async () => {
  const token = await firstRunLink(http.security);
  const body = { ...ada, token };
  expect((await http.anonymous.post('/api/v1/first-run', body)).status).toBe(201);
  const again = await http.anonymous.post('/api/v1/first-run', { ...body, email: 'eve@example.com' });
  expect(again).toMatchObject({ status: 409, body: { code: 'first-run-over' } });
  expect(await firstRunLink(http.security)).toBeNull();
});

test('of two people who open the link at the same moment one becomes Super Administrator', async () => {
  const token = await firstRunLink(http.security);
  const answers = await Promise.all(
    ['a', 'b', 'c'].map((who) =>
      http.anonymous.post('/api/v1/first-run', { ...ada, email: `${who}@example.com`, token }),
    ),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
  const held = await http.database.pool.query('select count(*) as n from role_grant');
  expect(held.rows[0].n).toBe(1);
});

test('more people at once than the pool has connections are all answered soon', async () => {
  const token = await firstRunLink(http.security);
  const startedMs = performance.now();
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      http.anonymous.post('/api/v1/first-run', { ...ada, email: `guest${n}@example.com`, token }),
    ),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array(7).fill(409)]);
  expect(performance.now() - startedMs).toBeLessThan(5000);
});

test('a made-up link is refused without a turn and without the work of hashing a password', async () => {
  const holder = await http.database.pool.connect();
  await holder.query('begin');
  await firstRunTokenStore(holder.query.bind(holder) as ExecuteSql).takeTurn();
  try {
    const hashPassword = () => Promise.reject(new Error('hashed'));
    const ports = { ...http.security, crypto: { ...nodeCrypto, hashPassword } };
    const context = { previousSecret: null, requestId: 'call_1' };
    await expect(
      completeFirstRun(ports, { ...ada, ...context, token: 'made-up-token-made-up-token' }),
    ).rejects.toMatchObject({ code: 'first-run-link-invalid' });
  } finally {
    await holder.query('rollback');
    holder.release();
  }
});

test('a link is refused after 24 hours, when a newer one was made, and when it was made up', async () => {
  const older = await firstRunLink(http.security);
  const newer = await firstRunLink(http.security);
  for (const token of [older, 'made-up-token-made-up-token'])
    expect(await http.anonymous.post('/api/v1/first-run', { ...ada, token })).toMatchObject({
      status: 403,
      body: { code: 'first-run-link-invalid', field: 'token' },
    });
  await http.moveClock(24 * 60 * minuteMs);
  expect((await http.anonymous.post('/api/v1/first-run', { ...ada, token: newer })).status).toBe(403);
});

test('a password under twelve characters is refused before the link is used up', async () => {
  const token = await firstRunLink(http.security);
  const short = await http.anonymous.post('/api/v1/first-run', { ...ada, password: 'too short', token });
  expect(short).toMatchObject({ status: 400, body: { code: 'invalid-input', field: 'password' } });
  expect((await http.anonymous.post('/api/v1/first-run', { ...ada, token })).status).toBe(201);
});

test('whoever the directory knows by this e-mail becomes Super Administrator, not a second person', async () => {
  await http.database.pool.query(
    `insert into person (id, name, email, source, created_at, updated_at)
     values ('per_known', 'Ada from a sync', 'ada@example.com', 'identity-center', now(), now())`,
  );
  expect((await becomeFirst()).body.person).toMatchObject({ id: 'per_known', name: 'Ada from a sync' });
});

test('an unknown e-mail and a wrong password are answered alike', async () => {
  await becomeFirst();
  const wrong = await signIn('ada@example.com', 'not the password');
  const unknown = await signIn('nobody@example.com', 'not the password');
  expect(wrong).toMatchObject({ status: 403, body: { code: 'sign-in-refused' } });
  const { requestId: _, ...body } = wrong.body;
  expect(unknown.body).toMatchObject(body);
});

test('an unknown e-mail costs the same work as a wrong password', async () => {
  await becomeFirst();
  const hashes: string[] = [];
  const verifyPassword = (hash: string, secret: string) => {
    hashes.push(hash.split('$').slice(0, 4).join('$'));
    return nodeCrypto.verifyPassword(hash, secret);
  };
  const ports = { ...http.security, crypto: { ...nodeCrypto, verifyPassword } };
  for (const email of ['ada@example.com', 'nobody@example.com'])
    await expect(
      signInWithPassword(ports, { email, password: 'not the password', previousSecret: null }),
    ).rejects.toMatchObject({ code: 'sign-in-refused' });
  expect(hashes).toEqual(['$argon2id$v=19$m=19456,t=2,p=1', '$argon2id$v=19$m=19456,t=2,p=1']);
});

test('five wrong passwords close sign-in for 15 minutes, also for the right one, and then it opens', async () => {
  await becomeFirst();
  for (let attempt = 0; attempt < 5; attempt += 1) await signIn('ada@example.com', 'not the password');
  expect((await signIn('ada@example.com', password)).status).toBe(403);
  await http.moveClock(14 * minuteMs);
  expect((await signIn('ada@example.com', password)).status).toBe(403);
  await http.moveClock(minuteMs + 1000);
  expect((await signIn('ada@example.com', password)).status).toBe(201);
});

test('after the lock the count begins anew, and a right password clears it', async () => {
  await becomeFirst();
  for (let attempt = 0; attempt < 5; attempt += 1) await signIn('ada@example.com', 'not the password');
  await http.moveClock(16 * minuteMs);
  for (let attempt = 0; attempt < 4; attempt += 1) await signIn('ada@example.com', 'not the password');
  expect((await signIn('ada@example.com', password)).status).toBe(201);
  await signIn('ada@example.com', 'not the password');
  expect((await signIn('ada@example.com', password)).status).toBe(201);
});

test('twenty guesses sent at once are still five guesses', async () => {
  await becomeFirst();
  const guesses = Array.from({ length: 20 }, (_, n) => signIn('ada@example.com', `guess number ${n}`));
  await Promise.all(guesses);
  const { rows } = await http.database.pool.query(
    'select failed_attempts as n, locked_until as until from local_credential',
  );
  expect(rows[0]).toMatchObject({ n: 5 });
  expect(rows[0].until).not.toBeNull();
});

test('no password, link or session id is in the database or the audit log in clear', async () => {
  const token = await firstRunLink(http.security);
  const first = await http.anonymous.post('/api/v1/first-run', { ...ada, token });
  const session = cookieOf(first).split('=')[1] ?? '';
  for (const table of ['session', 'local_credential', 'first_run_token', 'audit_entry']) {
    const { rows } = await http.database.pool.query(
      `select t::text || encode(coalesce((to_jsonb(t) ->> 'digest')::bytea, ''), 'escape') as row from ${table} t`,
    );
    expect(rows.length, table).toBeGreaterThan(0);
    for (const secret of [token, session, password]) expect(JSON.stringify(rows)).not.toContain(secret);
  }
});
