import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../../support/mail-server.ts';
import { demoAdministrator, demoCredentials, freePort, type Product, startProduct } from '../../support/product.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.ts';
import { addressesOf, type Get } from './every-answer.ts';
import { leaks, type Place, type Planted } from './planted-values.ts';

const planted = (name: string): string => `planted-${name}-${randomBytes(9).toString('hex')}`;
const roles = [
  'super-administrator',
  'connector-administrator',
  'campaign-administrator',
  'auditor',
  'manager',
  'employee',
] as const;

// One story: secrets of every kind go in, everything that can go wrong with them does, and then every place that a
// person, a log collector or a thief of the database reads is searched for them (SEC-4).
describe('a planted secret', () => {
  const smtp = { user: 'countersign', password: planted('smtp-password') };
  const firstRun = { name: 'Ada Example', email: 'ada@example.com', password: planted('first-run-password') };
  const wrong = {
    password: planted('wrong-password'),
    scimToken: planted('wrong-scim-token'),
    awsSecret: planted('wrong-aws-secret'),
    unreadable: planted('unreadable'),
  };
  const secretKey = randomBytes(32).toString('hex');
  /** Known from the start, and what the product makes itself. */
  const secrets: Planted[] = [
    { name: 'the SMTP password', value: smtp.password },
    { name: 'the first-run password', value: firstRun.password },
    { name: 'a wrong password', value: wrong.password },
    { name: 'a wrong SCIM token', value: wrong.scimToken },
    { name: 'a secret in what cannot be read', value: wrong.unreadable },
    { name: 'the secret key', value: secretKey },
    { name: 'the AWS secret access key', value: demoCredentials.AWS_SECRET_ACCESS_KEY },
    { name: 'the AWS session token', value: demoCredentials.AWS_SESSION_TOKEN },
    { name: 'a wrong AWS secret access key', value: wrong.awsSecret },
    { name: 'the secret of the demo’s administrator', value: demoAdministrator.secretAccessKey },
  ];
  const externalIds: Planted[] = [];
  const answers: Place[] = [];
  const mails: Place[] = [];
  /** What a table kept for a while only. */
  const rewritten: Place[] = [];
  const cookies = new Map<string, string>();
  let folder: TemporaryFolder;
  let mailServer: MailServer;
  let product: Product;
  let owner: pg.Client;
  let apiToken = '';
  let campaignId = '';

  type Headers = Record<string, string>;
  /** Asks, and keeps the answer for the search; without what only the person who asks may be told once. */
  const ask = async (
    method: string,
    at: string,
    options: { headers?: Headers; body?: unknown; isSecret?: boolean } = {},
  ) => {
    const { headers = {}, body, isSecret = false } = options;
    const response = await fetch(product.url + at, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
    const told = [...response.headers].filter(([name]) => name !== 'set-cookie');
    if (!isSecret)
      answers.push({ name: `the answer to ${method} ${at.split('?')[0]}`, text: `${JSON.stringify(told)}\n${text}` });
    return { status: response.status, text, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
  };
  const signIn = async (name: string, body: object): Promise<string> => {
    const { cookie, text } = await ask('POST', '/api/v1/session', { body });
    if (cookie === '') throw new Error(`${name} could not sign in: ${text}`);
    secrets.push({ name: `the session cookie of ${name}`, value: cookie.split('=')[1] as string });
    cookies.set(name, cookie);
    return cookie;
  };
  const asRole = async (role: (typeof roles)[number], method: string, at: string, body?: unknown) => {
    const headers = { cookie: cookies.get(role) ?? '' };
    const answer = await ask(method, at, { headers, ...(body === undefined ? {} : { body }) });
    return { ...answer, json: () => JSON.parse(answer.text) };
  };
  const asOwner = (method: string, at: string, body?: unknown) => asRole('super-administrator', method, at, body);
  /** The answer to what must work. */
  const doneBy = async (role: (typeof roles)[number], method: string, at: string, body?: unknown) => {
    const answer = await asRole(role, method, at, body);
    if (answer.status >= 300) throw new Error(`${method} ${at}: ${answer.status} ${answer.text}`);
    return answer.json();
  };
  const done = (method: string, at: string, body?: unknown) => doneBy('super-administrator', method, at, body);

  beforeAll(async () => {
    folder = await temporaryFolder('secrets');
    const keyFile = path.join(folder.path, 'key');
    await writeFile(keyFile, secretKey, { mode: 0o600 });
    mailServer = await startMailServer({ credentials: smtp });
    product = await startProduct({
      world: 'demo',
      throttling: false,
      isSeeded: false,
      env: {
        COUNTERSIGN_SECRET_KEY_FILE: keyFile,
        SMTP_URL: mailServer.url.replace('//', `//${smtp.user}:${smtp.password}@`),
        SMTP_FROM: 'Countersign <countersign@larkspurpay.example>',
        LOG_LEVEL: 'trace',
      },
    });
    owner = new pg.Client(product.ownerUrl);
    await owner.connect();
  }, 90_000);
  afterAll(async () => {
    await owner?.end();
    await product?.stop();
    await mailServer?.stop();
    await folder?.remove();
  });

  it('is found in whatever form programs write it, so that the searches below can fail', () => {
    const secret = { name: 'it', value: 'planted-value-Åß?&+/1f2e3d4c5b6a' };
    const bytes = Buffer.from(`xy${secret.value}z`);
    const written = [
      secret.value,
      bytes.toString('base64'),
      bytes.toString('base64url'),
      bytes.toString('hex').toUpperCase(),
      encodeURIComponent(secret.value),
    ];
    const texts = [...written, JSON.stringify({ secret: secret.value })];
    expect(
      leaks(
        [secret],
        texts.map((text, n) => ({ name: String(n), text: `before ${text} after` })),
      ),
    ).toHaveLength(texts.length);
    expect(leaks([secret], [{ name: 'nowhere', text: 'planted-value-1f2e3d4c5b6b' }])).toEqual([]);
    const key = { name: 'key', value: secretKey };
    const asBase64 = Buffer.from(secretKey, 'hex').toString('base64');
    expect(leaks([key], [{ name: 'base64', text: asBase64 }])).toEqual(['key in base64']);
  });

  it('goes in: by the first run, sign-ins, an API token, and a connector with a SCIM token', async () => {
    const link = await product.run(['first-run-link']);
    const token = /token=(\S+)/.exec(link.output.join('\n'))?.[1] as string;
    secrets.push({ name: 'the token of the first run', value: token });
    await ask('GET', `/first-run?token=${token}`, { headers: { accept: 'text/html' } });
    const first = await ask('POST', '/api/v1/first-run', { body: { ...firstRun, token } });
    expect(first.status).toBe(201);
    secrets.push({ name: 'the session cookie of the first run', value: first.cookie.split('=')[1] as string });
    await signIn('Ada', { kind: 'password', email: firstRun.email, password: firstRun.password });
    expect((await product.run(['demo-seed'])).exitCode).toBe(0);
    for (const as of roles) await signIn(as, { kind: 'demo', as });
    const made = await ask('POST', '/api/v1/api-tokens', {
      headers: { cookie: cookies.get('super-administrator') as string },
      body: { name: 'automation' },
      isSecret: true,
    });
    apiToken = JSON.parse(made.text).token;
    secrets.push({ name: 'the API token', value: apiToken });
    await connect();
  }, 120_000);

  const scim = async (): Promise<{ id: string; endpoint: string; token: string }> => {
    const answer = await fetch(`${product.simulatorUrl}/_simulator/scim`, { method: 'POST' });
    const made = (await answer.json()) as { id: string; tokenId: string; path: string; token: string };
    secrets.push({ name: 'a SCIM token', value: made.token });
    return { id: made.tokenId ?? made.id, endpoint: `${product.simulatorUrl}${made.path}`, token: made.token };
  };
  let connectorPath = '';
  let settings = {};
  const connect = async (): Promise<void> => {
    const { person } = await done('GET', '/api/v1/session');
    // None of those who sign in below: who owns a connector is shown its External IDs.
    const people = await done('GET', '/api/v1/people?q=demir');
    const ownerIds = [person.id, people.items[0].id];
    const connector = await done('POST', '/api/v1/connectors', {
      application: { newName: 'AWS production' },
      ownerIds,
    });
    externalIds.push(
      { name: 'the External ID', value: connector.externalId },
      { name: 'the External ID of the members', value: connector.memberExternalId },
    );
    connectorPath = `/api/v1/connectors/${connector.id}`;
    const { roleArn } = await done('POST', `/api/v1/demo/connectors/${connector.id}/role`);
    const { endpoint, token } = await scim();
    settings = {
      roleArn,
      organizationsEnabled: true,
      identityCenterEnabled: true,
      identityCenterRegion: 'eu-north-1',
      memberRoleName: 'CountersignMember',
      scimEnabled: true,
      scimEndpoint: endpoint,
    };
    expect((await asOwner('POST', `${connectorPath}/test`, { ...settings, scimToken: wrong.scimToken })).status).toBe(
      200,
    );
    await done('PATCH', connectorPath, { ...settings, scimToken: token });
    await synced('connected');
  };
  const synced = async (status: string): Promise<void> => {
    const read = async () => (await done('GET', connectorPath)).status;
    await expect.poll(read, { timeout: 60_000, interval: 300 }).toBe(status);
  };

  it('is taken along a review of access into an evidence pack', async () => {
    const [fallback] = (await done('GET', '/api/v1/look-up/people?q=Solheim')).items;
    const scope = { awsAccountIds: ['730482915066'] };
    const wish = { name: 'Q4', scope, reviewerRule: 'manager', fallbackReviewerId: fallback.id, silence: 'keep' };
    const { id } = await done('POST', '/api/v1/campaigns', { ...wish, dueAt: '2027-01-31T00:00:00.000Z' });
    campaignId = id;
    const staleReason = 'Members are another matter';
    await done('POST', `/api/v1/campaigns/${id}/start`, { staleReason });
    for (const step of ['close', 'evidence']) await done('POST', `/api/v1/campaigns/${id}/${step}`, {});
  }, 60_000);

  it('is beside requests, a lease, a task and an identity provider, so that every route has something to tell', async () => {
    // Who asks is found among the identities a moment after the first sync.
    let asked = 0;
    const askForTwo = async (): Promise<number> => {
      const { items } = await doneBy('employee', 'GET', '/api/v1/catalog?q=PowerUserAccess&limit=50');
      for (const { ref, isHeld } of items) {
        if (isHeld || asked === 2) continue;
        const wish = { entitlement: ref, durationMinutes: 60, reason: 'Release of ledger 4' };
        const answer = await asRole('employee', 'POST', '/api/v1/requests', wish);
        if (answer.status === 201) asked += 1;
      }
      return asked;
    };
    await expect.poll(askForTwo, { timeout: 20_000, interval: 1_000 }).toBe(2);
    const [first] = (await doneBy('manager', 'GET', '/api/v1/approvals')).items;
    await doneBy('manager', 'POST', `/api/v1/requests/${first.request.id}/approve`, {});
    const tasks = async () => (await done('GET', '/api/v1/manual-tasks')).items.length;
    await expect.poll(tasks, { timeout: 20_000, interval: 300 }).toBeGreaterThan(0);
    const provider = await done('POST', '/api/v1/identity-providers', { name: 'Corporate Okta', trustIds: [] });
    await done('POST', `/api/v1/identity-providers/${provider.id}/groups`, {
      csv: 'group,email\nOps,ada@example.com\n',
    });
  }, 60_000);

  it('is carried through requests that are refused, cut short or broken', async () => {
    const cookie = cookies.get('super-administrator') as string;
    const bearer = { authorization: `Bearer ${apiToken}` };
    const session = { kind: 'password', email: firstRun.email, password: wrong.password };
    for (let n = 0; n < 6; n += 1) await ask('POST', '/api/v1/session', { body: session });
    for (const body of [
      { ...session, email: `${wrong.password} is no address` },
      { ...session, kind: wrong.password },
      { ...session, password: [wrong.password] },
      { ...session, email: 'a\u0000b@example.com' },
      `{"password": ${wrong.unreadable}, `,
      `${wrong.unreadable}`,
      `{"kind":"password","email":"${firstRun.email}","password":"${wrong.unreadable}`,
      `"${wrong.unreadable}"`,
      `{"__proto__": {"password": "${wrong.unreadable}"}}`,
    ])
      await ask('POST', '/api/v1/session', { body });
    await ask('POST', '/api/v1/session', { body: wrong.unreadable, headers: { 'content-type': 'text/plain' } });
    await ask('POST', '/api/v1/session', { body: { ...session, password: wrong.unreadable.repeat(9_000) } });
    await ask('GET', `/api/v1/people?token=${wrong.unreadable}&limit=${wrong.unreadable}`, { headers: bearer });
    await ask('GET', '/api/v1/session', { headers: { authorization: `Basic ${wrong.unreadable}` } });
    await ask('GET', '/api/v1/session', { headers: { cookie: `countersign_session=${wrong.unreadable}` } });
    await ask('POST', '/api/v1/first-run', { body: { ...firstRun, token: wrong.unreadable } });
    for (const change of [
      { ...settings, scimToken: `${wrong.scimToken}\u0000` },
      { ...settings, scimToken: `${wrong.scimToken}\r\nX-Header: ${wrong.scimToken}` },
      { ...settings, scimToken: { text: wrong.scimToken } },
      { ...settings, scimToken: wrong.scimToken, scimTokenExpiresAt: '2020-01-01T00:00:00.000Z' },
      { ...settings, scimToken: wrong.scimToken, scimEndpoint: 'http://127.0.0.1:9/x/scim/v2/' },
      { ...settings, scimToken: wrong.scimToken, roleArn: 'arn:aws:iam::111122223333:role/Nobody' },
      { ...settings, scimToken: wrong.scimToken, name: 'a\u0000b' },
    ])
      for (const [method, at] of [
        ['PATCH', connectorPath],
        ['POST', `${connectorPath}/test`],
      ] as const)
        await ask(method, at, { headers: { cookie }, body: change });
    expect(answers.some(({ text }) => text.includes('invalid-input'))).toBe(true);
    expect(answers.some(({ text }) => text.includes('malformed-request'))).toBe(true);
  }, 60_000);

  it('is carried through SMTP that refuses, is away, and works again', async () => {
    const due = () => owner.query(`update mail set next_attempt_at = now() where status = 'queued'`);
    const smtpUrl = (user: string, password: string, url: string) => ({
      SMTP_URL: url.replace('//', `//${user}:${password}@`),
    });
    const said = (words: RegExp) =>
      expect
        .poll(
          async () => {
            await due();
            const { rows } = await owner.query('select last_error from mail');
            rewritten.push({ name: 'why a mail was not sent', text: rows.map((row) => row.last_error).join('\n') });
            return rows.some(({ last_error }) => words.test(last_error ?? ''));
          },
          { timeout: 30_000, interval: 500 },
        )
        .toBe(true);
    const mailsFor = async (env: Record<string, string>) => {
      await product.stopWorker();
      await product.startWorker(env);
      const people = await done('GET', '/api/v1/people?q=boateng');
      const { person } = await done('GET', '/api/v1/session');
      await done('POST', '/api/v1/connectors', {
        application: { newName: `Mail ${Math.random()}` },
        ownerIds: [person.id, people.items[0].id],
      });
    };
    await mailsFor(smtpUrl(smtp.user, wrong.password, mailServer.url));
    await said(/535/);
    await mailsFor(smtpUrl(smtp.user, smtp.password, `smtp://127.0.0.1:${await freePort()}`));
    await said(/ECONNREFUSED/);
    await product.stopWorker();
    await product.startWorker();
    await expect
      .poll(
        async () => {
          await due();
          return mailServer.received.length;
        },
        { timeout: 30_000, interval: 500 },
      )
      .toBeGreaterThan(1);
  }, 120_000);

  it('is carried through AWS that refuses its key, forgets its token, and is away', async () => {
    const wrongKey = { AWS_SECRET_ACCESS_KEY: wrong.awsSecret };
    await Promise.all([product.stopWorker(), product.stopServer()]);
    await product.startServer(wrongKey);
    await product.startWorker(wrongKey);
    await asOwner('POST', `${connectorPath}/test`, { ...settings });
    await done('POST', `${connectorPath}/sync`);
    await synced('error');
    await Promise.all([product.stopWorker(), product.stopServer()]);
    await product.startServer();
    await product.startWorker();
    // Provisioning off ends every token.
    await fetch(`${product.simulatorUrl}/_simulator/scim`, { method: 'DELETE' });
    await done('POST', `${connectorPath}/sync`);
    await synced('connected');
    await product.stopSimulator();
    await asOwner('POST', `${connectorPath}/test`, { ...settings });
    await done('POST', `${connectorPath}/sync`);
    await synced('error');
  }, 180_000);

  it('stands in no answer of any GET route, to nobody of any role', async () => {
    const getAs =
      (headers: Headers, name: string): Get =>
      async (at) => {
        const response = await fetch(product.url + at, { headers, signal: AbortSignal.timeout(10_000) });
        const chunks: Uint8Array[] = [];
        const isLive = response.headers.get('content-type')?.includes('event-stream');
        const ends = AbortSignal.timeout(1_000);
        const reader = response.body?.getReader();
        for (;;) {
          const next = await Promise.race([
            reader?.read(),
            ...(isLive
              ? [new Promise<undefined>((resolve) => ends.addEventListener('abort', () => resolve(undefined)))]
              : []),
          ]);
          if (!next?.value) break;
          chunks.push(next.value);
        }
        await reader?.cancel();
        const text = Buffer.concat(chunks).toString('latin1');
        found.push({ name: `GET ${at.split('?')[0]} as ${name}`, text });
        // A pack for programs is base64 in JSON.
        const packed = /"base64":"([^"]+)"/.exec(text)?.[1];
        if (packed)
          found.push({
            name: `the pack of GET ${at} as ${name}`,
            text: Buffer.from(packed, 'base64').toString('latin1'),
          });
        return { status: response.status, text };
      };
    const found: Place[] = [];
    const viewers: [string, Headers][] = [
      ...roles.map((role): [string, Headers] => [role, { cookie: cookies.get(role) ?? '' }]),
      ['an API token', { authorization: `Bearer ${apiToken}` }],
      ['nobody', {}],
    ];
    const finders = (['super-administrator', 'manager'] as const).map((role) =>
      getAs({ cookie: cookies.get(role) ?? '' }, role),
    );
    const { paths, withoutIds } = await addressesOf(finders, campaignId);
    expect(withoutIds).toEqual([]);
    const told = new Set<string>();
    for (const [name, headers] of viewers) {
      const get = getAs(headers, name);
      for (const at of paths) {
        const { status } = await get(at);
        if (status === 200) told.add(at);
      }
    }
    expect(paths.filter((at) => !told.has(at))).toEqual([]);
    expect(leaks(secrets, found)).toEqual([]);
    const others = found.filter(({ name }) => !/ as (super-administrator|an API token)$/.test(name));
    expect(leaks(externalIds, others)).toEqual([]);
    // Whose trust policy has the External ID, as it was read from AWS.
    expect(others.some(({ name, text }) => name.includes('/roles/') && text.includes(':role/Countersign'))).toBe(true);
    // The searches would see it: who manages the connector is shown it.
    expect(leaks(externalIds, found)).not.toEqual([]);
  }, 120_000);

  it('stands in no answer to what was changed or tried', () => {
    expect(answers.length).toBeGreaterThan(40);
    expect(leaks(secrets, answers)).toEqual([]);
  });

  it('stands in no line that a server or a worker ever wrote, whatever went wrong', () => {
    const logs = product.parts.map(({ name, output }, n) => ({
      name: `the log of ${name} ${n}`,
      text: output.join('\n'),
    }));
    const said = logs.map(({ text }) => text).join('\n');
    for (const words of ['some mail could not be sent', '/api/v1/session'])
      expect(said.includes(words), words).toBe(true);
    expect(leaks([...secrets, ...externalIds], logs)).toEqual([]);
  });

  it('stands in no mail', () => {
    mails.push(
      ...mailServer.received.map(({ raw, text, html }, n) => ({ name: `mail ${n}`, text: `${raw}\n${text}\n${html}` })),
    );
    expect(mails.length).toBeGreaterThan(1);
    expect(leaks([...secrets, ...externalIds], mails)).toEqual([]);
  });

  it('stands in no row of any table, but as a digest or encrypted', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const dump: Place[] = [];
    for (const { name } of rows) {
      const { rows: lines } = await owner.query<{ line: string }>(`select t::text as line from ${name} t`);
      dump.push({ name: `table ${name}`, text: lines.map(({ line }) => line).join('\n') });
    }
    const filled = dump.filter(({ text }) => text !== '').map(({ name }) => name);
    for (const name of [
      'connector_secret',
      'signing_key',
      'session',
      'api_token',
      'local_credential',
      'audit_entry',
      'mail',
    ])
      expect(filled).toContain(`table public.${name}`);
    expect(leaks(secrets, [...rewritten, ...dump])).toEqual([]);
    // The audit log is for everybody who may read it, also the External IDs.
    expect(
      leaks(
        externalIds,
        dump.filter(({ name }) => /audit|notification|run_log|mail/.test(name)),
      ),
    ).toEqual([]);
  });
});
