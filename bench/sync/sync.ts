import type { World } from '../../simulator/state/world.ts';
import { worldMaker } from '../../simulator/worlds/worlds.ts';
import { startTestServer, type TestServer } from '../../test/support/test-server.ts';
import type { Bench, Figure } from '../bench.ts';
import { figuresAtTheLimit } from './at-the-limit.ts';
import { type Calls, isIam, isIdentityCenter, sumOf } from './calls.ts';
import { copyAndJoinSeconds } from './copy-and-join.ts';
import { incrementalFigures } from './incremental.ts';
import { type Allowed, minimumCalls, mostIamCalls } from './minimum-calls.ts';
import { type Synced, type SyncedWorld, startSyncedWorld } from './synced-world.ts';

const shapes: Record<string, { world: string; allowed: Allowed }> = {
  thin: { world: 'large', allowed: 'full' },
  dense: { world: 'large-dense', allowed: 'full' },
  few_sets: { world: 'large-few-sets', allowed: 'full' },
  direct: { world: 'large-direct', allowed: 'full' },
  minimum_policy: { world: 'large', allowed: 'minimum' },
  no_principal_listing: { world: 'large', allowed: 'no-principal-listing' },
};

/** What a sync of large organizations costs in calls, memory and writing, against what it must cost at least. */
export const bench: Bench = async () => {
  const server = await startTestServer();
  const strategies = new Set<string>();
  try {
    const figures: Figure[] = [];
    for (const name of Object.keys(shapes)) figures.push(...(await figuresOf(server, name, strategies)));
    figures.push(...(await figuresAtTheLimit(server)));
    console.log(`strategies: ${[...strategies].sort().join(', ')}`);
    return [...figures, { name: 'strategies_used', value: strategies.size, unit: '', atLeast: 3 }];
  } finally {
    await server.stop();
  }
};

async function figuresOf(server: TestServer, name: string, strategies: Set<string>): Promise<Figure[]> {
  const { world: worldName, allowed } = shapes[name] as (typeof shapes)[string];
  const world = worldMaker(worldName)();
  const [center] = world.identityCenters;
  if (!center) throw new Error('the world has an Identity Center instance');
  const minimum = minimumCalls(world, center.base.ownerAccountId, allowed);
  const synced = await startSyncedWorld(server, { world: worldName, allowed });
  try {
    const first = await synced.sync();
    const extra = completenessCalls(first.calls);
    const made = sumOf(first.calls) - extra;
    const least = minimum.identityCenter + minimum.organizations + minimum.iam + assumeRoleCalls;
    report(name, first.calls, least);
    for (const strategy of strategiesOf(first.calls)) strategies.add(strategy);
    const figures: Figure[] = [
      { name: `calls_over_minimum_${name}`, value: round(made / least, 3), unit: '', limit: 1.03 },
    ];
    if (extra > 0)
      figures.push({ name: `completeness_extra_${name}`, value: round(extra / least, 3), unit: '', limit: 0.05 });
    return name === 'thin' ? [...figures, ...(await figuresOfThin(synced, world, first))] : figures;
  } finally {
    await synced.stop();
  }
}

