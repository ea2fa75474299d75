import { type Client, escapeIdentifier } from 'pg';
import { getConstructionPlans, getMigrationPlans, PgBoss } from 'pg-boss';

/** Where pg-boss keeps its jobs; the application starts it with `{ schema: queueSchema, migrate: false }`. */
export const queueSchema = 'pgboss';

/**
 * One queue per JobName of core/shared/ports.ts. `short`: per singleton key at most one job waits, which is what
 * UnitOfWork.enqueue promises. Not `stately` (one waits, one runs): the job of a worker that was killed stays "running"
 * until its heartbeat is missed, and would block the next one. That one run reads at a time is the sync_run table's
 * promise. A policy cannot be changed later; it would take a new queue name.
 */
export const queues = {
  'inventory.sync-connector': {
    policy: 'short',
    retryLimit: 2,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: 6 * 3600,
    heartbeatSeconds: 30,
  },
  // Found again by the next sweep, if it failed.
  'inventory.refresh-connector': {
    policy: 'short',
    retryLimit: 0,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: 3600,
    heartbeatSeconds: 30,
  },
  'directory.match-identities': {
    policy: 'short',
    retryLimit: 5,
    retryDelay: 2,
    retryBackoff: true,
    expireInSeconds: 900,
    heartbeatSeconds: 30,
  },
  'access.reconcile': {
    policy: 'short',
    retryLimit: 5,
    retryDelay: 2,
    retryBackoff: true,
    expireInSeconds: 900,
    heartbeatSeconds: 30,
  },
  'directory.map-federation': {
    policy: 'short',
    retryLimit: 5,
    retryDelay: 2,
    retryBackoff: true,
    expireInSeconds: 900,
    heartbeatSeconds: 30,
  },
  'reviews.verify-remediation': {
    policy: 'short',
    retryLimit: 5,
    retryDelay: 2,
    retryBackoff: true,
    expireInSeconds: 900,
    heartbeatSeconds: 30,
  },
  'notifications.send-mail': {
    policy: 'short',
    retryLimit: 5,
    retryDelay: 2,
    retryBackoff: true,
    expireInSeconds: 900,
    heartbeatSeconds: 30,
  },
} as const;

/** Creates or updates pg-boss's schema as the owner, makes the queues, and gives the application role rows but no DDL. */
export async function installQueueSchema(client: Client, appRole: string): Promise<void> {
  const installed = await client.query<{ present: boolean }>(
    `select to_regclass('${queueSchema}.version') is not null as present`,
  );
  if (!installed.rows[0]?.present) await client.query(getConstructionPlans(queueSchema));
  else await updateQueueSchema(client);
  await createQueues(client);
  const role = escapeIdentifier(appRole);
  await client.query(`
    grant usage on schema ${queueSchema} to ${role};
    grant select, insert, update, delete on all tables in schema ${queueSchema} to ${role};
    grant usage on all sequences in schema ${queueSchema} to ${role};
    grant execute on all functions in schema ${queueSchema} to ${role}`);
}

async function updateQueueSchema(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(`select version from ${queueSchema}.version`);
  const found = rows[0]?.version ?? 0;
  const wanted = Number(/version\(version\)\s*VALUES\s*\('?(\d+)/i.exec(getConstructionPlans(queueSchema))?.[1]);
  if (found > wanted)
    throw new Error(`The job queue's schema is version ${found}, newer than this version's ${wanted}.`);
  if (found < wanted) await client.query(getMigrationPlans(queueSchema, found));
}

async function createQueues(client: Client): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => client.query(text, values) },
    schema: queueSchema,
    migrate: false,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  boss.on('error', (error) => console.error(error.message));
  await boss.start();
  for (const [name, options] of Object.entries(queues)) await boss.createQueue(name, options);
  await boss.stop({ graceful: false });
}
