import type { FastifyInstance, InjectOptions } from 'fastify';
import pg from 'pg';
import type { Simulator } from '../../simulator/start.ts';
import { createAwsProbe } from '../../src/adapters/aws/aws-probe.ts';
import { createDemoRoleMaker } from '../../src/adapters/aws/demo-role.ts';
import { createCedarEngine } from '../../src/adapters/cedar/cedar-engine.ts';
import { ed25519Signer } from '../../src/adapters/crypto/ed25519-signer.ts';
import { nodeCrypto, randomIds } from '../../src/adapters/crypto/node-crypto.ts';
import { secretBox, secretsIn } from '../../src/adapters/crypto/secret-box.ts';
import { csvReader } from '../../src/adapters/csv/csv-reader.ts';
import { evidenceWriter } from '../../src/adapters/evidence/evidence-writer.ts';
import { delegationViews } from '../../src/adapters/postgres/access/delegations/delegation-views.ts';
import { leaseViews } from '../../src/adapters/postgres/access/lease-views.ts';
import { manualTaskViews } from '../../src/adapters/postgres/access/manual-task-views.ts';
import { policyStore } from '../../src/adapters/postgres/access/policies/policy-store.ts';
import { policyViews } from '../../src/adapters/postgres/access/policies/policy-views.ts';
import { accessFacts } from '../../src/adapters/postgres/access/requests/access-facts.ts';
import { catalog } from '../../src/adapters/postgres/access/requests/catalog.ts';
import { leasesOfRequests } from '../../src/adapters/postgres/access/requests/leases-of-requests.ts';
import { requestViews } from '../../src/adapters/postgres/access/requests/request-views.ts';
import { databaseClock } from '../../src/adapters/postgres/clock.ts';
import { connectorViews } from '../../src/adapters/postgres/connectors/connector-views.ts';
import { runViews } from '../../src/adapters/postgres/connectors/run-views.ts';
import { createTransact } from '../../src/adapters/postgres/create-transact.ts';
import { type Database, type ExecuteSql, openDatabase } from '../../src/adapters/postgres/database.ts';
import { federationViews } from '../../src/adapters/postgres/federation/federation-views.ts';
import { inbox } from '../../src/adapters/postgres/notifications/inbox.ts';
import { queueSchema } from '../../src/adapters/postgres/queue-schema.ts';
import { createRateBudget } from '../../src/adapters/postgres/rate-budget.ts';
import { reviewViews } from '../../src/adapters/postgres/reviews/review-views.ts';
import { auditViews } from '../../src/adapters/postgres/security/audit/audit-views.ts';
import { credentialStore } from '../../src/adapters/postgres/security/credential-store.ts';
import { memberViews } from '../../src/adapters/postgres/security/members/member-views.ts';
import { sessionViews } from '../../src/adapters/postgres/security/session-views.ts';
import { createViews } from '../../src/adapters/postgres/views/create-views.ts';
import { openJobQueue } from '../../src/adapters/queue/job-queue.ts';
import { createScimProbe } from '../../src/adapters/scim/scim-probe.ts';
import { api } from '../../src/contract/index.ts';
import type { Route } from '../../src/contract/route.ts';
import { Problem } from '../../src/contract/shared.ts';
import type { AwsProbe } from '../../src/core/connectors/ports.ts';
import { cachedServiceIdentity } from '../../src/core/connectors/service-identity-cache.ts';
import { demoSignIns } from '../../src/core/directory/demo-directory.ts';
import { seedDemo } from '../../src/core/directory/seed-demo.ts';
import type { OidcSettings } from '../../src/core/security/oidc/ports.ts';
import { readCredentials } from '../../src/core/security/read-credentials.ts';
import { createAuthenticator } from '../../src/entrypoints/http/core/authenticate.ts';
import { createApp } from '../../src/entrypoints/http/core/create-app.ts';
import { registerAccessRoutes } from '../../src/entrypoints/http/features/access.ts';
import { registerAuditRoutes } from '../../src/entrypoints/http/features/audit.ts';
import { registerCampaignRoutes } from '../../src/entrypoints/http/features/campaigns.ts';
import { registerConnectorRoutes } from '../../src/entrypoints/http/features/connectors.ts';
import { registerDelegationRoutes } from '../../src/entrypoints/http/features/delegations.ts';
import { registerFederationRoutes } from '../../src/entrypoints/http/features/federation.ts';
import { registerInventoryRoutes } from '../../src/entrypoints/http/features/inventory.ts';
import { registerLeaseRoutes } from '../../src/entrypoints/http/features/leases.ts';
import { registerMemberRoutes } from '../../src/entrypoints/http/features/members.ts';
import { registerNotificationRoutes } from '../../src/entrypoints/http/features/notifications.ts';
import { registerPolicyRoutes } from '../../src/entrypoints/http/features/policies.ts';
import { registerRequestRoutes } from '../../src/entrypoints/http/features/requests.ts';
import { registerSessionRoutes } from '../../src/entrypoints/http/features/session.ts';
import { createTestDatabase } from '../support/database.ts';

