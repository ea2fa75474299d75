import { setTimeout as sleep } from 'node:timers/promises';
import { AttachUserPolicyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateGroupMembershipCommand,
  DeleteGroupMembershipCommand,
  IdentitystoreClient,
} from '@aws-sdk/client-identitystore';
import {
  AttachManagedPolicyToPermissionSetCommand,
  CreateAccountAssignmentCommand,
  DeleteAccountAssignmentCommand,
  PutInlinePolicyToPermissionSetCommand,
  SSOAdminClient,
  UpdatePermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import { pairKey } from '../../simulator/state/identity-center/identity-center.ts';
import type { World } from '../../simulator/state/world.ts';
import { currentFacts, type Harness } from '../../test/database/sync/sync-harness.ts';
import { demoAdministrator } from '../../test/support/product.ts';
import type { Figure } from '../bench.ts';
import { type Calls, sumOf } from './calls.ts';
import { differences } from './differences.ts';
import type { SyncedWorld } from './synced-world.ts';

/**
 * What it costs to keep up between full syncs: somebody else makes 20 changes, the worker looks into CloudTrail's
 * history when that is due, and a full sync afterwards finds nothing that it had missed. The world is synced already; it
 * and the product's clock are others afterwards.
 */
export async function incrementalFigures(synced: SyncedWorld, world: World): Promise<Figure[]> {
  const { product, database } = synced;
  await synced.quiet();
  await changeTwenty(product.simulatorUrl, world);
  await control(product.simulatorUrl, 'counters', 'DELETE');
  // Six minutes later: assignments are done, events have arrived and settled, and a look is due.
  await control(product.simulatorUrl, 'events', 'POST', { delayMs: 0 });
  await database.query('update clock_offset set offset_ms = offset_ms + 360000');
  const run = await publishedIncrement(synced);
  const calls = (await control(product.simulatorUrl, 'counters', 'GET')) as Calls;
  const incremental = await facts(synced);
  await synced.quiet();
  await synced.sync();
  const full = await facts(synced);
  const made = Object.entries(calls).map(([operation, count]) => `  ${operation.padEnd(60)} ${count.calls}`);
  console.log(`incremental: ${run.opened} opened, ${run.closed} closed, ${run.changed} changed\n${made.join('\n')}`);
  return [
    { name: 'incremental_calls_20_changes', value: sumOf(calls), unit: '', limit: 100 },
    { name: 'incremental_facts_missed', value: differences('incremental', full, incremental), unit: '', limit: 0 },
  ];
}

const facts = ({ database }: SyncedWorld) =>
  currentFacts({ query: async (text: string) => (await database.query(text)).rows } as unknown as Harness);

async function publishedIncrement({ database, product }: SyncedWorld) {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const { rows } = await database.query(
      `select status, opened, closed, changed, failure from sync_run where kind = 'incremental' order by number desc limit 1`,
    );
    if (rows[0]?.status === 'published') return rows[0];
    if (rows[0]?.status === 'failed') throw new Error(`The increment failed: ${JSON.stringify(rows[0].failure)}`);
    await sleep(100);
  }
  throw new Error(`No increment came.\n${product.worker.output.slice(-10).join('\n')}`);
}

/** 10 memberships, 5 assignments, 3 permission sets and 2 things of IAM, none touched twice. */
async function changeTwenty(endpoint: string, world: World): Promise<void> {
  const [center] = world.identityCenters;
  if (!center) throw new Error('the world has an Identity Center instance');
  const { region, identityStoreId: IdentityStoreId, instanceArn: InstanceArn } = center.base;
  const settings = { endpoint, region, credentials: demoAdministrator };
  const store = new IdentitystoreClient(settings);
  const sso = new SSOAdminClient(settings);
  const iam = new IAMClient({ ...settings, region: 'us-east-1' });

  const groups = center.groups.all().filter(({ id }) => center.membershipsByGroup.of(id).size > 0);
  const users = center.users.all();
  for (const { id: GroupId } of groups.slice(0, 5)) {
    const members = new Set([...center.membershipsByGroup.of(GroupId).all()].map(({ userId }) => userId));
    const UserId = users.find(({ id }) => !members.has(id))?.id ?? '';
    await store.send(new CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId: { UserId } }));
  }
  for (const { id } of groups.slice(5, 10)) {
    const [membership] = center.membershipsByGroup.of(id).all();
    await store.send(new DeleteGroupMembershipCommand({ IdentityStoreId, MembershipId: membership?.id }));
  }

  const assigned = [...center.assignments.all()];
  const own = new Set([center.base.ownerAccountId]);
  const picked = assigned.filter(({ awsAccountId }) => !own.has(awsAccountId) && own.add(awsAccountId)).slice(0, 5);
  for (const [index, { awsAccountId, permissionSetArn, principalId, principalType }] of picked.entries()) {
    const pair = {
      InstanceArn,
      TargetId: awsAccountId,
      TargetType: 'AWS_ACCOUNT',
      PermissionSetArn: permissionSetArn,
    } as const;
    const holders = new Set(
      [...center.assignmentsByPair.of(pairKey(awsAccountId, permissionSetArn)).all()].map((each) => each.principalId),
    );
    const other = groups.find(({ id }) => !holders.has(id))?.id;
    if (index < 2)
      await sso.send(
        new DeleteAccountAssignmentCommand({ ...pair, PrincipalType: principalType, PrincipalId: principalId }),
      );
    else await sso.send(new CreateAccountAssignmentCommand({ ...pair, PrincipalType: 'GROUP', PrincipalId: other }));
  }

  const [first, second, third] = center.permissionSets.all().map(({ arn }) => ({ InstanceArn, PermissionSetArn: arn }));
  const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }];
  const InlinePolicy = JSON.stringify({ Version: '2012-10-17', Statement });
  await sso.send(new PutInlinePolicyToPermissionSetCommand({ ...must(first), InlinePolicy }));
  await sso.send(new UpdatePermissionSetCommand({ ...must(second), Description: 'Another description' }));
  const ManagedPolicyArn = 'arn:aws:iam::aws:policy/job-function/SupportUser';
  await sso.send(new AttachManagedPolicyToPermissionSetCommand({ ...must(third), ManagedPolicyArn }));

  const UserName = 'made-by-hand';
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }));
  // What was assigned is so within three seconds.
  await sleep(4000);
  for (const client of [store, sso, iam]) client.destroy();
}

function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the world has three permission sets');
  return value;
}

async function control(endpoint: string, path: string, method: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${endpoint}/_simulator/${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
  return answer.status === 204 ? null : answer.json();
}
