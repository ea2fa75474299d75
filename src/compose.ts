import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createAwsProbe } from './adapters/aws/aws-probe.ts';
import { createAwsReader } from './adapters/aws/aws-reader.ts';
import { createAwsRefresher } from './adapters/aws/aws-refresher.ts';
import { createDemoRoleMaker } from './adapters/aws/demo-role.ts';
import { createAwsProvisioner } from './adapters/aws/provisioning/aws-provisioner.ts';
import { createRightReader } from './adapters/aws/provisioning/right-reader.ts';
import { createCedarEngine } from './adapters/cedar/cedar-engine.ts';
import { ed25519Signer } from './adapters/crypto/ed25519-signer.ts';
import { nodeCrypto, randomIds } from './adapters/crypto/node-crypto.ts';
import { readSecretKey, secretBox, secretsIn } from './adapters/crypto/secret-box.ts';
import { csvReader } from './adapters/csv/csv-reader.ts';
import { evidenceWriter } from './adapters/evidence/evidence-writer.ts';
import { clientSecretIn } from './adapters/oidc/client-secret.ts';
import { createOidcProvider } from './adapters/oidc/oidc-provider.ts';
import { delegationViews } from './adapters/postgres/access/delegations/delegation-views.ts';
import { leaseEndings } from './adapters/postgres/access/lease-endings.ts';
import { leaseViews } from './adapters/postgres/access/lease-views.ts';
import { manualTaskViews } from './adapters/postgres/access/manual-task-views.ts';
import { policyStore } from './adapters/postgres/access/policies/policy-store.ts';
import { policyViews } from './adapters/postgres/access/policies/policy-views.ts';
import { accessFacts } from './adapters/postgres/access/requests/access-facts.ts';
import { catalog } from './adapters/postgres/access/requests/catalog.ts';
import { leasesOfRequests } from './adapters/postgres/access/requests/leases-of-requests.ts';
import { requestViews } from './adapters/postgres/access/requests/request-views.ts';
import { databaseClock } from './adapters/postgres/clock.ts';
import { connectorViews } from './adapters/postgres/connectors/connector-views.ts';
import { dueConnectors } from './adapters/postgres/connectors/due-connectors.ts';
import { runViews } from './adapters/postgres/connectors/run-views.ts';
import { createTransact } from './adapters/postgres/create-transact.ts';
import { type Database, type ExecuteSql, openDatabase } from './adapters/postgres/database.ts';
import { identityMatching } from './adapters/postgres/directory-identity-matching.ts';
import { federationViews } from './adapters/postgres/federation/federation-views.ts';
import { inbox } from './adapters/postgres/notifications/inbox.ts';
import { mailQueue } from './adapters/postgres/notifications/mail-queue.ts';
import { queueSchema } from './adapters/postgres/queue-schema.ts';
import { awsRates, createRateBudget, type Rates } from './adapters/postgres/rate-budget.ts';
import { databaseReadiness } from './adapters/postgres/readiness.ts';
import { reviewViews } from './adapters/postgres/reviews/review-views.ts';
import { auditViews } from './adapters/postgres/security/audit/audit-views.ts';
import { credentialStore } from './adapters/postgres/security/credential-store.ts';
import { memberViews } from './adapters/postgres/security/members/member-views.ts';
import { sessionViews } from './adapters/postgres/security/session-views.ts';
import { dueRefreshes } from './adapters/postgres/sync/events/due-refreshes.ts';
import { createRefreshStore } from './adapters/postgres/sync/events/refresh-store.ts';
import { createSyncRunStore } from './adapters/postgres/sync/sync-run-store.ts';
import { createViews } from './adapters/postgres/views/create-views.ts';
import { openJobQueue } from './adapters/queue/job-queue.ts';
import { createScimDirectory } from './adapters/scim/scim-directory.ts';
import { createScimProbe } from './adapters/scim/scim-probe.ts';
import { createSmtpSender } from './adapters/smtp/smtp-sender.ts';
import { failpoints } from './adapters/system/failpoints.ts';
import { createLog } from './adapters/system/log.ts';
import { timer } from './adapters/system/timer.ts';
import type { Config } from './config.ts';
import { publishRight } from './core/access/publish-right.ts';
import { remindApprovers } from './core/access/remind-approvers.ts';
import { expireRequests } from './core/access/requests/expire-requests.ts';
import { sweepLeases } from './core/access/sweep-leases.ts';
import { remindScimExpiry } from './core/connectors/remind-scim-expiry.ts';
import { cachedServiceIdentity } from './core/connectors/service-identity-cache.ts';
import { demoSignIns } from './core/directory/demo-directory.ts';
import { mapFederation } from './core/directory/federation/map-federation.ts';
import { matchIdentities } from './core/directory/match-identities.ts';
import { scheduleRefreshes } from './core/inventory/refresh/schedule-refreshes.ts';
import { scheduleSyncs } from './core/inventory/schedule-syncs.ts';
import { remindReviewers } from './core/reviews/steps/remind-reviewers.ts';
import type { OidcSettings } from './core/security/oidc/ports.ts';
import { readCredentials } from './core/security/read-credentials.ts';
import type { Signer } from './core/security/signing/ports.ts';
import type { Secrets } from './core/shared/ports.ts';
import { createAuthenticator } from './entrypoints/http/core/authenticate.ts';
import { createApp } from './entrypoints/http/core/create-app.ts';
import { registerAccessRoutes } from './entrypoints/http/features/access.ts';
import { registerAuditRoutes } from './entrypoints/http/features/audit.ts';
import { registerCampaignRoutes } from './entrypoints/http/features/campaigns.ts';
import { registerConnectorRoutes } from './entrypoints/http/features/connectors.ts';
import { registerDelegationRoutes } from './entrypoints/http/features/delegations.ts';
import { registerFederationRoutes } from './entrypoints/http/features/federation.ts';
import { registerInventoryRoutes } from './entrypoints/http/features/inventory.ts';
import { registerLeaseRoutes } from './entrypoints/http/features/leases.ts';
import { registerMemberRoutes } from './entrypoints/http/features/members.ts';
import { registerNotificationRoutes } from './entrypoints/http/features/notifications.ts';
import { registerPolicyRoutes } from './entrypoints/http/features/policies.ts';
import { registerRequestRoutes } from './entrypoints/http/features/requests.ts';
import { registerSessionRoutes } from './entrypoints/http/features/session.ts';
import { registerSystemRoutes } from './entrypoints/http/features/system.ts';
import { mailJob } from './entrypoints/worker/mail-job.ts';
import { reconcileJob } from './entrypoints/worker/reconcile-job.ts';
import { refreshJob } from './entrypoints/worker/refresh-job.ts';
import { sealAuditJob } from './entrypoints/worker/seal-audit-job.ts';
import { startWorker } from './entrypoints/worker/start-worker.ts';
import { syncJob } from './entrypoints/worker/sync-job.ts';
import { verifyRemediationJob } from './entrypoints/worker/verify-remediation-job.ts';

