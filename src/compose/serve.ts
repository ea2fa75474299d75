import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createAwsProbe } from '../adapters/aws/aws-probe.ts';
import { createDemoRoleMaker } from '../adapters/aws/demo-role.ts';
import { createCedarEngine } from '../adapters/cedar/cedar-engine.ts';
import { nodeCrypto, randomIds } from '../adapters/crypto/node-crypto.ts';
import { csvReader } from '../adapters/csv/csv-reader.ts';
import { evidenceWriter } from '../adapters/evidence/evidence-writer.ts';
import { delegationViews } from '../adapters/postgres/access/delegations/delegation-views.ts';
import { leaseViews } from '../adapters/postgres/access/lease-views.ts';
import { manualTaskViews } from '../adapters/postgres/access/manual-task-views.ts';
import { policyStore } from '../adapters/postgres/access/policies/policy-store.ts';
import { policyViews } from '../adapters/postgres/access/policies/policy-views.ts';
import { accessFacts } from '../adapters/postgres/access/requests/access-facts.ts';
import { catalog } from '../adapters/postgres/access/requests/catalog.ts';
import { leasesOfRequests } from '../adapters/postgres/access/requests/leases-of-requests.ts';
import { requestViews } from '../adapters/postgres/access/requests/request-views.ts';
import { connectorViews } from '../adapters/postgres/connectors/connector-views.ts';
import { runViews } from '../adapters/postgres/connectors/run-views.ts';
import type { Database, ExecuteSql } from '../adapters/postgres/database.ts';
import { federationViews } from '../adapters/postgres/federation/federation-views.ts';
import { inbox } from '../adapters/postgres/notifications/inbox.ts';
import { databaseReadiness } from '../adapters/postgres/readiness.ts';
import { reviewViews } from '../adapters/postgres/reviews/review-views.ts';
import { auditViews } from '../adapters/postgres/security/audit/audit-views.ts';
import { credentialStore } from '../adapters/postgres/security/credential-store.ts';
import { memberViews } from '../adapters/postgres/security/members/member-views.ts';
import { sessionViews } from '../adapters/postgres/security/session-views.ts';
import { createViews } from '../adapters/postgres/views/create-views.ts';
import { createScimProbe } from '../adapters/scim/scim-probe.ts';
import type { Config } from '../config.ts';
import { cachedServiceIdentity } from '../core/connectors/service-identity-cache.ts';
import { readCredentials } from '../core/security/read-credentials.ts';
import { createAuthenticator } from '../entrypoints/http/core/authenticate.ts';
import { createApp } from '../entrypoints/http/core/create-app.ts';
import { registerAccessRoutes } from '../entrypoints/http/features/access.ts';
import { registerAuditRoutes } from '../entrypoints/http/features/audit.ts';
import { registerCampaignRoutes } from '../entrypoints/http/features/campaigns.ts';
import { registerConnectorRoutes } from '../entrypoints/http/features/connectors.ts';
import { registerDelegationRoutes } from '../entrypoints/http/features/delegations.ts';
import { registerFederationRoutes } from '../entrypoints/http/features/federation.ts';
import { registerInventoryRoutes } from '../entrypoints/http/features/inventory.ts';
import { registerLeaseRoutes } from '../entrypoints/http/features/leases.ts';
import { registerMemberRoutes } from '../entrypoints/http/features/members.ts';
import { registerNotificationRoutes } from '../entrypoints/http/features/notifications.ts';
import { registerPolicyRoutes } from '../entrypoints/http/features/policies.ts';
import { registerRequestRoutes } from '../entrypoints/http/features/requests.ts';
import { registerSessionRoutes } from '../entrypoints/http/features/session.ts';
import { registerSystemRoutes } from '../entrypoints/http/features/system.ts';
import { composeGround } from './ground.ts';
import { secretsOf, signerOf, watchSecretKey } from './keys.ts';

const webDirectory = fileURLToPath(new URL('../../web/dist/', import.meta.url));
export const version: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;

/** What answers about policies and the catalog are read from, outside any transaction. */
const answers = (database: Database) => {
  const executeSql: ExecuteSql = (text, values) => database.pool.query(text, values);
  return {
    facts: accessFacts(executeSql),
    currentPolicies: () => policyStore(executeSql).current(),
    catalog: catalog(database),
  };
};

const isLoopback = (url: string): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname);

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
  const secretKey = await watchSecretKey(config, ground);
  await registerSystemRoutes(app, {
    notReadyBecause: databaseReadiness(database),
    impairedBecause: secretKey.impairedBecause,
    webDirectory,
  });
  const url = await app.listen({ host: config.host, port: config.port });
  return {
    url,
    async stop() {
      await app.close();
      await ground.close();
    },
  };
};