export type DemoRole = (typeof demoSignIns)[number]['as'];
export interface HttpOptions {
  isDemo?: boolean;
  isHttps?: boolean;
  /** The provider of OpenID Connect. */
  oidc?: OidcSettings;
  isLocalSignInAllowed?: boolean;
  signInsPerMinute?: number;
  /** The simulated AWS; without it nothing in the test may ask AWS. */
  simulator?: Simulator;
}
export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each test looks at its own shape
  body: any;
  headers: Record<string, unknown>;
}
export interface Caller {
  cookie: string;
  get(url: string, headers?: Record<string, string>): Promise<Answer>;
  post(url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(url: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  remove(url: string, headers?: Record<string, string>): Promise<Answer>;
}

/** Credentials and endpoint reach the SDK by the environment, as in the product. */
export const pointAtSimulatedAws = ({ url, credentials }: Pick<Simulator, 'url' | 'credentials'>): void => {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials.countersign;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_EC2_METADATA_DISABLED: 'true',
  });
};

const noAws: AwsProbe = {
  test: () => Promise.reject(new Error('This test did not expect AWS to be asked.')),
  serviceIdentity: async () => ({
    principalArn: null,
    awsAccountId: null,
    kind: 'unknown',
    source: null,
    warnings: [],
  }),
};

/** The HTTP server of these features over a real database and the real queue, in this process. */
export const startHttp = async (options: HttpOptions = {}) => {
  const { isDemo = true, isHttps = false, simulator } = options;
  const testDatabase = await createTestDatabase();
  const database = openDatabase(testDatabase.appUrl, { maxConnections: 5 });
  const failures: Error[] = [];
  const onError = (error: Error) => failures.push(error);
  const queue = await openJobQueue({ databaseUrl: testDatabase.appUrl, schema: queueSchema, isWorker: false, onError });
  const clock = databaseClock(database);
  const shared = { transact: createTransact(database, queue.enqueue), clock, crypto: nodeCrypto, ids: randomIds };
  if (isDemo) await seedDemo(shared);
  if (simulator) pointAtSimulatedAws(simulator);
  const probe = simulator ? createAwsProbe({ budget: createRateBudget(database), region: 'eu-north-1' }) : noAws;
  const demoRole = simulator
    ? createDemoRoleMaker({ endpoint: simulator.url, credentials: simulator.credentials.administrator })
    : null;
  const secrets = secretsIn(secretBox(Buffer.alloc(32, 7)));
  const app = await createApp({
    logger: false,
    version: '0.0.0-test',
    requestsPerMinute: 10_000,
    signInsPerMinute: options.signInsPerMinute ?? 10_000,
    isHttps,
    trustedProxies: [],
    requestId: () => `req_${randomIds.next('tok').slice(4)}`,
  });
  const credentials = readCredentials({ credentials: credentialStore(database), crypto: nodeCrypto });
  const authenticator = createAuthenticator(credentials, isHttps);
  const { oidc = null, isLocalSignInAllowed = true } = options;
  const security = { ...shared, signIns: isDemo ? demoSignIns : null, oidc, secrets, isLocalSignInAllowed };
  registerSessionRoutes(app, authenticator, {
    security,
    views: sessionViews(database),
    isHttps,
    version: '0.0.0-test',
  });
  registerConnectorRoutes(app, authenticator, {
    connectors: {
      ...shared,
      probe,
      demoRole: isDemo ? demoRole : null,
      scimProbe: createScimProbe(secrets),
      secrets,
      simulatedOrigin: simulator ? new URL(simulator.url).origin : null,
    },
    serviceIdentity: cachedServiceIdentity({ probe, clock }),
    views: connectorViews(database),
    runs: runViews(database),
  });
  const views = createViews(database);
  registerInventoryRoutes(app, authenticator, views);
  registerAccessRoutes(app, authenticator, views);
  registerAuditRoutes(app, authenticator, auditViews(database));
  const policyAlerts: unknown[] = [];
  const engine = await createCedarEngine((facts) => policyAlerts.push(facts));
  const executeSql: ExecuteSql = (text, values) => database.pool.query(text, values);
  registerPolicyRoutes(app, authenticator, { policies: { ...shared, engine }, views: policyViews(database) });
  registerRequestRoutes(app, authenticator, {
    requests: { ...shared, engine },
    answers: {
      facts: accessFacts(executeSql),
      currentPolicies: () => policyStore(executeSql).current(),
      catalog: catalog(database),
      engine,
      clock,
    },
    views: requestViews({ database, access: views, leases: leasesOfRequests(database) }),
  });
  registerDelegationRoutes(app, authenticator, { delegations: shared, views: delegationViews(database) });
  registerFederationRoutes(app, authenticator, { ...shared, csv: csvReader, views: federationViews(database) });
  registerLeaseRoutes(app, authenticator, {
    leases: shared,
    views: leaseViews(database),
    manualTasks: manualTaskViews(database),
  });
  registerMemberRoutes(app, authenticator, { members: shared, views: memberViews(database) });
  registerNotificationRoutes(app, authenticator, { inbox: inbox(database), clock });
  const reviews = { ...shared, signer: ed25519Signer(secretBox(Buffer.alloc(32, 7))), writer: evidenceWriter };
  registerCampaignRoutes(app, authenticator, { reviews, views: reviewViews(database) });
  await app.ready();
  const asOwner = async (sql: string): Promise<void> => {
    const owner = new pg.Client(testDatabase.ownerUrl);
    await owner.connect();
    await owner.query(sql).finally(() => owner.end());
  };
  return {
    app,
    database,
    security,
    requests: { ...shared, engine },
    policyAlerts,
    reviews,
    anonymous: callerOf(app, ''),
    withCookie: (cookie: string) => callerOf(app, cookie),
    signIn: (as: DemoRole | string) => signIn(app, as),
    moveClock: (ms: number) => database.pool.query('update clock_offset set offset_ms = offset_ms + $1', [ms]),
    /** Nobody and nothing again, as after the migrations; quicker than a server of its own for each test. */
    reset: () =>
      asOwner('truncate person, first_run_token, pending_sign_in cascade; update clock_offset set offset_ms = 0'),
    /** As the database's owner, who may do what the product itself may not. */
    asOwner,
    jobs: () => jobsOf(database),
    personId: async (email: string): Promise<string> =>
      (await database.pool.query('select id from person where email = $1', [`${email}@larkspurpay.example`])).rows[0]
        .id,
    async stop() {
      await app.close();
      // The queue may still be letting go of connections when its database goes.
      const failed = failures[0];
      await queue.runner.stop();
      await database.close();
      await testDatabase.drop();
      if (failed) throw failed;
    },
  };
};
export type Http = Awaited<ReturnType<typeof startHttp>>;

