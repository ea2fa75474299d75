import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { cloneDatabase } from '../../test/support/clone-database.ts';
import { type Product, startProduct } from '../../test/support/product.ts';
import type { TestServer } from '../../test/support/test-server.ts';
import { memoryMb } from '../memory.ts';
import { type CallApi, signedIn } from '../signed-in.ts';
import { type Calls, type CallsByAwsAccount, sumOf, without } from './calls.ts';
import { identityCenterOf } from './identity-center-of.ts';
import { leaveGroups } from './leave-groups.ts';
import { deployRoles, memberRoleName } from './members/member-roles.ts';
import type { Allowed } from './minimum-calls.ts';
import { createReaderRole } from './reader-role.ts';

export interface SyncedWorld {
  product: Product;
  /** As owner of the database: for what no API tells. */
  database: pg.Client;
  /** One sync from its order to its publication. */
  sync(): Promise<Synced>;
  /** Ends so many memberships in AWS, the same in each world of that name. */
  leaveGroups(from: number, count: number): Promise<void>;
  /** How many calls AWS has counted since the last sync was ordered. */
  callsSoFar(): Promise<number>;
  /** Comes back when no job waits any more: identities are matched, what a publication asked for is done. */
  quiet(): Promise<void>;
  workerPeakMb(): Promise<number>;
  stop(): Promise<void>;
}
export interface Synced {
  calls: Calls;
  callsByAwsAccount: CallsByAwsAccount;
  /** From the first call to the last line of the reading. */
  readSeconds: number;
  publishSeconds: number;
  opened: number;
  closed: number;
  changed: number;
}

interface Wanted {
  world: string;
  allowed: Allowed;
  env?: Record<string, string>;
  /** Other AWS accounts that the connector has a role in; none: it reads its own alone. */
  members?: readonly string[];
}

/** The product's processes over a world of the simulated AWS, and a connector that reads it with these rights. */
export async function startSyncedWorld(
  server: TestServer,
  { world, allowed, env = {}, members = [] }: Wanted,
): Promise<SyncedWorld> {
  const testDatabase = await cloneDatabase(server.addresses);
  const product = await startProduct({ world, throttling: false, database: testDatabase, env });
  const database = new pg.Client({ connectionString: testDatabase.ownerUrl });
  await database.connect();
  const stop = async () => {
    await database.end();
    await product.stop();
  };
  try {
    const call = await signedIn(product.url);
    const order = await addConnector(call, product, { world, allowed, members });
    return {
      product,
      database,
      sync: () => syncOnce(product, database, order),
      leaveGroups: (from, count) => leaveGroups(product.simulatorUrl, world, from, count),
      callsSoFar: async () => sumOf(await readCounters(product)),
      quiet: () => quiet(database),
      workerPeakMb: () => memoryMb(product.worker.child.pid, 'VmHWM'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Counted {
  calls: Calls;
  callsByAwsAccount: CallsByAwsAccount;
}

/** Orders a sync; returns what else was called: saving the settings tries them first. */
type Order = () => Promise<Counted>;

/** A connector without a role yet, whose first sync is ordered by saving its settings. */
async function addConnector(
  call: CallApi,
  product: Product,
  { world, allowed, members }: Required<Omit<Wanted, 'env'>>,
): Promise<Order> {
  const { person } = await call('GET', '/api/v1/session');
  const connector = await call('POST', '/api/v1/connectors', {
    application: { newName: 'AWS' },
    ownerIds: [person.id],
  });
  const path = `/api/v1/connectors/${connector.id}`;
  const { trustPolicy } = await call('GET', `${path}/setup`);
  const roleArn = await createReaderRole(product.simulatorUrl, trustPolicy, allowed);
  const { region } = identityCenterOf(world).base;
  const settings = {
    roleArn,
    organizationsEnabled: true,
    identityCenterEnabled: true,
    identityCenterRegion: region,
    ...(members.length > 0 && { memberRoleName }),
  };
  if (members.length > 0)
    await deployRoles(product.simulatorUrl, { roleArn, externalId: connector.memberExternalId, world }, members);
  let isSaved = false;
  return async () => {
    await clearCounters(product);
    if (isSaved) {
      await call('POST', `${path}/sync`);
      return { calls: {}, callsByAwsAccount: {} };
    }
    await call('POST', `${path}/test`, settings);
    const tried = await counted(product);
    await clearCounters(product);
    await call('PATCH', path, settings);
    isSaved = true;
    return tried;
  };
}

async function syncOnce(product: Product, database: pg.Client, order: Order): Promise<Synced> {
  const before = await newestRun(database);
  const besides = await order();
  for (;;) {
    await sleep(20);
    const run = await newestRun(database);
    if (!run || run.id === before?.id || run.status === 'reading') continue;
    if (run.status !== 'published') throw new Error(`The run ended as ${run.status}: ${JSON.stringify(run.failure)}`);
    const { calls, callsByAwsAccount } = await counted(product);
    const ofAwsAccounts = Object.entries(callsByAwsAccount).map(
      ([awsAccountId, made]) => [awsAccountId, without(made, besides.callsByAwsAccount[awsAccountId])] as const,
    );
    const { rows } = await database.query(
      `select extract(epoch from max(at) - $2)::float8 as "readSeconds",
         extract(epoch from clock_timestamp() - max(at))::float8 as "publishSeconds"
       from run_log where run_id = $1 and level = 'done'`,
      [run.id, run.startedAt],
    );
    const { opened, closed, changed } = run;
    return {
      calls: without(calls, besides.calls),
      callsByAwsAccount: Object.fromEntries(ofAwsAccounts),
      ...{ ...rows[0], opened, closed, changed },
    };
  }
}

const countersUrl = (product: Product) => `${product.simulatorUrl}/_simulator/counters`;
const clearCounters = (product: Product) => fetch(countersUrl(product), { method: 'DELETE' });
const readCounters = async (product: Product) => (await (await fetch(countersUrl(product))).json()) as Calls;
const counted = async (product: Product): Promise<Counted> => {
  const response = await fetch(`${countersUrl(product)}/aws-accounts`);
  return { calls: await readCounters(product), callsByAwsAccount: (await response.json()) as CallsByAwsAccount };
};

async function newestRun(database: pg.Client) {
  const { rows } = await database.query(
    `select id, status, failure, opened, closed, changed, started_at as "startedAt"
     from sync_run order by number desc limit 1`,
  );
  return rows[0];
}

async function quiet(database: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await database.query(
      `select count(*)::int as waiting from pgboss.job
       where state in ('created', 'retry', 'active') and start_after < clock_timestamp()`,
    );
    if (rows[0].waiting === 0) return;
    await sleep(200);
  }
}