const webDirectory = fileURLToPath(new URL('../web/dist/', import.meta.url));
export const version: string = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;

const scaled = (factor: number): Rates =>
  Object.fromEntries(
    Object.entries(awsRates).map(([family, { perSecond, burst }]) => [
      family,
      { perSecond: perSecond * factor, burst: burst * factor },
    ]),
  ) as Rates;

/** What server, worker and one-off commands share: the database, the clock, the queue and how to write. */
export const composeGround = async (config: Config, process: 'server' | 'worker') => {
  const log = createLog({ process, level: config.logLevel });
  const database = openDatabase(config.databaseUrl, {
    applicationName: `countersign ${process}`,
    onConnectionLost: (error) => log.warn({ err: error }, 'a database connection was lost'),
  });
  const queue = await openJobQueue({
    databaseUrl: config.databaseUrl,
    schema: queueSchema,
    isWorker: process === 'worker',
    atOnce: { 'access.reconcile': config.unitsAtOnce },
    onError: (error) => log.error({ err: error }, 'the job queue reported an error'),
  });
  const clock = databaseClock(database);
  const shared = { transact: createTransact(database, queue.enqueue), clock, crypto: nodeCrypto, ids: randomIds };
  const aws = {
    budget: createRateBudget(database, scaled(config.awsRateScale)),
    ...(config.awsRegion === null ? {} : { region: config.awsRegion }),
    ...(config.awsPrincipalArn === null ? {} : { principalArn: config.awsPrincipalArn }),
  };
  return {
    log,
    database,
    queue,
    shared,
    aws,
    security: {
      ...shared,
      signIns: config.isDemo ? demoSignIns : null,
      oidc: oidcOf(config),
      secrets: secretsOf(config),
      isLocalSignInAllowed: config.isLocalSignInAllowed,
    },
    async close() {
      await queue.runner.stop();
      await database.close();
    },
  };
};