/** What is measured once: the second sync, the publication against plain PostgreSQL, memory. */
async function figuresOfThin(synced: SyncedWorld, world: World, first: Synced): Promise<Figure[]> {
  const { database } = synced;
  await synced.quiet();
  const plainSeconds = await copyAndJoinSeconds(database);
  const walAt = async () => (await database.query('select pg_current_wal_insert_lsn() as at')).rows[0].at as string;
  const before = await walAt();
  const second = await synced.sync();
  const { rows } = await database.query(`select round(($1::pg_lsn - $2::pg_lsn) / 1024) as kb`, [
    await walAt(),
    before,
  ]);
  console.log(
    `the open Go connector would make ${goConnectorCalls(world)} calls to Identity Center for the same facts`,
  );
  console.log(
    `publication of the first run ${round(first.publishSeconds, 2)} s, COPY and hash join of its rows ${round(plainSeconds, 2)} s`,
  );
  return [
    { name: 'identity_center_calls_first', value: sumOf(first.calls, isIdentityCenter), unit: '', limit: 5400 },
    { name: 'identity_center_calls_repeat', value: sumOf(second.calls, isIdentityCenter), unit: '', limit: 4650 },
    { name: 'iam_calls_over_limit', value: iamCallsOverLimit(world, first), unit: '', limit: 0 },
    { name: 'read_seconds_unthrottled', value: round(first.readSeconds, 1), unit: 's' },
    { name: 'publish_over_copy_and_join', value: round(first.publishSeconds / plainSeconds, 2), unit: '', limit: 3 },
    { name: 'wal_kb_unchanged', value: Number(rows[0].kb), unit: 'kB', limit: 1024 },
    { name: 'fact_rows_unchanged', value: second.opened + second.closed + second.changed, unit: '', limit: 0 },
    { name: 'worker_rss_mb', value: await synced.workerPeakMb(), unit: 'MB', limit: 400 },
    ...(await incrementalFigures(synced, world)),
  ];
}

/** Of the connector's own AWS account, the only one whose IAM it reads here. */
function iamCallsOverLimit({ organizations, awsAccounts }: World, { calls }: Synced): number {
  const own = awsAccounts.get(organizations[0]?.managementAccountId ?? '');
  if (!own) throw new Error('the world has a management account');
  return sumOf(calls, isIam) - mostIamCalls(own);
}

const assumeRoleCalls = 1;

const of = (calls: Calls, operation: string): number => calls[operation]?.calls ?? 0;

/** What a reading by principal asks besides: where sets are in use, and the pairs that no principal explains (SYN-6). */
const completenessCalls = (calls: Calls): number =>
  of(calls, 'sso:ListAccountAssignmentsForPrincipal') > of(calls, 'sso:ListAccountAssignments')
    ? ['ListAccountsForProvisionedPermissionSet', 'ListPermissionSetsProvisionedToAccount', 'ListAccountAssignments']
        .map((operation) => of(calls, `sso:${operation}`))
        .reduce((a, b) => a + b)
    : 0;

function strategiesOf(calls: Calls): string[] {
  const winner = (a: string, b: string) => (of(calls, a) > of(calls, b) ? a : b);
  return [
    winner('identitystore:ListGroupMemberships', 'identitystore:ListGroupMembershipsForMember'),
    winner('sso:ListAccountsForProvisionedPermissionSet', 'sso:ListPermissionSetsProvisionedToAccount'),
    winner('sso:ListAccountAssignments', 'sso:ListAccountAssignmentsForPrincipal'),
  ];
}

function report(name: string, calls: Calls, least: number): void {
  const made = Object.entries(calls).map(
    ([operation, count]) => `  ${operation.padEnd(60)} ${String(count.calls).padStart(6)}`,
  );
  console.log(`${name}: at least ${least} calls, made ${sumOf(calls)}\n${made.join('\n')}`);
}

/** Its flat model with the types that its self-hosted form syncs too, as its code says (permission sets not described). */
function goConnectorCalls(world: World): number {
  const [center] = world.identityCenters;
  const accounts = world.organizations[0]?.accounts.size ?? 0;
  if (!center) return 0;
  const [sets, users, groups] = [center.permissionSets.size, center.users.size, center.groups.size];
  const pairs = center.setsByAccount;
  const provisioned = (world.organizations[0]?.accounts.all() ?? []).reduce(
    (sum, { id }) => sum + pairs.of(id).size,
    0,
  );
  const pages = (rows: number) => Math.ceil(rows / 100);
  const flat = pages(sets) + sets + accounts + provisioned + pages(users) + pages(groups) + groups;
  return flat + provisioned + 5 * sets + pages(sets);
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
