import { GetAccountAuthorizationDetailsCommand, IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { IdentitystoreClient, ListGroupMembershipsCommand } from '@aws-sdk/client-identitystore';
import { ListAccountAssignmentsCommand, SSOAdminClient } from '@aws-sdk/client-sso-admin';
import autocannon from 'autocannon';
import { pairKey } from '../../simulator/state/identity-center/identity-center.ts';
import { CREDENTIALS } from '../../simulator/worlds/credentials.ts';
import { GENERATED } from '../../simulator/worlds/generated/organization.ts';
import { worldMaker } from '../../simulator/worlds/worlds.ts';
import type { Bench, Figure } from '../bench.ts';
import { startSimulatorProcess } from './process.ts';
import { Recorder, type SignedCall, send } from './signed-call.ts';

const CONNECTIONS = 16;
const WARM_UP_SECONDS = 3;
const SECONDS = 10;
const DIFFERENT_CALLS = 100;

/** How fast the simulated AWS is without rate limits, in the world `large`, on the cores it shares with the load. */
export const bench: Bench = async () => {
  const simulator = await startSimulatorProcess('large');
  try {
    const figures = [...(await listFigures(simulator.url)), ...(await iamPageFigures(simulator.url))];
    return [
      ...figures,
      { name: 'start_large_seconds', value: round(simulator.startSeconds, 2), unit: 's', limit: 5 },
      { name: 'rss_large_mb', value: await simulator.peakMb(), unit: 'MB', limit: 700 },
    ];
  } finally {
    await simulator.stop();
  }
};

async function listFigures(url: string): Promise<Figure[]> {
  const calls = await listCalls(url);
  const rows = await Promise.all(
    calls.map(async (call) => (await send(url, call)).match(/"(PrincipalId|MembershipId)"/g)?.length ?? 0),
  );
  const load = (duration: number) => autocannon({ url, connections: CONNECTIONS, duration, requests: calls });
  await load(WARM_UP_SECONDS);
  const { '2xx': answered, non2xx, errors, timeouts, duration, latency } = await load(SECONDS);
  return [
    { name: 'list_calls_per_second', value: Math.round(answered / duration), unit: '/s', atLeast: 1_500 },
    { name: 'list_p50_ms', value: latency.p50, unit: 'ms' },
    { name: 'list_p99_ms', value: latency.p99, unit: 'ms', limit: 50 },
    { name: 'list_failures', value: non2xx + errors + timeouts, unit: '', limit: 0 },
    { name: 'rows_per_page', value: round(rows.reduce((sum, each) => sum + each, 0) / rows.length, 1), unit: '' },
  ];
}

/** ListAccountAssignments and ListGroupMemberships in turn, each for another pair or group with about ten rows. */
async function listCalls(url: string): Promise<SignedCall[]> {
  const [center] = worldMaker('large')().identityCenters;
  if (!center) throw new Error('the world large has an Identity Center instance');
  const isAboutTen = (size: number) => size >= 8 && size <= 12;
  const pairs = center.accountsBySet;
  const assignments = center.permissionSets
    .all()
    .flatMap(({ arn }) => pairs.of(arn).all())
    .filter((pair) => isAboutTen(center.assignmentsByPair.of(pairKey(pair.awsAccountId, pair.permissionSetArn)).size))
    .slice(0, DIFFERENT_CALLS)
    .map(
      ({ awsAccountId, permissionSetArn }) =>
        new ListAccountAssignmentsCommand({
          InstanceArn: GENERATED.instanceArn,
          AccountId: awsAccountId,
          PermissionSetArn: permissionSetArn,
          MaxResults: 100,
        }),
    );
  const memberships = center.groups
    .all()
    .filter(({ id }) => isAboutTen(center.membershipsByGroup.of(id).size))
    .slice(0, DIFFERENT_CALLS)
    .map(
      ({ id: GroupId }) =>
        new ListGroupMembershipsCommand({ IdentityStoreId: GENERATED.identityStoreId, GroupId, MaxResults: 100 }),
    );
  const settings = { endpoint: url, region: GENERATED.region, credentials: CREDENTIALS.administrator };
  const recorder = new Recorder();
  const sso = new SSOAdminClient({ ...settings, ...recorder.settings });
  const store = new IdentitystoreClient({ ...settings, ...recorder.settings });
  const first = await recorder.calls(assignments.map((command) => sso.send(command)));
  const second = await recorder.calls(memberships.map((command) => store.send(command)));
  return first.flatMap((call, index) => [call, second[index] ?? call]);
}

/** The slower of ListUsers and GetAccountAuthorizationDetails, each with a thousand rows. */
async function iamPageFigures(url: string): Promise<Figure[]> {
  const settings = { endpoint: url, region: GENERATED.region, credentials: CREDENTIALS.memberAdministrator };
  const recorder = new Recorder();
  const iam = new IAMClient({ ...settings, ...recorder.settings });
  const calls = await recorder.calls([
    iam.send(new ListUsersCommand({ MaxItems: 1_000 })),
    iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1_000 })),
    iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1_000, Filter: ['Role', 'LocalManagedPolicy'] })),
  ]);
  const slowest = { median: 0, p95: 0 };
  for (const call of calls) {
    const times = await timed(() => send(url, call));
    slowest.median = Math.max(slowest.median, times[Math.floor(times.length / 2)] ?? Number.NaN);
    slowest.p95 = Math.max(slowest.p95, times[Math.floor(times.length * 0.95)] ?? Number.NaN);
  }
  return [
    { name: 'iam_page_1000_ms', value: round(slowest.median, 1), unit: 'ms', limit: 60 },
    { name: 'iam_page_1000_p95_ms', value: round(slowest.p95, 1), unit: 'ms' },
  ];
}

/** Milliseconds that each of many calls took, once warm, the shortest first. */
async function timed(call: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < 60; count += 1) {
    const startedAt = performance.now();
    await call();
    if (count >= 10) times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