/** What answers about policies and the catalog are read from, outside any transaction. */
const answers = (database: Database) => {
  const executeSql: ExecuteSql = (text, values) => database.pool.query(text, values);
  return {
    facts: accessFacts(executeSql),
    currentPolicies: () => policyStore(executeSql).current(),
    catalog: catalog(database),
  };
};

/** Signs evidence and the audit log; null where the installation has no key file. */
export const signerOf = (config: Pick<Config, 'secretKeyFile'>): Signer | null =>
  config.secretKeyFile === null ? null : ed25519Signer(secretBox(readSecretKey(config.secretKeyFile)));

/** Keeps tokens of others; null where the installation has no key file. */
const secretsOf = (config: Pick<Config, 'secretKeyFile'>): Secrets | null =>
  config.secretKeyFile === null ? null : secretsIn(secretBox(readSecretKey(config.secretKeyFile)));

const isLoopback = (url: string): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname);

/** Null where people sign in with a password. */
const oidcOf = ({ oidc }: Config): OidcSettings | null => {
  if (!oidc) return null;
  const { provider, clientSecret, clientSecretFile, rules } = oidc;
  const secret = clientSecretFile === null ? () => clientSecret ?? '' : clientSecretIn(clientSecretFile);
  return { provider: createOidcProvider({ ...provider, clientSecret: secret }), rules };
};