const callerOf = (app: FastifyInstance, cookie: string): Caller => {
  const send = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    rest: InjectOptions,
  ): Promise<Answer> => {
    const headers = { ...(cookie ? { cookie } : {}), ...rest.headers };
    const response = await app.inject({ ...rest, method, url, headers });
    // Lines of JSON (application/x-ndjson) are a text.
    const isJson = /[/+]json/.test(String(response.headers['content-type'] ?? ''));
    if (isJson) requireContract(method, url, response.statusCode, response.json());
    return { status: response.statusCode, body: isJson ? response.json() : response.body, headers: response.headers };
  };
  return {
    cookie,
    get: (url, headers = {}) => send('GET', url, { headers }),
    post: (url, body, headers = {}) =>
      send('POST', url, { headers, ...(body === undefined ? {} : { payload: body as object }) }),
    patch: (url, body, headers = {}) => send('PATCH', url, { headers, payload: body as object }),
    remove: (url, headers = {}) => send('DELETE', url, { headers }),
  };
};

const routes = Object.values(api).flatMap((feature) => Object.values(feature) as Route[]);
const patternOf = (path: string) => new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`);

/** The server shapes its answers and does not check them: the tests do, every one of them. */
const requireContract = (method: string, url: string, status: number, body: unknown): void => {
  if (status >= 400) {
    Problem.strict().parse(body);
    return;
  }
  const path = url.split('?')[0] ?? '';
  const fitting = routes.filter((each) => each.method === method && patternOf(each.path).test(path));
  const route = fitting.find((each) => each.path === path) ?? fitting[0];
  if (!route) return;
  if ((route.status ?? 200) !== status) throw new Error(`${method} ${path} answered ${status}, not ${route.status}.`);
  route.response?.parse(body);
};

export const cookieOf = (answer: Answer): string => String(answer.headers['set-cookie']).split(';')[0] ?? '';

const signIn = async (app: FastifyInstance, as: string): Promise<Caller> => {
  const answer = await callerOf(app, '').post('/api/v1/session', { kind: 'demo', as });
  if (answer.status !== 201) throw new Error(`Sign-in as ${as}: ${JSON.stringify(answer.body)}`);
  return callerOf(app, cookieOf(answer));
};

const jobsOf = async (database: Database): Promise<{ name: string; key: string; data: Record<string, unknown> }[]> => {
  const { rows } = await database.pool.query(
    `select name, singleton_key as key, data from ${queueSchema}.job where name not like '\\_\\_%' order by created_on`,
  );
  return rows;
};
