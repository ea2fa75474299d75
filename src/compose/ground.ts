import { nodeCrypto, randomIds } from '../adapters/crypto/node-crypto.ts';
import { clientSecretIn } from '../adapters/oidc/client-secret.ts';
import { createOidcProvider } from '../adapters/oidc/oidc-provider.ts';
import { databaseClock } from '../adapters/postgres/clock.ts';
import { createTransact } from '../adapters/postgres/create-transact.ts';
import { openDatabase } from '../adapters/postgres/database.ts';
import { queueSchema } from '../adapters/postgres/queue-schema.ts';
import { awsRates, createRateBudget, type Rates } from '../adapters/postgres/rate-budget.ts';
import { openJobQueue } from '../adapters/queue/job-queue.ts';
import { createLog } from '../adapters/system/log.ts';
import type { Config } from '../config.ts';
import { demoSignIns } from '../core/directory/demo-directory.ts';
import type { OidcSettings } from '../core/security/oidc/ports.ts';
import { secretsOf } from './keys.ts';

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
    rateScale: config.awsRateScale,
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

/** Null where people sign in with a password. */
const oidcOf = ({ oidc }: Config): OidcSettings | null => {
  if (!oidc) return null;
  const { provider, clientSecret, clientSecretFile, rules } = oidc;
  const secret = clientSecretFile === null ? () => clientSecret ?? '' : clientSecretIn(clientSecretFile);
  return { provider: createOidcProvider({ ...provider, clientSecret: secret }), rules };
};