/** The HTTP server with every route, listening. */
export const serve = async (config: Config): Promise<{ url: string; stop(): Promise<void> }> => {
  const ground = await composeGround(config, 'server');
  const { database, shared, log } = ground;
  const isHttps = config.publicUrl.startsWith('https:');
  if (!isHttps && !isLoopback(config.publicUrl))
    log.warn({ publicUrl: config.publicUrl }, 'people come by plain http: set PUBLIC_URL to an https address');
  const probe = createAwsProbe(ground.aws);
  const demoRole =
    config.demoAdministrator && config.awsEndpointUrl
      ? createDemoRoleMaker({ endpoint: config.awsEndpointUrl, credentials: config.demoAdministrator })
      : null;
  const app = await createApp({
    logger: log,
    version,
    requestsPerMinute: 3000,
    // The demo has no credential to guess, and one changes roles there all the time.
    signInsPerMinute: config.isDemo ? 3000 : 30,
    isHttps,
    trustedProxies: config.trustedProxies,
    requestId: () => randomIds.next('call'),
  });
  const authenticator = createAuthenticator(
    readCredentials({ credentials: credentialStore(database), crypto: nodeCrypto }),
    isHttps,
  );
  registerSessionRoutes(app, authenticator, {
    security: ground.security,
    views: sessionViews(database),
    isHttps,
    version,
  });
  registerConnectorRoutes(app, authenticator, {
    connectors: {
      ...shared,
      probe,
      demoRole,
      scimProbe: createScimProbe(secretsOf(config)),
      secrets: secretsOf(config),
      simulatedOrigin: config.awsEndpointUrl === null ? null : new URL(config.awsEndpointUrl).origin,
    },
    serviceIdentity: cachedServiceIdentity({ probe, clock: shared.clock }),
    views: connectorViews(database),
    runs: runViews(database),
  });
  const views = createViews(database);
  registerInventoryRoutes(app, authenticator, views);
  registerAccessRoutes(app, authenticator, views);
  registerAuditRoutes(app, authenticator, auditViews(database));
  const engine = await createCedarEngine((facts) =>
    log.error(facts, 'a policy could not be evaluated: the answer was no'),
  );
  registerPolicyRoutes(app, authenticator, { policies: { ...shared, engine }, views: policyViews(database) });
  registerRequestRoutes(app, authenticator, {
    requests: { ...shared, engine },
    answers: { ...answers(database), engine, clock: shared.clock },
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
  registerNotificationRoutes(app, authenticator, { inbox: inbox(database), clock: shared.clock });
  registerCampaignRoutes(app, authenticator, {
    reviews: { ...shared, signer: signerOf(config), writer: evidenceWriter },
    views: reviewViews(database),
  });
  await registerSystemRoutes(app, { notReadyBecause: databaseReadiness(database), webDirectory });
  const url = await app.listen({ host: config.host, port: config.port });
  return {
    url,
    async stop() {
      await app.close();
      await ground.close();
    },
  };
};

/** The worker: carries out jobs and finds what was lost. */
export const work = async (config: Config): Promise<{ stop(): Promise<void> }> => {
  const ground = await composeGround(config, 'worker');
  const { database, queue, shared, log } = ground;
  const runs = createSyncRunStore(database, queue.enqueue);
  const sync = syncJob({
    ports: {
      runs,
      reader: createAwsReader({ ...ground.aws, scim: createScimDirectory(secretsOf(config)) }),
      heartbeat: timer,
    },
    jobs: queue.runner,
    ids: randomIds,
    log,
  });
  const refresh = refreshJob({
    ports: {
      runs,
      refreshes: createRefreshStore(database, queue.enqueue),
      refresher: createAwsRefresher(ground.aws),
      clock: shared.clock,
      heartbeat: timer,
    },
    ids: randomIds,
    log,
  });
  const sender = config.smtp && createSmtpSender({ ...config.smtp, publicUrl: config.publicUrl });
  const mail = mailJob({ queue: mailQueue(database), sender }, log);
  const seal = sealAuditJob({ ...shared, signer: signerOf(config) }, log);
  const rightReader = createRightReader(ground.aws);
  const reconcile = reconcileJob({
    ports: {
      ...shared,
      provisioner: createAwsProvisioner(ground.aws),
      heartbeat: timer,
      failpoints: failpoints(config.failpoint),
    },
    publish: (connectorId, right) =>
      publishRight({ runs, reader: rightReader, ids: randomIds }, { connectorId, right }),
    jobs: queue.runner,
    holder: `${hostname()}/${process.pid}`,
    log,
  });
  const worker = await startWorker({
    jobs: queue.runner,
    handlers: {
      'inventory.sync-connector': sync,
      'inventory.refresh-connector': refresh,
      'access.reconcile': reconcile,
      'notifications.send-mail': () => mail.run(),
      'reviews.verify-remediation': verifyRemediationJob({ ports: shared, log }),
      'directory.match-identities': async () => {
        await matchIdentities({ matching: identityMatching(database), clock: shared.clock });
        // Whoever became a person just now may be a member of a federated group.
        await queue.runner.send('directory.map-federation', {}, { key: 'all' });
      },
      'directory.map-federation': async () => {
        await mapFederation(shared);
      },
    },
    sweeps: [
      { name: 'requests nobody decided', everyMs: 30_000, run: () => expireRequests(shared) },
      { name: 'reminders of approvals', everyMs: 60_000, run: () => remindApprovers(shared) },
      { name: 'SCIM tokens that end', everyMs: 3_600_000, run: () => remindScimExpiry(shared) },
      { name: 'reminders of reviews', everyMs: 60_000, run: () => remindReviewers(shared) },
      {
        name: 'leases',
        everyMs: 5_000,
        run: () => sweepLeases({ ...shared, jobs: queue.runner, leases: leaseEndings(database) }),
      },
      { name: 'sealing the audit log', everyMs: 5_000, run: seal.run },
      { name: 'due mail', everyMs: 5_000, run: mail.run },
      {
        name: 'due syncs',
        everyMs: 5_000,
        run: () => scheduleSyncs({ connectors: dueConnectors(database), jobs: queue.runner }),
      },
      {
        name: 'due looks into CloudTrail',
        everyMs: 10_000,
        run: () => scheduleRefreshes({ refreshes: dueRefreshes(database), jobs: queue.runner }),
      },
    ],
    log,
  });
  return {
    async stop() {
      await Promise.all([worker.stop(), mail.stop(), seal.stop()]);
      sender?.close();
      await database.close();
    },
  };
};
